"""What every random history keeps, and how one is run."""

from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.journal.actions import seal
from participation.journal.models import Entry
from participation.journal.queries import verify

QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class Journalled(RuleBasedStateMachine):
    """A history whose journal only grows, and verifies after every step."""

    session: Session
    now: datetime
    entries: int

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
