"""Rows of the list: light ones for every card, and the texts of those on the page, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, distinct, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import (
    Ask,
    Audience,
    Commitment,
    CoSignature,
    Initiative,
    Translation,
    Version,
)
from participation.organisations.lifecycle import SEEING, State
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR, Actor
from participation.places.models import SORT_KEYS, MunicipalityRow

PAGE = 20
OUT_OF_LISTS = (Status.WITHDRAWN, Status.UNPUBLISHED)  # unless asked for by the filter


@dataclass(frozen=True)
class Wanted:
    """What the address of a list asks for; an empty value asks for nothing."""

    q: str = ""
    pillar: str = ""
    kind: str = ""
    audience: str = ""
    province: str = ""
    municipality: str = ""
    month: tuple[date, date] | None = None
    state: str = ""
    language: str = ""
    sort: str = "newest"
    page: int = 1


class Listed(NamedTuple):
    """One row of the list; all a card depends on but its texts."""

    id: int
    reference: str
    status: Status
    shown: int
    language: str
    organisation: str
    kind: str
    pillar: str
    municipality: str
    date_kind: str
    date_from: date | None


def listed(actor: Actor, wanted: Wanted, dialect: str, reader: str) -> Select[*tuple[Any, ...]]:
    """Select one page of what the actor may read, and one row more to know whether another page follows."""
    seen = queries.visible_to(actor).join(Organisation, Organisation.id == Initiative.organisation_id)
    seen = seen.join(Version, (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown))
    if wanted.state:
        seen = seen.where(Initiative.status == wanted.state)
    else:
        seen = seen.where(Initiative.status.not_in(OUT_OF_LISTS))
    seen = _by_place(seen, wanted)
    seen = _by_people(seen, wanted)
    if terms := queries.search_terms(wanted.q):
        seen = seen.where(queries.saying(dialect, terms))
    columns = (
        Initiative.id, Initiative.reference, Initiative.status, Initiative.shown, Initiative.language,
        Organisation.name, Organisation.kind, Organisation.pillar,
        Version.municipality, Version.date_kind, Version.date_from,
    )  # fmt: skip
    rows = _sorted(seen, wanted.sort, reader).with_only_columns(*columns)
    return rows.limit(PAGE + 1).offset((wanted.page - 1) * PAGE)


def _by_place(seen: Select[Initiative], wanted: Wanted) -> Select[Initiative]:
    if wanted.municipality:
        seen = seen.where(Version.municipality == wanted.municipality)
    if wanted.province:
        inside = select(MunicipalityRow.nis).where(MunicipalityRow.province == wanted.province)
        seen = seen.where(Version.municipality.in_(inside))
    if wanted.month:
        first, after = wanted.month
        ends = Version.date_to.is_(None) & (Version.date_from >= first) | (Version.date_to >= first)
        seen = seen.where(Version.date_from < after, ends)
    return seen


def _by_people(seen: Select[Initiative], wanted: Wanted) -> Select[Initiative]:
    if wanted.kind:
        seen = seen.where(Organisation.kind == wanted.kind)
    if wanted.language:
        seen = seen.where(Initiative.language == wanted.language)
    if wanted.audience:
        meant = (Audience.initiative_id == Version.initiative_id) & (Audience.number == Version.number)
        seen = seen.where(select(Audience.audience).where(meant, Audience.audience == wanted.audience).exists())
    if wanted.pillar:
        asked = (Ask.initiative_id == Version.initiative_id) & (Ask.version == Version.number)
        seen = seen.where(select(Ask.key).where(asked, Ask.pillar == wanted.pillar).exists())
    return seen


def _sorted(seen: Select[Initiative], sort: str, reader: str) -> Select[Initiative]:
    if sort == "date":
        return seen.order_by(Version.date_from.is_(None), Version.date_from, Initiative.id)
    if sort == "place":
        placed = seen.join(MunicipalityRow, MunicipalityRow.nis == Version.municipality)
        return placed.order_by(SORT_KEYS[reader], Initiative.id)
    return seen.order_by(Initiative.published_at.desc().nulls_first(), Initiative.id.desc())


_CASES = select(func.count()).select_from(Initiative).where(queries.waiting()).scalar_subquery()
_APPLICATIONS = select(func.count()).select_from(Organisation).where(Organisation.state == State.APPLIED)
AT_THE_DESK = select(_CASES + _APPLICATIONS.scalar_subquery())


def at_the_desk(session: Session) -> int:
    """Count what waits for a moderator, applications included, in one query."""
    return session.scalar(AT_THE_DESK) or 0


class Text(NamedTuple):
    """A title and a summary, and the language they are in."""

    title: str
    summary: str
    language: str


def texts(session: Session, rows: Iterable[Listed], reader: str) -> dict[int, Text]:
    """Fetch what each card says: the reader's language where it is up to date, else the authentic text."""
    shown = {row.id: row for row in rows}
    keys = [(row.id, row.shown) for row in shown.values()]
    if not keys:
        return {}
    authentic = select(Version.initiative_id, Version.title, Version.summary).where(
        tuple_(Version.initiative_id, Version.number).in_(keys)
    )
    found = {key: Text(title, summary, shown[key].language) for key, title, summary in session.execute(authentic)}
    made = select(Translation.initiative_id, Translation.title, Translation.summary).where(
        tuple_(Translation.initiative_id, Translation.version).in_(keys), Translation.language == reader
    )
    found |= {key: Text(title, summary, reader) for key, title, summary in session.execute(made)}
    return found


