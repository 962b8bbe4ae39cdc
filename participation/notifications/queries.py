"""Selects over messages and mails; callers run them."""

from datetime import datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from participation.notifications.models import Mail, Message
from participation.outbox.models import Event

PAGE = 30  # messages
UNTOLD: Select[Event] = select(Event).where(Event.told_at.is_(None)).order_by(Event.id)
UNREAD = select(func.count()).where(Message.person_id == bindparam("person_id"), Message.read_at.is_(None))
OWN: Select[Message] = (
    select(Message)
    .where(Message.person_id == bindparam("person_id"))
    .order_by(Message.at.desc(), Message.id.desc())
    .options(joinedload(Message.event, innerjoin=True))
)
WAITING = Mail.sent_at.is_(None), Mail.given_up_at.is_(None), Mail.dropped_at.is_(None)
MAILS: Select[Mail] = select(Mail).options(joinedload(Mail.event, innerjoin=True), joinedload(Mail.person))


def unread(session: Session, person_id: int) -> int:
    """Count what a person has not read yet."""
    return session.scalar(UNREAD, {"person_id": person_id}) or 0


def own(session: Session, person_id: int, page: int) -> list[Message]:
    """List one page of a person's messages, newest first, and the first one of the next page."""
    found = OWN.limit(PAGE + 1).offset((page - 1) * PAGE)
    return list(session.scalars(found, {"person_id": person_id}))


def due(at: datetime, most: int) -> Select[Mail]:
    """Select the mails to be tried now, those that wait longest first; another worker's are passed over."""
    waiting = select(Mail).where(*WAITING, Mail.next_try_at <= at).order_by(Mail.next_try_at, Mail.id).limit(most)
    return waiting.with_for_update(skip_locked=True)


def outbox(session: Session) -> tuple[list[Event], list[Mail], list[Mail]]:
    """List what is still to be told, what waits to be sent, and what was given up."""
    waiting = select(Mail).where(*WAITING).order_by(Mail.next_try_at, Mail.id)
    given_up = select(Mail).where(Mail.given_up_at.is_not(None)).order_by(Mail.id)
    return list(session.scalars(UNTOLD)), list(session.scalars(waiting)), list(session.scalars(given_up))


def oldest_untold(session: Session) -> datetime | None:
    """Return since when an event waits to be told; None where none does."""
    return session.scalar(select(func.min(Event.at)).where(Event.told_at.is_(None)))
