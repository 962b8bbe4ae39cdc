"""Tell an event to its audience, and carry a mail through its life. Nothing here commits: the worker does."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from participation.initiatives import succession
from participation.notifications import queries
from participation.notifications.audiences import Recipient, recipients
from participation.notifications.matters.matter import Reader
from participation.notifications.models import Mail, Message
from participation.notifications.subjects import MAIL_ONLY, matters
from participation.organisations.policy import VISITOR
from participation.organisations.queries import actors_of
from participation.outbox.models import Event

CLAIM = timedelta(minutes=2)  # whoever claimed a mail and died holds it for no longer
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # the last one again and again
PATIENCE = timedelta(days=1)
NEWS = timedelta(days=7)  # an event told later than that, as in loaded data, stands in the bell and is no mail
CHUNK = 1000  # rows a statement
UNSYNCED = {"synchronize_session": False}  # nothing of it is held in memory


def next_act(session: Session, passed_over: Iterable[int] = ()) -> list[Event]:
    """Lock the oldest untold event and those of the same act: one act is told once, whoever it is meant for."""
    waiting = queries.UNTOLD.where(Event.id.not_in(list(passed_over))).limit(1)
    first = session.scalars(waiting.with_for_update(skip_locked=True)).first()
    if first is None:
        return []
    same = queries.UNTOLD.where(*_same_act(first)).with_for_update(skip_locked=True)
    return list(session.scalars(same))


def _same_act(event: Event) -> tuple[Any, ...]:
    names = "kind", "subject_kind", "subject_id", "at", "actor_key"
    same = [getattr(Event, name) == getattr(event, name) for name in names]
    return *same, Event.detail_id.is_not_distinct_from(event.detail_id)


def tell(session: Session, events: Sequence[Event], at: datetime) -> int:
    """Write a message and a mail for everyone the act is meant for and who may see it; return how many are new."""
    first = session.scalar(select(func.min(Event.id)).where(*_same_act(events[0])))
    reached: dict[str, Recipient] = {}
    for event in events:
        event.told_at = at
        for recipient in recipients(session, event, at):
            reached.setdefault(recipient.address, recipient)
    if events[0].kind == "rename":  # what it proposed is found by the new name from now on
        succession.index_anew(session, events[0].subject_id)
    matter = matters(session, events[:1]).get(events[0].id)
    if matter is None:  # gone since, as a discarded draft is
        return 0
    actors = actors_of(session, [r.person_id for r in reached.values() if r.person_id is not None], at)
    told = [
        r for r in reached.values()
        if matter.may_be_told(Reader(actors.get(r.person_id or 0, VISITOR), r.language, r.person_id is None))
    ]  # fmt: skip
    told.sort(key=lambda recipient: (recipient.person_id or 0, recipient.address))  # two workers wait in one order
    moment = events[0].at
    in_bell = [r.person_id for r in told if r.person_id is not None and events[0].kind not in MAIL_ONLY]
    messages = [{"event_id": first, "person_id": person_id, "at": moment} for person_id in in_bell]
    _add(session, Message, messages, ["event_id", "person_id"])
    if at - moment < NEWS:
        _add(session, Mail, [_mail(first or 0, r, at) for r in told], ["event_id", "address"])
    return len(told)


def _mail(event_id: int, recipient: Recipient, at: datetime) -> dict[str, Any]:
    return {
        "event_id": event_id, **recipient._asdict(), "message_id": secrets.token_hex(16),
        "queued_at": at, "next_try_at": at, "tries": 0, "last_error": "",
    }  # fmt: skip


def _add(session: Session, table: type[Message | Mail], rows: list[dict[str, Any]], once: list[str]) -> None:
    """Add what is not there yet; the unique index decides."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for start in range(0, len(rows), CHUNK):
        adding = insert(table).on_conflict_do_nothing(index_elements=once)
        session.execute(adding, rows[start : start + CHUNK])


def claim(session: Session, at: datetime, most: int) -> list[int]:
    """Take the mails to be tried now; nobody else takes them while the claim lasts."""
    ids = [mail.id for mail in session.scalars(queries.due(at, most))]
    taken = update(Mail).where(Mail.id.in_(ids))
    session.execute(taken.values(claimed_at=at, next_try_at=at + CLAIM), execution_options=UNSYNCED)
    return ids


def sent(session: Session, mail_id: int, at: datetime) -> None:
    """Note that the server, or the folder, has it."""
    _note(session, mail_id, sent_at=at, claimed_at=None, tries=Mail.tries + 1, last_error="")


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


def resend(session: Session, mail_id: int, at: datetime) -> bool:
    """Let a mail that was given up wait again, with another day to go; False where there is none."""
    mail = session.get(Mail, mail_id)
    if mail is None or mail.given_up_at is None:
        return False
    _note(session, mail_id, given_up_at=None, queued_at=at, next_try_at=at, tries=0)
    return True


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
