"""What the worker does by the clock: digests, reminders, and sweeping up."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation.accounts.models import AddressChange, FailedSignIn, OneTimeToken, SignedIn
from participation.confirming import actions as confirming
from participation.db import UNSYNCED, begin_write
from participation.deeds import FormNonce, KeptForm
from participation.errors import Busy
from participation.notifications import digests, reminders
from participation.notifications.models import Follow
from participation.organisations.actions import reminders as mandates
from participation.organisations.models import UnconfirmedApplication
from participation.organisations.policy import VISITOR, ActorDeed

log = logging.getLogger(__name__)
KEPT = timedelta(days=1)


class Arranging(Protocol):
    """Keeps a drawing from day to day, so that no page needs to make it."""

    def look(self, session: Session) -> dict[int, tuple[int, int]]:
        """Say what is to be kept anew; reads only."""

    def keep(self, session: Session, places: dict[int, tuple[int, int]]) -> None:
        """Write it down; called after `begin_write`."""


def gather(session: Session, at: datetime) -> int:
    """Build a batch of the digests that are due; asks first, so that an idle worker takes no turn to write."""
    built = 0
    for rhythm in digests.RHYTHMS:
        if not digests.waiting(session, rhythm, at, most=1):
            continue
        begin_write(session)
        built += digests.build(session, rhythm, at)
        session.commit()
    return built


def remind(session: Session, at: datetime, promised: int) -> int:
    """Put reminders into the outbox; a fault here holds up no mail."""
    begin_write(session)
    try:
        number = reminders.remind(session, at, promised)
        session.commit()
    except (OperationalError, Busy):
        raise
    except Exception:
        log.exception("Nobody could be reminded")
        session.rollback()
        return 0
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


def arrange(session: Session, arranging: Arranging) -> None:
    """Keep the drawing of today; a fault here holds up no mail."""
    try:
        session.rollback()
        if places := arranging.look(session):
            begin_write(session)
            arranging.keep(session, places)
            session.commit()
    except (OperationalError, Busy):
        raise
    except Exception:
        log.exception("The network could not be arranged")
        session.rollback()


def sweep(session: Session, at: datetime) -> None:
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
    session.commit()
