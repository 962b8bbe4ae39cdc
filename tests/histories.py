"""What every random history keeps, and how one is run."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.errors import DomainError
from participation.journal.actions import seal
from participation.journal.models import Entry
from participation.journal.queries import verify

Done = TypeVar("Done")
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class Journalled(RuleBasedStateMachine):
    """A history of which nothing is ever committed; its journal only grows, and verifies after every step."""

    engine: ClassVar[Engine]

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.engine)
        begin_write(self.session)
        self.now, self.entries = clock.now(), 0

    def teardown(self) -> None:
        self.session.rollback()  # the next history begins from the same network
        self.session.close()

    def attempt(self, doing: Callable[[], Done], minutes: int = 7) -> Done | None:
        """Do it so much later, or be refused, which is None and leaves nothing behind."""
        self.now += timedelta(minutes=minutes)
        done = None
        with clock.stopped_at(self.now), self.session.begin_nested() as half_way:
            try:
                done = doing()
                self.session.flush()
            except DomainError:
                half_way.rollback()
                done = None
        self.session.expire_all()
        return done

    @invariant()
    def the_journal_only_grows_and_verifies(self) -> None:
        number = self.session.scalar(select(func.count()).select_from(Entry)) or 0
        assert number >= self.entries
        self.entries = number
        seal(self.session)
        assert verify(self.session, self.now) == []


def tell(machine: type[Journalled], examples: int, steps: int, **given: Any) -> None:  # noqa: ANN401  # what it starts from
    """Run `examples` histories of `steps` each."""
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=QUIET)
    run_state_machine_as_test(type("Here", (machine,), given), settings=chosen)
