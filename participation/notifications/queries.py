"""Selects over messages, mails, digests and wishes; callers run them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from participation.notifications.models import Digest, DigestEntry, Follow, Mail, MailPreference, Message, Watch
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
MAILS: Select[Mail] = select(Mail).options(joinedload(Mail.event), joinedload(Mail.digest), joinedload(Mail.person))
AT_ONCE = 1000  # people a statement


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


def last_to_visitors(session: Session, subject_kind: str, ids: Sequence[int]) -> dict[int, Mail]:
    """Find the last mail about each thing that went to an address without account, such as an applicant's."""
    wanted = select(Event.subject_id, Mail).join(Event, Event.id == Mail.event_id).where(Mail.person_id.is_(None))
    about = wanted.where(Event.subject_kind == subject_kind, Event.subject_id.in_(ids)).order_by(Mail.id)
    return {row[0]: row[1] for row in session.execute(about)} if ids else {}


def outbox(session: Session) -> tuple[list[Event], list[Mail], list[Mail]]:
    """List what is still to be told, what waits to be sent, and what was given up."""
    waiting = select(Mail).where(*WAITING).order_by(Mail.next_try_at, Mail.id)
    given_up = select(Mail).where(Mail.given_up_at.is_not(None)).options(joinedload(Mail.person)).order_by(Mail.id)
    return list(session.scalars(UNTOLD)), list(session.scalars(waiting)), list(session.scalars(given_up))


def oldest_untold(session: Session) -> datetime | None:
    """Return since when an event waits to be told; None where none does."""
    return session.scalar(select(func.min(Event.at)).where(Event.told_at.is_(None)))


def preferences(session: Session, people: Sequence[int]) -> dict[int, MailPreference]:
    """Load what these people chose; who never chose is not in the answer."""
    found: dict[int, MailPreference] = {}
    for start in range(0, len(people), AT_ONCE):
        some = select(MailPreference).where(MailPreference.person_id.in_(people[start : start + AT_ONCE]))
        found |= {one.person_id: one for one in session.scalars(some)}
    return found


def muting(session: Session, initiative_id: int) -> frozenset[int]:
    """Return who does not want mails about an initiative."""
    asked = select(Watch.person_id).where(Watch.initiative_id == initiative_id, Watch.follows.is_(False))
    return frozenset(session.scalars(asked))


def watch(session: Session, person_id: int | None, initiative_id: int) -> Watch | None:
    """Return what a person wishes about an initiative, if anything."""
    return session.get(Watch, (person_id, initiative_id)) if person_id is not None else None


def entries(session: Session, digests: Iterable[int]) -> dict[int, list[Event]]:
    """Load what each digest holds, newest first."""
    asked = select(DigestEntry).where(DigestEntry.digest_id.in_(list(digests)))
    found: dict[int, list[Event]] = {}
    for entry in session.scalars(asked.options(joinedload(DigestEntry.event, innerjoin=True))):
        found.setdefault(entry.digest_id or 0, []).append(entry.event)
    return {key: sorted(events, key=lambda one: (one.at, one.id), reverse=True) for key, events in found.items()}


def follows_of(session: Session, addresses: Iterable[str]) -> dict[str, int]:
    """Return one follow in force of each address that has any: its number stands in the link that ends them all."""
    held = Follow.confirmed_at.is_not(None), Follow.ended_at.is_(None), Follow.address.in_(list(addresses))
    found = session.execute(select(Follow.address, func.min(Follow.id)).where(*held).group_by(Follow.address))
    return {row[0]: row[1] for row in found}


class Went(NamedTuple):
    """How the digests of one day went."""

    rhythm: str
    period: date
    built_at: datetime
    built: int
    sent: int
    given_up: int
    dropped: int  # whose reader could see nothing of it any more, or had stopped


def last_digests(session: Session, most: int = 10) -> list[Went]:
    """List the last days on which digests went, newest first."""
    counted = (func.count(column) for column in (Digest.id, Mail.sent_at, Mail.given_up_at, Mail.dropped_at))
    went = select(Digest.rhythm, Digest.period, func.max(Digest.built_at), *counted).join(Mail)
    went = went.group_by(Digest.rhythm, Digest.period).order_by(Digest.period.desc(), Digest.rhythm).limit(most)
    return [Went._make(row) for row in session.execute(went)]
