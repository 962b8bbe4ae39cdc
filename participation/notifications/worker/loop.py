"""What the worker looks for every second: seal the journal, tell events, send mails. Each piece is a transaction.

A piece that was begun and not committed is begun again by whoever comes next; a mail that was claimed and not marked
is sent again under the same Message-ID. So a worker that is killed loses nothing.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.errors import Busy
from participation.journal import actions as journal
from participation.journal.models import Pending
from participation.journal.queries import WAITS
from participation.notifications import queries, telling
from participation.notifications.transport import Transport
from participation.notifications.worker import sending
from participation.outbox.models import Event

log = logging.getLogger(__name__)
SET_ASIDE = timedelta(minutes=1)  # an event that cannot be told holds up no other


class Done(NamedTuple):
    """What one round did."""

    sealed: int = 0
    told: int = 0
    sent: int = 0

    @property
    def anything(self) -> bool:
        """Whether it is worth looking again at once."""
        return any(self)


@dataclass
class Worker:
    """One worker: where it hands mails over, and what it leaves alone for a while."""

    transport: Transport
    stopping: Callable[[], bool] = lambda: False  # then the piece in hand is finished, and no other begun
    resting_until: datetime | None = None
    set_aside: dict[int, datetime] = field(default_factory=dict)

    def round(self, session: Session) -> Done:
        """Do what there is to do, a piece of each; a database that is busy is asked again next time."""
        try:
            done = Done(self.seal(session), self.tell(session), self.send(session))
        except (OperationalError, Busy):
            log.warning("The database is busy or away; the worker tries again.")
            done = Done()
        finally:
            session.rollback()
        return done

    def seal(self, session: Session) -> int:
        """Append what waits to the journal's chain; asks first, so that an idle worker takes no turn to write."""
        if not session.scalar(WAITS):
            return 0
        begin_write(session)
        before = session.scalar(select(Pending.entry_id).limit(1))
        journal.seal(session)
        session.commit()
        return int(before is not None)

    def tell(self, session: Session) -> int:
        """Tell the oldest act to everyone it is meant for."""
        at = clock.now()
        self.set_aside = {key: until for key, until in self.set_aside.items() if until > at}
        waiting = queries.UNTOLD.where(Event.id.not_in(list(self.set_aside))).limit(1)
        if session.scalars(waiting).first() is None:
            return 0
        begin_write(session)
        events = telling.next_act(session, self.set_aside)
        if not events:
            return 0
        ids = [event.id for event in events]
        try:
            telling.tell(session, events, at)
            session.commit()
        except (OperationalError, Busy):
            raise
        except Exception:
            log.exception("Event %s could not be told", ids[0])
            session.rollback()
            self.set_aside |= dict.fromkeys(ids, at + SET_ASIDE)
        return len(ids)

    def send(self, session: Session) -> int:
        """Hand over a batch of mails, unless the server could not be reached a moment ago."""
        at = clock.now()
        if self.resting_until is not None and at < self.resting_until:
            return 0
        batch = sending.Batch(self.transport, self.stopping)
        number = batch.send(session, at)
        self.resting_until = batch.resting_until
        return number

    def drain(self, session: Session, chores: Sequence[Callable[[Session], int]]) -> None:
        """Work until nothing is left: what a chore finds is told and sent, and may make another one due."""
        again = True
        while again and not self.stopping():
            while self.round(session).anything:
                pass
            again = sum(chore(session) for chore in chores) > 0
