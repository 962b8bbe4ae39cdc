"""Everything public as rows: initiatives with their asks and co-signatures, a page at a time.

What every visitor reads, and no more: no person, no contact, no comment; what was taken offline is not among them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.initiatives import queries as initiatives
from participation.initiatives.models import Ask, Audience, Commitment, CoSignature, Initiative, Version
from participation.organisations.models import Organisation
from participation.places.models import MunicipalityRow
from participation.portal import queries
from participation.web.tables import table

PAGE = 200  # initiatives at a time
Rows = dict[int, list[dict[str, Any]]]
OF_SHOWN = (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown)
COLUMNS = (
    "reference", "address", "state", "language", "title", "summary", "proposer", "proposer_name", "kind",
    "municipality", "province", "audiences", "date_kind", "date_from", "date_to", "published_at", "outcome",
)  # fmt: skip
ASK_COLUMNS = "type", "pillar", "number", "found", "text"
SIGNATURE_COLUMNS = "organisation", "name", "pillar", "kind", "signed_at", "version"


def how_many(session: Session) -> int:
    """Count what is public now."""
    return session.scalar(queries.NUMBER_OPEN) or 0


def after(session: Session, last: int, origin: str) -> tuple[list[dict[str, Any]], int]:
    """Return one page of initiatives after this id, with the id it ends at."""
    page = queries.OPEN.where(Initiative.id > last).order_by(Initiative.id).limit(PAGE)
    columns = (
        Initiative.id, Initiative.reference, Initiative.status, Initiative.language, Version.title, Version.summary,
        Organisation.slug, Organisation.name, Organisation.kind, Version.municipality, MunicipalityRow.province,
        Version.date_kind, Version.date_from, Version.date_to, Initiative.published_at, Initiative.outcome,
    )  # fmt: skip
    whole = (
        page.join(Version, OF_SHOWN)
        .join(Organisation, Organisation.id == Initiative.organisation_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.nis == Version.municipality)
        .with_only_columns(*columns)
    )
    found = session.execute(whole).all()
    ids = [row[0] for row in found]
    audiences, asks, signed = _audiences(session, ids), _asks(session, ids), _signatures(session, ids)
    rows = []
    for number, reference, *rest in found:
        values = (reference, f"{origin}/en/initiatives/{reference}", *rest[:9], audiences[number], *rest[9:])
        one = {name: _plain(value) for name, value in zip(COLUMNS, values, strict=True)}
        rows.append({**one, "asks": asks[number], "co_signatures": signed[number]})
    return rows, ids[-1] if ids else last


def _plain(value: Any) -> Any:  # noqa: ANN401  # of any column
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _audiences(session: Session, ids: Sequence[int]) -> defaultdict[int, list[str]]:
    shown = (Initiative.id == Audience.initiative_id) & (Initiative.shown == Audience.number)
    wanted = select(Audience.initiative_id, Audience.audience).join(Initiative, shown).where(Initiative.id.in_(ids))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for number, audience in session.execute(wanted.order_by(Audience.initiative_id, Audience.position)):
        found[number].append(audience)
    return found


def _asks(session: Session, ids: Sequence[int]) -> defaultdict[int, list[dict[str, Any]]]:
    brought = (
        select(Commitment.initiative_id, Commitment.ask_key, func.sum(Commitment.number))
        .join(CoSignature, CoSignature.id == Commitment.co_signature_id)
        .join(Organisation, Organisation.id == CoSignature.organisation_id)
        .where(Commitment.initiative_id.in_(ids), *initiatives.standing())
        .group_by(Commitment.initiative_id, Commitment.ask_key)
    )
    met = {(number, key): int(much) for number, key, much in session.execute(brought)}
    shown = (Initiative.id == Ask.initiative_id) & (Initiative.shown == Ask.version)
    wanted = select(Ask).join(Initiative, shown).where(Initiative.id.in_(ids))
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for ask in session.scalars(wanted.order_by(Ask.initiative_id, Ask.position)):
        values = ask.type, ask.pillar, ask.number, met.get((ask.initiative_id, ask.key), 0), ask.text
        found[ask.initiative_id].append(dict(zip(ASK_COLUMNS, values, strict=True)))
    return found


def _signatures(session: Session, ids: Sequence[int]) -> defaultdict[int, list[dict[str, Any]]]:
    wanted = (
        select(
            CoSignature.initiative_id, Organisation.slug, Organisation.name, Organisation.pillar, Organisation.kind,
            CoSignature.at, CoSignature.version,
        )
        .join(Organisation, Organisation.id == CoSignature.organisation_id)
        .where(CoSignature.initiative_id.in_(ids), *initiatives.standing())
        .order_by(CoSignature.initiative_id, CoSignature.id)
    )  # fmt: skip
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for number, *values in session.execute(wanted):
        found[number].append(dict(zip(SIGNATURE_COLUMNS, map(_plain, values), strict=True)))
    return found


def as_json(rows: Sequence[Mapping[str, Any]], at: str) -> bytes:
    """Write one document."""
    return json.dumps({"made_at": at, "initiatives": rows}, ensure_ascii=False, indent=1).encode()


def as_tables(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Write three tables for a spreadsheet, in one archive; the reference ties them together."""
    several = [{**row, "audiences": " ".join(row["audiences"])} for row in rows]
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("initiatives.csv", _table(COLUMNS, several))
        for name, columns in (("asks", ASK_COLUMNS), ("co_signatures", SIGNATURE_COLUMNS)):
            parts = [{"reference": row["reference"], **part} for row in rows for part in row[name]]
            archive.writestr(f"{name.replace('_', '-')}.csv", _table(("reference", *columns), parts))
    return packed.getvalue()


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write a table, with the mark by which spreadsheets know its encoding."""
    return b"\xef\xbb\xbf" + table([columns, *([row[name] for name in columns] for row in rows)]).encode()
