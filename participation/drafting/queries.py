"""What an organisation has under way, and what others ask of its part of the network."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, case, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from participation.accounts.models import Person
from participation.initiatives.lifecycle import Status, VersionState
from participation.initiatives.models import Ask, CoSignature, Initiative, Prepared, Version, WorkingCopy
from participation.initiatives.queries import visible_to
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR, Actor, Seat
from participation.places.models import MunicipalityRow

MOST = 100  # of one's own
PAGE = 20
OPEN_TO_PARTNERS = (Status.CONSULTATION, Status.PUBLISHED)


@dataclass(frozen=True)
class Sought:
    """What the address of the workspace asks for; an empty value asks for nothing."""

    province: str = ""
    month: tuple[date, date] | None = None


class Example(NamedTuple):
    """What somebody who writes can look at: a text that was published."""

    reference: str
    language: str
    title: str
    summary: str
    ask: str | None  # the first of them


class Fitting(NamedTuple):
    """One initiative that asks something of the organisation's part of the network."""

    reference: str
    status: Status
    language: str
    title: str
    municipality: str
    date_kind: str
    date_from: date | None


def proposed_by(organisation: int) -> Select[Initiative]:
    """Select what an organisation proposes, latest change first."""
    ours = select(Initiative).where(Initiative.organisation_id == organisation)
    whole = ours.options(
        joinedload(Initiative.copy, innerjoin=True),
        selectinload(Initiative.versions),
        selectinload(Initiative.decisions),
    )
    return whole.order_by(Initiative.changed_at.desc(), Initiative.id.desc()).limit(MOST)


def examples(session: Session, but: int | None) -> list[Example]:
    """List the two that were published last, leaving out one."""
    of_shown = (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown)
    ask = select(Ask.text).where(Ask.initiative_id == Initiative.id, Ask.version == Initiative.shown)
    found = visible_to(VISITOR).join(Version, of_shown).where(Initiative.status == Status.PUBLISHED)
    if but is not None:
        found = found.where(Initiative.id != but)
    first = ask.order_by(Ask.position).limit(1).scalar_subquery()
    columns = Initiative.reference, Initiative.language, Version.title, Version.summary, first
    found = found.order_by(Initiative.published_at.desc(), Initiative.id.desc()).limit(2)
    return [Example._make(row) for row in session.execute(found.with_only_columns(*columns))]


def to_reaffirm(session: Session, organisation: int) -> list[tuple[str, str, str]]:
    """List (reference, title, language) of what changed in substance since the organisation co-signed."""
    later = exists().where(
        Version.initiative_id == CoSignature.initiative_id,
        Version.number > CoSignature.version,
        Version.substantive,
        Version.state == VersionState.ACCEPTED,
    )
    shown = select(Version.title).where(Version.initiative_id == Initiative.id, Version.number == Initiative.shown)
    found = (
        select(Initiative.reference, shown.scalar_subquery(), Initiative.language)
        .join(CoSignature, CoSignature.initiative_id == Initiative.id)
        .where(CoSignature.organisation_id == organisation, CoSignature.ended_at.is_(None), later)
        .where(Initiative.status.in_(OPEN_TO_PARTNERS))
    )
    return [tuple(row) for row in session.execute(found.order_by(Initiative.id).limit(MOST))]


class Waits(NamedTuple):
    """One act that waits for a second representative."""

    number: int
    act: str
    reference: str
    title: str
    language: str
    by_id: int
    by: str
    at: datetime
    until: datetime
    organisation_id: int
    is_outdated: bool  # the text has changed since: it can only be prepared anew


def to_confirm(session: Session, actor: Actor, seat: Seat, at: datetime) -> list[Waits]:
    """List what waits in the organisation for a second representative, the oldest first."""
    return _waiting(session, actor, Prepared.organisation_id == seat.organisation_id, at)


def to_confirm_on(session: Session, actor: Actor, initiative: int, at: datetime) -> list[Waits]:
    """List what waits on one initiative in any organisation of the actor."""
    if not actor.organisations:
        return []
    ours = Prepared.organisation_id.in_(sorted(actor.organisations)) & (Prepared.initiative_id == initiative)
    return _waiting(session, actor, ours, at)


def _waiting(session: Session, actor: Actor, which: ColumnElement[bool], at: datetime) -> list[Waits]:
    shown = select(Version.title).where(Version.initiative_id == Initiative.id, Version.number == Initiative.shown)
    copied = select(WorkingCopy.title).where(WorkingCopy.initiative_id == Initiative.id)
    title = case((Prepared.version.is_(None), copied.scalar_subquery()), else_=shown.scalar_subquery())
    lock = select(WorkingCopy.lock).where(WorkingCopy.initiative_id == Initiative.id).scalar_subquery()
    is_outdated = case((Prepared.version.is_(None), Prepared.lock != lock), else_=Prepared.version != Initiative.shown)
    found = (
        visible_to(actor)
        .join(Prepared, Prepared.initiative_id == Initiative.id)
        .join(Person, Person.id == Prepared.prepared_by_id)
        .where(which, Prepared.ended_at.is_(None), Prepared.until > at)
        .order_by(None)
        .order_by(Prepared.id)
        .limit(MOST)
    )
    columns = (
        Prepared.id, Prepared.act, Initiative.reference, title, Initiative.language, Person.id, Person.name,
        Prepared.at, Prepared.until, Prepared.organisation_id, is_outdated,
    )  # fmt: skip
    return [Waits._make(row) for row in session.execute(found.with_only_columns(*columns))]


def province_of(session: Session, organisation: int) -> str:
    """Return the province an organisation works in; empty where it named no municipality."""
    place = select(MunicipalityRow.province).join(Organisation, Organisation.municipality == MunicipalityRow.nis)
    return session.scalar(place.where(Organisation.id == organisation)) or ""


def fitting(session: Session, actor: Actor, seat: Seat, sought: Sought) -> list[Fitting]:
    """List what asks something of the seat's part of the network: its own province first, then by date."""
    ask = (Ask.initiative_id == Initiative.id) & (Ask.version == Initiative.shown) & (Ask.pillar == seat.pillar)
    signed = exists().where(
        CoSignature.initiative_id == Initiative.id,
        CoSignature.organisation_id == seat.organisation_id,
        CoSignature.ended_at.is_(None),
    )
    seen = (
        visible_to(actor)
        .join(Version, (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown))
        .join(MunicipalityRow, MunicipalityRow.nis == Version.municipality)
        .where(Initiative.status.in_(OPEN_TO_PARTNERS), exists().where(ask), ~signed)
        .where(Initiative.organisation_id != seat.organisation_id)
    )
    if sought.province:
        seen = seen.where(MunicipalityRow.province == sought.province)
    if sought.month:
        first, after = sought.month
        ends = Version.date_to.is_(None) & (Version.date_from >= first) | (Version.date_to >= first)
        seen = seen.where(Version.date_from < after, ends)
    near = case((MunicipalityRow.province == province_of(session, seat.organisation_id), 0), else_=1)
    ordered = seen.order_by(near, Version.date_from.is_(None), Version.date_from, Initiative.id).limit(PAGE)
    columns = (
        Initiative.reference, Initiative.status, Initiative.language,
        Version.title, Version.municipality, Version.date_kind, Version.date_from,
    )  # fmt: skip
    return [Fitting._make(row) for row in session.execute(ordered.with_only_columns(*columns))]
