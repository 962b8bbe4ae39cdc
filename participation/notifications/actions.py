"""Carry a mail through its life, and mark messages as read. Nothing here commits: the worker and the views do."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from participation.db import UNSYNCED
from participation.notifications import queries
from participation.notifications.labels import RESTORED
from participation.notifications.models import WAITING, DigestEntry, Mail, Message

CLAIM = timedelta(minutes=2)  # whoever claimed a mail and died holds it for no longer
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # the last one again and again
PATIENCE = timedelta(days=1)


def claim(session: Session, at: datetime, most: int) -> list[int]:
    """Take the mails to be tried now; nobody else takes them while the claim lasts."""
    ids = [mail.id for mail in session.scalars(queries.due(at, most))]
    taken = update(Mail).where(Mail.id.in_(ids))
    session.execute(taken.values(claimed_at=at, next_try_at=at + CLAIM), execution_options=UNSYNCED)
    return ids


def queued(address: str, language: str, person_id: int | None, at: datetime) -> dict[str, Any]:
    """Return the row of a mail that is to go out, but for what it is about."""
    return {
        "address": address, "language": language, "person_id": person_id, "message_id": secrets.token_hex(16),
        "queued_at": at, "next_try_at": at, "tries": 0, "last_error": "",
    }  # fmt: skip


def sent(session: Session, mail_ids: Sequence[int], at: datetime) -> None:
    """Note that the server, or the folder, has them."""
    handed = update(Mail).where(Mail.id.in_(mail_ids))
    values = {"sent_at": at, "claimed_at": None, "tries": Mail.tries + 1, "last_error": ""}
    session.execute(handed.values(**values), execution_options=UNSYNCED)


def dropped(session: Session, mail_id: int, at: datetime) -> None:
    """Note that its reader may no longer see what it is about: it is not sent."""
    _note(session, mail_id, dropped_at=at, claimed_at=None)


def given_up(session: Session, mail_id: int, at: datetime, why: str) -> None:
    """Put it on the administrator's list."""
    _note(session, mail_id, given_up_at=at, claimed_at=None, tries=Mail.tries + 1, last_error=why)


def postponed(session: Session, mail_id: int, at: datetime, why: str) -> None:
    """Let it wait longer after each try, and give it up after a day."""
    mail = session.get_one(Mail, mail_id)
    if at - mail.queued_at >= PATIENCE:
        given_up(session, mail_id, at, why)
        return
    pause = PAUSES[min(mail.tries, len(PAUSES) - 1)]
    _note(session, mail_id, next_try_at=at + pause, claimed_at=None, tries=Mail.tries + 1, last_error=why)


def released(session: Session, mail_id: int, at: datetime) -> None:
    """Give a claimed mail back untried."""
    _note(session, mail_id, next_try_at=at, claimed_at=None)


def hold(session: Session, at: datetime) -> int:
    """Put all that waits in a restored backup on the administrator's list, for it may have gone out since; count it.

    What waited for a digest stands in the bell, and in no digest.
    """
    parked = update(Mail).where(WAITING).returning(Mail.id)
    values = {"given_up_at": at, "claimed_at": None, "last_error": RESTORED}
    held = session.execute(parked.values(**values), execution_options=UNSYNCED).all()
    session.execute(delete(DigestEntry).where(DigestEntry.digest_id.is_(None)), execution_options=UNSYNCED)
    return len(held)


def resend(session: Session, mail_id: int, at: datetime) -> bool:
    """Let a mail that was given up wait again, with another day to go; False where there is none."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.given_up_at is None:
        return False
    _note(session, mail_id, **_another_day(at))
    return True


def resend_all(session: Session, at: datetime) -> int:
    """Let every mail that was given up wait again; return how many there were."""
    again = update(Mail).where(Mail.given_up_at.is_not(None)).returning(Mail.id)
    changed = session.execute(again.values(**_another_day(at)), execution_options=UNSYNCED)
    return len(changed.all())


def _another_day(at: datetime) -> dict[str, object]:
    return {"given_up_at": None, "queued_at": at, "next_try_at": at, "tries": 0}


def read_one(session: Session, person_id: int, at: datetime, message_id: int) -> None:
    """Mark a message of this person as read; of anyone else's nothing changes."""
    _mark_read(session, at, Message.person_id == person_id, Message.id == message_id)


def read_all(session: Session, person_id: int, at: datetime) -> None:
    """Mark every message of this person as read."""
    _mark_read(session, at, Message.person_id == person_id)


def _mark_read(session: Session, at: datetime, *which: ColumnElement[bool]) -> None:
    marked = update(Message).where(Message.read_at.is_(None), *which).values(read_at=at)
    session.execute(marked, execution_options=UNSYNCED)


def _note(session: Session, mail_id: int, **values: object) -> None:
    session.execute(update(Mail).where(Mail.id == mail_id).values(**values), execution_options=UNSYNCED)
