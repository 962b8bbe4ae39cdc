"""One initiative as its page shows it to visitors: objects that belong to no session, from Selects built once.

Persons are left out, and so is the working copy: a visitor is shown neither. Sight is asked of these objects as of any
other; nothing can be written through them.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import FromClause, bindparam, literal_column, select, union_all
from sqlalchemy.orm import Session

from participation.db import Base
from participation.initiatives.models import (
    Ask,
    Audience,
    Commitment,
    CoSignature,
    Decision,
    Initiative,
    Translation,
    Version,
)
from participation.organisations.models import Organisation

T = TypeVar("T", bound=Base)
_NAMED = ("id", "slug", "name", "names", "pillar", "kind", "state")  # what a page says of an organisation
_ORGANISATION = Organisation.__table__
_VERSION, _ASK, _AUDIENCE = Version.__table__, Ask.__table__, Audience.__table__
_CO_SIGNATURE, _COMMITMENT, _DECISION = CoSignature.__table__, Commitment.__table__, Decision.__table__
_INITIATIVE, _TRANSLATION = Initiative.__table__, Translation.__table__
_MAKER, _CHECKER = _ORGANISATION.alias(), _ORGANISATION.alias()


class Part(NamedTuple):
    """Some columns of one table, and the class of the objects made of them."""

    kind: type[Base]
    names: tuple[str, ...]


def all_of(kind: type[Base]) -> Part:
    """Take every column."""
    return Part(kind, tuple(kind.__table__.c.keys()))


INITIATIVE, VERSION, DECISION, TRANSLATION = (all_of(k) for k in (Initiative, Version, Decision, Translation))
CO_SIGNATURE, COMMITMENT, ORGANISATION = all_of(CoSignature), all_of(Commitment), Part(Organisation, _NAMED)


def columns(part: Part, of: FromClause | None = None) -> list[Any]:
    """List the columns of a part, of its table or an alias of that."""
    table = part.kind.__table__ if of is None else of
    return [table.c[name].label(None) for name in part.names]


def made(kind: type[T], values: dict[str, Any]) -> T:
    """Make an object that says what was read and belongs to no session."""
    found = kind()
    vars(found).update(values)
    return found


def parts(row: Sequence[Any], *these: Part) -> list[dict[str, Any]]:
    """Cut a row into the values of its parts."""
    found, begin = [], 0
    for part in these:
        end = begin + len(part.names)
        found.append(dict(zip(part.names, row[begin:end], strict=True)))
        begin = end
    return found


_ID = bindparam("id")
HEAD = (
    select(*columns(INITIATIVE), *columns(ORGANISATION))
    .join_from(_INITIATIVE, _ORGANISATION, _ORGANISATION.c.id == _INITIATIVE.c.organisation_id)
    .where(_INITIATIVE.c.reference == bindparam("reference"))
)
VERSIONS = select(*columns(VERSION)).where(_VERSION.c.initiative_id == _ID).order_by(_VERSION.c.number)
CONTENTS = union_all(
    select(
        _ASK.c.position, literal_column("''"), _ASK.c.key, _ASK.c.type, _ASK.c.pillar, _ASK.c.number, _ASK.c.text
    ).where(_ASK.c.initiative_id == _ID, _ASK.c.version == bindparam("shown")),
    select(
        _AUDIENCE.c.position, _AUDIENCE.c.audience,
        *(literal_column(empty) for empty in ("''", "''", "''", "0", "''")),
    ).where(_AUDIENCE.c.initiative_id == _ID, _AUDIENCE.c.number == bindparam("shown")),
)  # fmt: skip
SIGNED = (
    select(*columns(CO_SIGNATURE), *columns(ORGANISATION), *columns(COMMITMENT))
    .join_from(_CO_SIGNATURE, _ORGANISATION, _ORGANISATION.c.id == _CO_SIGNATURE.c.organisation_id)
    .outerjoin(_COMMITMENT, _COMMITMENT.c.co_signature_id == _CO_SIGNATURE.c.id)
    .where(_CO_SIGNATURE.c.initiative_id == _ID)
    .order_by(_CO_SIGNATURE.c.id, _COMMITMENT.c.ask_key)
)
TRANSLATED = (
    select(*columns(TRANSLATION), *columns(ORGANISATION, _MAKER), *columns(ORGANISATION, _CHECKER))
    .outerjoin_from(_TRANSLATION, _MAKER, _MAKER.c.id == _TRANSLATION.c.made_by_id)
    .outerjoin(_CHECKER, _CHECKER.c.id == _TRANSLATION.c.checked_by_id)
    .where(_TRANSLATION.c.initiative_id == _ID, _TRANSLATION.c.language == bindparam("language"))
    .order_by(_TRANSLATION.c.id)
)
DECISIONS = select(*columns(DECISION)).where(_DECISION.c.initiative_id == _ID).order_by(_DECISION.c.id)


def public(session: Session, reference: str, language: str) -> Initiative | None:
    """Load what the page of an initiative may show to visitors in `language`; whether it does, `policy` says."""
    connection = session.connection()
    head = connection.execute(HEAD, {"reference": reference}).one_or_none()
    if head is None:
        return None
    said, proposer = parts(head, INITIATIVE, ORGANISATION)
    found = made(Initiative, said | {"organisation": made(Organisation, proposer)})
    here = {"id": found.id, "shown": found.shown, "language": language}
    versions = [made(Version, parts(row, VERSION)[0]) for row in connection.execute(VERSIONS, here)]
    decided = [made(Decision, parts(row, DECISION)[0]) for row in connection.execute(DECISIONS, here)]
    spoken = [] if language == found.language else [_translation(row) for row in connection.execute(TRANSLATED, here)]
    signed = _signatures(connection.execute(SIGNED, here).all())
    vars(found).update(versions=versions, decisions=decided, translations=spoken, co_signatures=signed, voices=[])
    if found.shown:
        _fill(found.shown_version, connection.execute(CONTENTS, here).all())
    return found


def _fill(version: Version, rows: Sequence[Sequence[Any]]) -> None:
    asks, audiences = [], []
    for position, audience, key, kind, pillar, number, text in sorted(rows, key=lambda row: row[0]):
        if audience:
            audiences.append(made(Audience, {"audience": audience, "position": position}))
        else:
            asked = {"key": key, "position": position, "type": kind, "pillar": pillar, "number": number, "text": text}
            asks.append(made(Ask, asked))
    vars(version).update(asks=asks, audiences=audiences)


def _signatures(rows: Sequence[Sequence[Any]]) -> list[CoSignature]:
    found: dict[int, CoSignature] = {}
    for row in rows:
        signature, who, brought = parts(row, CO_SIGNATURE, ORGANISATION, COMMITMENT)
        one = found.get(signature["id"])
        if one is None:
            one = made(CoSignature, signature | {"organisation": made(Organisation, who), "commitments": []})
            found[one.id] = one
        if brought["co_signature_id"] is not None:
            one.__dict__["commitments"].append(made(Commitment, brought))
    return list(found.values())


def _translation(row: Sequence[Any]) -> Translation:
    said, maker, checker = parts(row, TRANSLATION, ORGANISATION, ORGANISATION)
    by = {"made_by": maker, "checked_by": checker}
    named = {name: made(Organisation, who) if who["id"] is not None else None for name, who in by.items()}
    return made(Translation, said | named)
