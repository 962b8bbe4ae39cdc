"""What the worker does by the clock. Each chore is safe to do twice: what it has done stands in rows.

Who does a chore notes it first, so that two workers never do the same one at the same time; the note lapses after two
minutes, so that the death of a worker holds up nothing.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, Protocol

from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import AddressChange, FailedSignIn, OneTimeToken, SignedIn
from participation.confirming import actions as confirming
from participation.db import UNSYNCED, begin_write
from participation.deeds import FormNonce, KeptForm
from participation.errors import Busy
from participation.jobs import actions as jobs
from participation.jobs import queries
from participation.journal import actions as sealing
from participation.journal import queries as journal
from participation.notifications import digests, reminders
from participation.notifications.models import Follow
from participation.organisations.actions import reminders as mandates
from participation.organisations.models import UnconfirmedApplication
from participation.organisations.policy import VISITOR, ActorDeed

log = logging.getLogger(__name__)
KEPT = timedelta(days=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EARLY = 0.9  # of its interval: the clock's minutes are not to the second
AT_A_TIME = 60  # seconds of digests; the rest comes a minute later


class Arranging(Protocol):
    """Keeps a drawing from day to day, so that no page needs to make it."""

    def look(self, session: Session) -> dict[int, tuple[int, int]]:
        """Say what is to be kept anew; reads only."""

    def keep(self, session: Session, places: dict[int, tuple[int, int]]) -> None:
        """Write it down; called after `begin_write`."""


class Chore(NamedTuple):
    """Something that is done every so often; it returns how much there was to do."""

    name: str
    every: timedelta
    do: Callable[[Session, datetime], int]


class Damaged(Exception):
    """The journal does not verify."""


def all_chores(promised: int, arranging: Arranging) -> tuple[Chore, ...]:
    """List everything that is done by the clock; `promised` are the working days of the desk."""
    return (
        Chore("digests", MINUTE, collect),
        Chore("reminders", HOUR, partial(remind, promised=promised)),
        Chore("mandates", 10 * MINUTE, warn),
        Chore("confirmations", 10 * MINUTE, lapse),
        Chore("tidying", 10 * MINUTE, sweep),
        Chore("network", DAY, partial(arrange, arranging=arranging)),
        Chore("journal", DAY, verify),
    )


def perform(session: Session, chore: Chore, *, asked: bool = False) -> int:
    """Do a chore that is due, or was `asked` for, and nobody else is at; note how it went. A fault holds up no mail."""
    at = clock.now()
    due_since = at if asked else at - chore.every * EARLY
    session.rollback()
    if not queries.is_due(session, chore.name, due_since, at):
        return 0
    begin_write(session)
    if not jobs.begin_chore(session, chore.name, due_since, at):
        session.rollback()
        return 0
    session.commit()
    number, error = 0, ""
    try:
        number = chore.do(session, at)
    except (OperationalError, Busy):
        log.warning("The database is busy or away; %s is tried again next time.", chore.name)
        error = "Busy"
    except Exception as fault:
        log.exception("The chore %s could not be done", chore.name)
        error = type(fault).__name__
    begin_write(session)
    jobs.end_chore(session, chore.name, clock.now(), number, error)
    session.commit()
    return number


def collect(session: Session, at: datetime) -> int:
    """Build the digests that are due, batch by batch."""
    built, began = 0, time.monotonic()
    while number := gather(session, at):
        built += number
        if time.monotonic() - began > AT_A_TIME:
            break
    return built


def gather(session: Session, at: datetime) -> int:
    """Build a batch of the digests that are due; asks first, so that an idle worker takes no turn to write."""
    built = 0
    session.rollback()
    for rhythm in digests.RHYTHMS:
        if not digests.waiting(session, rhythm, at, most=1):
            continue
        begin_write(session)
        built += digests.build(session, rhythm, at)
        session.commit()
    return built


def remind(session: Session, at: datetime, promised: int) -> int:
    """Put reminders into the outbox."""
    begin_write(session)
    number = reminders.remind(session, at, promised)
    session.commit()
    return number


def warn(session: Session, at: datetime) -> int:
    """Warn of mandates that run out soon."""
    return _once_due(session, at, mandates.due, mandates.warn)


def lapse(session: Session, at: datetime) -> int:
    """End what waited too long for a second representative."""
    return _once_due(session, at, confirming.lapsed, confirming.lapse)


def _once_due(
    session: Session, at: datetime, due: Callable[[ActorDeed], object], act: Callable[[ActorDeed], int]
) -> int:
    """Act where something is due; looks first, so that an idle worker takes no turn to write."""
    session.rollback()
    deed = ActorDeed(session, VISITOR, at, "worker")
    if not due(deed):
        return 0
    begin_write(session)
    number = act(deed)
    session.commit()
    return number


def arrange(session: Session, _at: datetime, arranging: Arranging) -> int:
    """Keep the drawing of today; whoever stands in it is nothing to be told of."""
    session.rollback()
    if places := arranging.look(session):
        begin_write(session)
        arranging.keep(session, places)
        session.commit()
    return 0


def verify(session: Session, at: datetime) -> int:
    """Read the whole journal; raise `Damaged` where something in it is not as it was written.

    What waits is sealed first: after hours without a worker it is overdue, and no fault.
    """
    session.rollback()
    while session.scalar(journal.WAITS):
        begin_write(session)
        sealing.seal(session)
        session.commit()
    if faults := journal.verify(session, at):
        raise Damaged(", ".join(f"{fault.wrong} {fault.number}" for fault in faults[:10]))
    return 0


def sweep(session: Session, at: datetime) -> int:
    """Delete used form numbers, forms of visitors, sessions that have ended, and follows nobody ever confirmed."""
    begin_write(session)
    for gone in (
        delete(FormNonce).where(FormNonce.at < at - KEPT),
        delete(KeptForm).where(KeptForm.at < at - KEPT),
        delete(FailedSignIn).where(FailedSignIn.at < at - KEPT),
        delete(SignedIn).where(SignedIn.until <= at),
        delete(AddressChange).where(AddressChange.until < at - 30 * KEPT),
        delete(OneTimeToken).where(OneTimeToken.until < at - 30 * KEPT),
        delete(UnconfirmedApplication).where(UnconfirmedApplication.until <= at),
        delete(Follow).where(Follow.confirmed_at.is_(None), Follow.asked_at < at - 30 * KEPT),
    ):
        session.execute(gone, execution_options=UNSYNCED)
    jobs.sweep(session, at)
    session.commit()
    return 0
