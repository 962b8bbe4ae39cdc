"""The list: which initiatives a page of it holds, from Selects built once for each shape of a question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    LargeBinary,
    Select,
    UnaryExpression,
    and_,
    bindparam,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.operators import custom_op

from participation.db import Instant
from participation.initiatives import fulltext, queries
from participation.initiatives.lifecycle import Permission, Status
from participation.initiatives.models import Ask, Audience, Initiative, Translation, Version
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR, Actor
from participation.places.models import SORT_KEYS, MunicipalityRow

PAGE = 20
OUT_OF_LISTS = (Status.WITHDRAWN, Status.UNPUBLISHED)  # unless asked for by the filter
SHAPES = 512  # Selects kept: an actor's filters in one order each


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
    since: date | None = None
    """Only what begins on this day or later; no address of the list asks for it."""
    most: int = PAGE
    """How many make a page."""


class Row(NamedTuple):
    """All a card shows of an initiative but what has been co-signed."""

    id: int
    reference: str
    status: Status
    language: str
    kind: str
    pillar: str
    municipality: str
    date_kind: str
    date_from: date | None
    title: str
    summary: str
    translated_title: str | None
    translated_summary: str | None


class Place(NamedTuple):
    """Where an initiative stands in the list, newest first."""

    id: int
    at: datetime | None


class Known(NamedTuple):
    """What spares looking: how much had happened, where that was counted, and the last place before a page."""

    moment: fulltext.Moment | None = None
    after: Place | None = None


NOTHING = Known()


class Shape(NamedTuple):
    """What makes one Select another: who asks, what is asked for at all, and in which order."""

    actor: Actor
    dialect: str
    asked: frozenset[str]
    sort: str
    reader: str
    most: int


_COLUMNS = (
    Initiative.id, Initiative.reference, Initiative.status, Initiative.language, Organisation.kind, Organisation.pillar,
    Version.municipality, Version.date_kind, Version.date_from, Version.title, Version.summary,
    Translation.title, Translation.summary,
)  # fmt: skip
_BEHIND = tuple_(Initiative.published_at, Initiative.id) < tuple_(
    bindparam("after_at", type_=Instant()), bindparam("after_id", type_=Integer())
)
_SHOWN = (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown)
_MADE = (Translation.initiative_id == Initiative.id) & (Translation.version == Initiative.shown)
ROWS = (
    select(*_COLUMNS)
    .join_from(Initiative, Organisation, Organisation.id == Initiative.organisation_id)
    .join(Version, _SHOWN)
    .outerjoin(Translation, _MADE & (Translation.language == bindparam("reader")))
    .where(Initiative.id.in_(bindparam("ids", expanding=True)))
)
_BEGINS, _LASTS = aliased(Version), aliased(Version)
_FIRST, _AFTER = bindparam("first", type_=Date()), bindparam("after", type_=Date())
# What begins in the month and what lasts into it, each by an index of its own: of any version, to be looked up, ...
_NEAR_MONTH = union_all(
    select(_BEGINS.initiative_id).where(_BEGINS.date_from >= _FIRST, _BEGINS.date_from < _AFTER),
    select(_LASTS.initiative_id).where(_LASTS.date_to >= _FIRST, _LASTS.date_from < _FIRST),
)
# ... and then of the one that is shown.
_IN_MONTH = and_(Version.date_from < _AFTER, or_(Version.date_from >= _FIRST, Version.date_to >= _FIRST))
ASKED = ("pillar", "kind", "audience", "province", "municipality", "month", "state", "language")
OF_VERSION = frozenset({"province", "municipality", "month", "since"})  # asked of the version that is shown


def listed(session: Session, actor: Actor, wanted: Wanted, reader: str, known: Known = NOTHING) -> list[Place]:
    """Read one page of what the actor may read, and one more to know whether another page follows.

    Where the place of the last one before this page is known, the list is entered there, else walked from its begin.
    """
    terms = fulltext.search_terms(wanted.q)
    dialect = session.get_bind().dialect.name
    values: dict[str, Any] = {name: getattr(wanted, name) for name in (*ASKED, "since") if getattr(wanted, name)}
    if terms:
        values |= _words(session, terms, known.moment)
    if after := known.after:
        values |= {"after_at": after.at, "after_id": after.id}
    reader = reader if wanted.sort == "place" else ""
    statement = _listed(Shape(actor, dialect, frozenset(values), wanted.sort, reader, wanted.most))
    if wanted.month:
        values |= dict(zip(("first", "after"), wanted.month, strict=True))
    values["skipped"] = 0 if after else (wanted.page - 1) * wanted.most
    return [Place._make(row) for row in session.connection().execute(statement, values)]


def _words(session: Session, terms: list[str], moment: fulltext.Moment | None) -> dict[str, Any]:
    """Choose how to ask for words: few who say them are looked up, of many each along the list is asked."""
    if (hits := fulltext.hits(session, terms)) is not None:
        return {"few": hits}
    if moment is not None and (marked := fulltext.marks(session, terms, moment)):
        return {"marked": marked}
    return {"many": fulltext.said(session.get_bind().dialect.name, terms)}


def next_page(actor: Actor, wanted: Wanted, found: Sequence[Place]) -> tuple[Wanted, Place] | None:
    """Name the page that follows and the place after which it begins; None where there is none, or no such place."""
    if len(found) <= wanted.most or actor != VISITOR or wanted.sort != "newest":
        return None
    return replace(wanted, page=wanted.page + 1), found[wanted.most - 1]


def rows(session: Session, ids: Sequence[int], reader: str) -> list[Row]:
    """Read what the cards of some initiatives show."""
    return [Row._make(row) for row in session.connection().execute(ROWS, {"ids": ids, "reader": reader})]


@lru_cache(maxsize=SHAPES)
def _listed(shape: Shape) -> Select[int, datetime | None]:
    """Build the Select of one shape; what is asked for comes as parameters.

    It reads no row that it neither tests nor sorts by, so that the pages before this one are passed over cheaply.
    """
    seen = select(Initiative)
    if shape.sort != "newest" or shape.asked & OF_VERSION:
        seen = seen.join(Version, _SHOWN)
    sight = [queries.granted(shape.actor, Permission.VIEW), Initiative.shown.is_not(None)]
    if "state" not in shape.asked:
        sight.append(Initiative.status.not_in(OUT_OF_LISTS))
    clauses = _clauses(shape)
    seen = seen.where(_along(shape, *sight), *(clauses[name] for name in sorted(shape.asked & clauses.keys())))
    if "after_id" in shape.asked:
        seen = seen.where(_BEHIND)
    return (
        _sorted(seen, shape)
        .with_only_columns(Initiative.id, Initiative.published_at)
        .limit(shape.most + 1)
        .offset(bindparam("skipped"))
    )


def _along(shape: Shape, *clauses: ColumnElement[bool]) -> ColumnElement[bool]:
    """Have something tested along the list: the engines would rather collect all it allows, and sort them.

    SQLite's sign means that no index is to be looked for; naming a column of the version, where the list walks along
    versions, keeps it from reading all initiatives once to guess which it may skip. PostgreSQL makes no join of what
    `IS true` is said of.
    """
    if shape.dialect != "sqlite":
        return and_(*clauses).self_group().is_(true())
    walked = () if shape.sort == "newest" else (Version.number > 0,)
    return UnaryExpression(and_(*clauses, *walked).self_group(), operator=custom_op("+"))


def _clauses(shape: Shape) -> dict[str, ColumnElement[bool]]:
    """Say what each filter means; those that leave a few rows are looked up, the others tested along the list."""
    inside = select(MunicipalityRow.nis).where(MunicipalityRow.province == bindparam("province"))
    meant = (Audience.initiative_id == Initiative.id) & (Audience.number == Initiative.shown)
    asked = (Ask.initiative_id == Initiative.id) & (Ask.version == Initiative.shown)
    tested = {
        "many": fulltext.is_saying(shape.dialect, bindparam("many")),
        "marked": fulltext.is_marked(bindparam("marked", type_=LargeBinary())),
        "pillar": _has(select(Ask.key).where(asked, Ask.pillar == bindparam("pillar"))),
        "kind": Initiative.organisation_id.in_(select(Organisation.id).where(Organisation.kind == bindparam("kind"))),
        "audience": _has(select(Audience.audience).where(meant, Audience.audience == bindparam("audience"))),
        "province": Version.municipality.in_(inside),
        "language": Initiative.language == bindparam("language"),
    }
    return {name: _along(shape, clause) for name, clause in tested.items()} | {
        "few": Initiative.id.in_(bindparam("few", expanding=True)),
        "municipality": Version.municipality == bindparam("municipality"),
        "state": Initiative.status == bindparam("state"),
        "since": Version.date_from >= bindparam("since", type_=Date()),
        "month": Initiative.id.in_(_NEAR_MONTH) & _along(shape, _IN_MONTH),
    }


def _has(rows: Select[str]) -> ColumnElement[bool]:
    """Ask one initiative after another whether it has such a row; of what exists, PostgreSQL would gather all first."""
    return rows.limit(1).scalar_subquery().is_not(None)


def _sorted(seen: Select[Initiative], shape: Shape) -> Select[Initiative]:
    if shape.sort == "date":
        return seen.order_by(Version.date_from.asc().nulls_last(), Version.initiative_id)
    if shape.sort == "place":
        placed = seen.join(MunicipalityRow, MunicipalityRow.nis == Version.municipality)
        return placed.order_by(SORT_KEYS[shape.reader], MunicipalityRow.nis, Version.initiative_id)
    if shape.actor == VISITOR:  # to whom nothing unpublished is shown, so that none of it need be passed over
        published = seen.where(Initiative.published_at.is_not(None))
        return published.order_by(Initiative.published_at.desc(), Initiative.id.desc())
    return seen.order_by(Initiative.published_at.desc().nulls_first(), Initiative.id.desc())
