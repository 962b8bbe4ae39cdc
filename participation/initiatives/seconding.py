"""Two people for one act: what one representative prepared waits until another of the same organisation confirms it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from participation.deeds import Subject
from participation.errors import WrongStatus
from participation.initiatives.lifecycle import SECONDED
from participation.initiatives.models import Initiative, Prepared, PreparedEnd
from participation.initiatives.models.prepared import WAITING
from participation.initiatives.notices import SECONDING
from participation.organisations import roster
from participation.organisations.policy import ActorDeed, require_seat

GOOD_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Typed:
    """What was typed and read, to be done again to the letter when it is confirmed."""

    version: int | None = None
    lock: int | None = None
    statement: str | None = None
    commitments: Mapping[str, str] = field(default_factory=dict)
    correction: bool = False


def is_seconded(deed: ActorDeed, act: str) -> bool:
    """Tell whether the act, done for the organisation in force, needs a second representative."""
    return act in SECONDED and roster.four_eyes(deed.session, deed.actor.organisation_id) is not None


def prepare(deed: ActorDeed, initiative: Initiative, act: str, typed: Typed) -> Prepared:
    """Let what was typed wait for a colleague; what waits of an older text makes room for it.

    The same again by the same hand is the same row. Raises `WrongStatus` where something else waits already.
    """
    made = _insert(deed, initiative, act, typed)
    if made is not None:
        announce(deed, made, "prepare_act")
        return made
    standing = waiting(deed, initiative)
    if standing is not None and _said(standing) == (act, deed.actor.person_id, typed):
        return standing
    if standing is not None and not _is_outdated(standing, initiative) and standing.until > deed.at:
        raise WrongStatus(initiative.status, "prepared")
    if standing is not None:
        standing.ended_at, standing.ended_as = deed.at, PreparedEnd.LAPSED
        deed.session.flush()
    return prepare(deed, initiative, act, typed)


def _insert(deed: ActorDeed, initiative: Initiative, act: str, typed: Typed) -> Prepared | None:
    """Write the row; None where one waits already: the constraint decides who was first."""
    seat = require_seat(deed.actor, mandate=True)
    insert = sqlite.insert if deed.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    once = insert(Prepared).values(
        act=act, initiative_id=initiative.id, organisation_id=seat.organisation_id,
        prepared_by_id=deed.actor.person_id, membership_id=seat.membership_id, version=typed.version, lock=typed.lock,
        statement=typed.statement, language=deed.actor.language, commitments=dict(typed.commitments),
        correction=typed.correction, at=deed.at, until=deed.at + GOOD_FOR, word="",
    )  # fmt: skip
    once = once.on_conflict_do_nothing(index_elements=["initiative_id", "organisation_id"], index_where=WAITING)
    made = deed.session.scalar(once.returning(Prepared.id))
    return deed.session.get(Prepared, made) if made is not None else None


def waiting(deed: ActorDeed, initiative: Initiative) -> Prepared | None:
    """Load what waits on this initiative for the organisation in force."""
    ours = (Prepared.initiative_id == initiative.id) & (Prepared.organisation_id == deed.actor.organisation_id)
    return deed.session.scalars(select(Prepared).where(ours, Prepared.ended_at.is_(None))).one_or_none()


def _said(one: Prepared) -> tuple[str, int, Typed]:
    typed = Typed(one.version, one.lock, one.statement, one.commitments, one.correction)
    return one.act, one.prepared_by_id, typed


def _is_outdated(one: Prepared, initiative: Initiative) -> bool:
    """Tell whether the text has changed since, so that it can no longer be confirmed as it stands."""
    if one.lock is not None:
        return one.lock != initiative.copy.lock
    return one.version != initiative.shown


def announce(deed: ActorDeed, one: Prepared, kind: str, **facts: str | int | bool | None) -> None:
    """Record what became of a prepared act, and tell the colleagues; nobody else hears of it."""
    deed.record(kind, one.subject, act=one.act, initiative=one.initiative_id, version=one.version, **facts)
    deed.session.flush()
    for audience in SECONDING.get(kind, ()):
        deed.tell(kind, Subject("initiative", one.initiative_id), audience, one.id)


def preparer(one: Prepared | None) -> str | None:
    """Return the pseudonym of who prepared an act, beside who confirmed it; None where one alone acted."""
    return one.prepared_by.pseudonym if one is not None else None
