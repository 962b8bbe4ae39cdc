"""Put what waits for a reader into one digest, when the hour has come: once a reader and period, never an empty one."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from participation.clock import BRUSSELS
from participation.db import UNSYNCED, add_once
from participation.notifications.actions import queued
from participation.notifications.importance import USUAL_HOUR, Channel
from participation.notifications.models import Digest, DigestEntry, Mail, MailPreference

AT_ONCE = 200  # readers a transaction
HOURS = range(24)
RHYTHMS = (Channel.DAILY, Channel.WEEKLY)
HOUR: ColumnElement[int] = func.coalesce(MailPreference.hour, USUAL_HOUR)


class Due(NamedTuple):
    """A reader whose digest is due."""

    address: str
    person_id: int | None
    language: str
    hour: int


def due_at(rhythm: Channel, hour: int, at: datetime) -> datetime:
    """Return the last instant at which digests of this rhythm and hour were due: every day, or on Mondays."""
    here = at.astimezone(BRUSSELS)
    day = here.date() - timedelta(days=here.weekday() if rhythm is Channel.WEEKLY else 0)
    due = _instant(day, hour)
    return due if due <= at else _instant(day - timedelta(days=7 if rhythm is Channel.WEEKLY else 1), hour)


def _instant(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BRUSSELS)


def _day(due: datetime) -> date:
    return due.astimezone(BRUSSELS).date()


def waiting(session: Session, rhythm: Channel, at: datetime, most: int = AT_ONCE) -> list[Due]:
    """List whose digest of this rhythm is due: address, person, language and hour; whoever had one has the next."""
    dues = {hour: due_at(rhythm, hour, at) for hour in HOURS}
    had = select(Digest.id).where(Digest.address == DigestEntry.address, Digest.rhythm == rhythm)
    is_due = [
        and_(HOUR.in_([hour]), DigestEntry.queued_at < due, ~had.where(Digest.period == _day(due)).exists())
        for hour, due in dues.items()
    ]
    readers = (
        select(DigestEntry.address, func.max(DigestEntry.person_id), func.max(DigestEntry.language), func.max(HOUR))
        .outerjoin(MailPreference, MailPreference.person_id == DigestEntry.person_id)
        .where(DigestEntry.rhythm == rhythm, DigestEntry.digest_id.is_(None), or_(*is_due))
        .group_by(DigestEntry.address)
        .order_by(DigestEntry.address)
    )
    return [Due._make(row) for row in session.execute(readers.limit(most))]


def build(session: Session, rhythm: Channel, at: datetime) -> int:
    """Build the digests that are due; the unique row of reader and period decides where two build at once."""
    readers = waiting(session, rhythm, at)
    if not readers:
        return 0
    due = {one.address: due_at(rhythm, one.hour, at) for one in readers}
    rows = [
        {"address": a, "person_id": person_id, "rhythm": rhythm, "period": _day(due[a]), "built_at": at}
        for a, person_id, *_rest in readers
    ]
    known = _ids(session, rhythm, due)
    add_once(session, Digest, rows, ["address", "rhythm", "period"])
    made = {address: found for address, found in _ids(session, rhythm, due).items() if address not in known}
    mails = []
    for address, person_id, language, _hour in readers:
        if address in made and _fill(session, made[address], rhythm, address, due[address]):
            mails.append({"digest_id": made[address], **queued(address, language, person_id, at)})
    add_once(session, Mail, mails, ["digest_id"])
    return len(mails)


def _ids(session: Session, rhythm: Channel, due: dict[str, datetime]) -> dict[str, int]:
    asked = select(Digest.address, Digest.id, Digest.period).where(
        Digest.rhythm == rhythm, Digest.address.in_(due), Digest.period.in_({_day(one) for one in due.values()})
    )
    return {row[0]: row[1] for row in session.execute(asked) if row[2] == _day(due[row[0]])}


def _fill(session: Session, digest_id: int, rhythm: Channel, address: str, due: datetime) -> int:
    """Put into a digest what waited for it; return how much that is."""
    held = DigestEntry.address == address, DigestEntry.rhythm == rhythm, DigestEntry.digest_id.is_(None)
    filled = update(DigestEntry).where(*held, DigestEntry.queued_at < due).values(digest_id=digest_id)
    done: Any = session.execute(filled, execution_options=UNSYNCED)
    return int(done.rowcount)
