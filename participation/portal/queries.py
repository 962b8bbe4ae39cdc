"""Rows of the list: everything a card shows in one row, from Selects built once for each shape of a question."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import Session

from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Ask, Audience, Initiative, Translation, Version
from participation.organisations.models import Organisation
from participation.organisations.policy import Actor
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


class Listed(NamedTuple):
    """One row of the list: all a card shows but what has been co-signed, so that it can be kept under it."""

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


class Shape(NamedTuple):
    """What makes one Select another: who asks, what is asked for at all, and in which order."""

    actor: Actor
    dialect: str
    asked: frozenset[str]
    sort: str
    reader: str


COLUMNS = (
    Initiative.id, Initiative.reference, Initiative.status, Initiative.language, Organisation.kind, Organisation.pillar,
    Version.municipality, Version.date_kind, Version.date_from, Version.title, Version.summary,
    Translation.title, Translation.summary,
)  # fmt: skip
ASKED = ("pillar", "kind", "audience", "province", "municipality", "month", "state", "language")


def listed(session: Session, actor: Actor, wanted: Wanted, reader: str) -> list[Listed]:
    """Read one page of what the actor may read, and one row more to know whether another page follows."""
    terms = queries.search_terms(wanted.q)
    asked = frozenset([name for name in ASKED if getattr(wanted, name)] + (["q"] if terms else []))
    dialect = session.get_bind().dialect.name
    values: dict[str, Any] = {name: getattr(wanted, name) for name in asked if name not in {"q", "month"}}
    if wanted.month:
        values["first"], values["after"] = wanted.month
    if terms:
        values["said"] = queries.said(dialect, terms)
    values |= {"reader": reader, "skipped": (wanted.page - 1) * PAGE}
    statement = _listed(Shape(actor, dialect, asked, wanted.sort, reader))
    return [Listed._make(row) for row in session.execute(statement, values)]


@lru_cache(maxsize=SHAPES)
def _listed(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Build the Select of one shape; what is asked for comes as parameters."""
    seen = queries.visible_to(shape.actor).join(Organisation, Organisation.id == Initiative.organisation_id)
    seen = seen.join(Version, (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown))
    made = (Translation.initiative_id == Initiative.id) & (Translation.version == Initiative.shown)
    seen = seen.outerjoin(Translation, made & (Translation.language == bindparam("reader")))
    clauses = _clauses(shape.dialect)
    seen = seen.where(*(clauses[name] for name in sorted(shape.asked)))
    if "state" not in shape.asked:
        seen = seen.where(Initiative.status.not_in(OUT_OF_LISTS))
    rows = _sorted(seen, shape).with_only_columns(*COLUMNS)
    return rows.limit(PAGE + 1).offset(bindparam("skipped"))


def _clauses(dialect: str) -> dict[str, ColumnElement[bool]]:
    """Say what each filter means."""
    inside = select(MunicipalityRow.nis).where(MunicipalityRow.province == bindparam("province"))
    meant = (Audience.initiative_id == Version.initiative_id) & (Audience.number == Version.number)
    asked = (Ask.initiative_id == Version.initiative_id) & (Ask.version == Version.number)
    first, after = bindparam("first"), bindparam("after")
    ends = Version.date_to.is_(None) & (Version.date_from >= first) | (Version.date_to >= first)
    return {
        "q": queries.saying(dialect, bindparam("said")),
        "pillar": select(Ask.key).where(asked, Ask.pillar == bindparam("pillar")).exists(),
        "kind": Organisation.kind == bindparam("kind"),
        "audience": select(Audience.audience).where(meant, Audience.audience == bindparam("audience")).exists(),
        "province": Version.municipality.in_(inside),
        "municipality": Version.municipality == bindparam("municipality"),
        "month": (Version.date_from < after) & ends,
        "state": Initiative.status == bindparam("state"),
        "language": Initiative.language == bindparam("language"),
    }


def _sorted(seen: Select[Initiative], shape: Shape) -> Select[Initiative]:
    if shape.sort == "date":
        return seen.order_by(Version.date_from.asc().nulls_last(), Version.initiative_id)
    if shape.sort == "place":
        placed = seen.join(MunicipalityRow, MunicipalityRow.nis == Version.municipality)
        return placed.order_by(SORT_KEYS[shape.reader], MunicipalityRow.nis, Version.initiative_id)
    return seen.order_by(Initiative.published_at.desc().nulls_first(), Initiative.id.desc())
