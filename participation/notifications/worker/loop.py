"""What runs beside the pages: seal the journal, tell events, send mails, sweep up. Each piece is a transaction.

A piece that was begun and not committed is begun again by whoever comes next; a mail that was claimed and not marked
is sent again under the same Message-ID. So a worker that is killed loses nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.errors import Busy
from participation.journal import actions as journal
from participation.journal.models import Pending
from participation.notifications import queries, telling
from participation.notifications.transport import Transport
from participation.notifications.worker import chores, sending
from participation.outbox.models import Event

log = logging.getLogger(__name__)
SET_ASIDE = timedelta(minutes=1)  # an event that cannot be told holds up no other
SWEEP_EVERY = timedelta(minutes=10)
REMIND_EVERY = timedelta(hours=1)
ARRANGE_EVERY = timedelta(days=1)


class Done(NamedTuple):
    """What one round did."""

    sealed: int = 0
    told: int = 0
    sent: int = 0
    digests: int = 0
    reminders: int = 0

    @property
    def anything(self) -> bool:
        """Whether it is worth looking again at once."""
        return any(self)


@dataclass
class Worker:
    """One worker: where it hands mails over, and what it leaves alone for a while."""

    transport: Transport
    stopping: Callable[[], bool] = lambda: False  # then the piece in hand is finished, and no other begun
    promised: int = 10  # working days of the desk
    arranging: chores.Arranging | None = None
    resting_until: datetime | None = None
    swept_at: datetime | None = None
    warned_at: datetime | None = None
    reminded_at: datetime | None = None
    arranged_at: datetime | None = None
    set_aside: dict[int, datetime] = field(default_factory=dict)

    def round(self, session: Session) -> Done:
        """Do what there is to do, a piece of each; a database that is busy is asked again next time."""
        try:
            done = Done(
                self.seal(session), self.tell(session), self.send(session), self.gather(session),
                self.remind(session) + self.warn(session),
            )  # fmt: skip
            self.sweep(session)
            self.arrange(session)
        except (OperationalError, Busy):
            log.warning("The database is busy or away; the worker tries again.")
            done = Done()
        finally:
            session.rollback()
        return done

    def seal(self, session: Session) -> int:
        """Append what waits to the journal's chain; asks first, so that an idle worker takes no turn to write."""
        if not session.scalar(select(exists().select_from(Pending))):
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

    def gather(self, session: Session) -> int:
        """Build the digests that are due."""
        return chores.gather(session, clock.now())

    def remind(self, session: Session) -> int:
        """Look once an hour whether anybody is to be reminded of something."""
        at = clock.now()
        if self.reminded_at is not None and at - self.reminded_at < REMIND_EVERY:
            return 0
        number = chores.remind(session, at, self.promised)
        self.reminded_at = at
        return number

    def warn(self, session: Session) -> int:
        """Look now and then whether a mandate runs out soon."""
        at = clock.now()
        if self.warned_at is not None and at - self.warned_at < SWEEP_EVERY:
            return 0
        self.warned_at = at
        return chores.warn(session, at) + chores.lapse(session, at)

    def sweep(self, session: Session) -> None:
        """Delete now and then what was only kept for a while."""
        at = clock.now()
        if self.swept_at is not None and at - self.swept_at < SWEEP_EVERY:
            return
        chores.sweep(session, at)
        self.swept_at = at

    def arrange(self, session: Session) -> None:
        """Look once a day whether the drawing of the network has to change."""
        at = clock.now()
        if self.arranging is None or (self.arranged_at is not None and at - self.arranged_at < ARRANGE_EVERY):
            return
        self.arranged_at = at
        chores.arrange(session, self.arranging)