# What every visitor reads and the list shows; what is counted in public is counted among these alone.
OPEN = queries.visible_to(VISITOR).where(Initiative.status.not_in(OUT_OF_LISTS))
_PARTNER = aliased(Organisation)
NUMBER_OPEN = OPEN.with_only_columns(func.count())
PROVINCES_REACHED = (
    OPEN.join(Version, (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown))
    .join(MunicipalityRow, MunicipalityRow.nis == Version.municipality)
    .with_only_columns(func.count(distinct(MunicipalityRow.province)))
)
TAKING_PART = (
    select(Organisation.pillar, func.count()).where(Organisation.state.in_(SEEING)).group_by(Organisation.pillar)
)
# Proposer, partner, and how often they stand together on an open initiative.
TIES = (
    OPEN.join(CoSignature, CoSignature.initiative_id == Initiative.id)
    .join(Organisation, Organisation.id == CoSignature.organisation_id)
    .join(_PARTNER, (_PARTNER.id == Initiative.organisation_id) & _PARTNER.state.in_(SEEING))
    .where(*queries.standing())
    .with_only_columns(Initiative.organisation_id, CoSignature.organisation_id, func.count())
    .group_by(Initiative.organisation_id, CoSignature.organisation_id)
    .order_by(Initiative.organisation_id, CoSignature.organisation_id)
)


def organisations(session: Session, ids: Iterable[int]) -> dict[int, Organisation]:
    """Load several at once."""
    return {o.id: o for o in session.scalars(select(Organisation).where(Organisation.id.in_(list(ids))))}


def addresses(most: int, page: int) -> Select[*tuple[Any, ...]]:
    """Select reference and last change of what search engines may list, newest first."""
    rows = OPEN.with_only_columns(Initiative.reference, Initiative.changed_at)
    return rows.order_by(Initiative.published_at.desc(), Initiative.id.desc()).limit(most).offset((page - 1) * most)


class Mention(NamedTuple):
    """An initiative on the page of an organisation, with what that organisation signed, where it did."""

    id: int
    reference: str
    status: Status
    title: str
    language: str
    translated: str | None
    co_signature: int | None = None
    version: int | None = None
    statement: str = ""
    said_in: str = ""


def _mentions(actor: Actor, reader: str) -> Select[Initiative]:
    seen = queries.visible_to(actor).join(
        Version, (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown)
    )
    made = (Translation.initiative_id == Initiative.id) & (Translation.version == Initiative.shown)
    return seen.outerjoin(Translation, made & (Translation.language == reader))


_NAMED = Initiative.id, Initiative.reference, Initiative.status, Version.title, Initiative.language, Translation.title


def proposed_by(actor: Actor, organisation: int, reader: str, page: int) -> Select[*tuple[Any, ...]]:
    """Select what it proposed and the actor may read, and one row more than a page."""
    rows = _mentions(actor, reader).where(Initiative.organisation_id == organisation)
    return rows.with_only_columns(*_NAMED).order_by(Initiative.id.desc()).limit(PAGE + 1).offset((page - 1) * PAGE)


def co_signed_by(actor: Actor, organisation: int, reader: str, page: int) -> Select[*tuple[Any, ...]]:
    """Select what it co-signs now and the actor may read, and one row more than a page."""
    rows = _mentions(actor, reader).join(CoSignature, CoSignature.initiative_id == Initiative.id)
    rows = rows.where(CoSignature.organisation_id == organisation, CoSignature.ended_at.is_(None))
    columns = *_NAMED, CoSignature.id, CoSignature.version, CoSignature.statement, CoSignature.language
    return rows.with_only_columns(*columns).order_by(CoSignature.id.desc()).limit(PAGE + 1).offset((page - 1) * PAGE)


def brought(session: Session, co_signatures: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Fetch what each of these co-signatures brings: how many, and the words of the ask."""
    asked = (
        (Ask.initiative_id == Commitment.initiative_id)
        & (Ask.version == Commitment.version)
        & (Ask.key == Commitment.ask_key)
    )
    rows = select(Commitment.co_signature_id, Commitment.number, Ask.text).join(Ask, asked)
    rows = rows.where(Commitment.co_signature_id.in_(list(co_signatures))).order_by(Ask.position)
    found: dict[int, list[tuple[int, str]]] = {}
    for signature, number, words in session.execute(rows):
        found.setdefault(signature, []).append((number, words))
    return found
