"""One initiative as its page shows it to visitors: objects that belong to no session, read in a single statement.

Persons are left out, and so is the working copy: a visitor is shown neither. Sight is asked of these objects as of any
other; nothing can be written through them. The rows that hang on an initiative come as JSON, an array each.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import FromClause, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import Session

from participation.db import Base, Instant
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
from participation.journal.models import Entry
from participation.journal.queries import Step
from participation.organisations.models import Organisation

T = TypeVar("T", bound=Base)
Reader = Callable[[Any], Any]
JSON = {"sqlite": (func.json_group_array, func.json_array), "postgresql": (func.json_agg, func.json_build_array)}
# What a page says of an organisation.
_NAMED = ("id", "slug", "name", "names", "names_before", "pillar", "kind", "state", "logo")


class Part(NamedTuple):
    """Some columns of one table, the class of the objects made of them, and how each is read from JSON."""

    kind: type[Base]
    names: tuple[str, ...]
    readers: tuple[tuple[str, Reader], ...]


def part(kind: type[Base], *names: str) -> Part:
    """Take the columns named, or all."""
    names = names or tuple(kind.__table__.c.keys())
    readers = ((name, _reader(kind.__table__.c[name].type)) for name in names)
    return Part(kind, names, tuple((name, reader) for name, reader in readers if reader is not None))


def _reader(kind: sa.types.TypeEngine[Any]) -> Reader | None:
    if isinstance(kind, Instant):
        return _instant
    if isinstance(kind, sa.JSON):
        return lambda value: json.loads(value) if isinstance(value, str) else value
    if isinstance(kind, sa.Enum):
        return kind.enum_class
    if isinstance(kind, sa.Boolean):
        return bool
    return date.fromisoformat if isinstance(kind, sa.Date) else None


def _instant(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


INITIATIVE, VERSION, ASK, AUDIENCE = part(Initiative), part(Version), part(Ask), part(Audience)
DECISION, TRANSLATION, CO_SIGNATURE = part(Decision), part(Translation), part(CoSignature)
COMMITMENT, ORGANISATION, STEP = part(Commitment), part(Organisation, *_NAMED), part(Entry, "id", *Step._fields)


def columns(of: Part, table: FromClause | None = None) -> list[Any]:
    """List the columns of a part, of its own table or an alias of that."""
    found = of.kind.__table__ if table is None else table
    return [found.c[name].label(None) for name in of.names]


def made(kind: type[T], values: dict[str, Any]) -> T:
    """Make an object that says what was read and belongs to no session."""
    found = kind()
    vars(found).update(values)
    return found


def values(row: Sequence[Any], *these: Part) -> Iterator[dict[str, Any]]:
    """Cut a row into the values of its parts."""
    begin = 0
    for one in these:
        end = begin + len(one.names)
        yield dict(zip(one.names, row[begin:end], strict=True))
        begin = end


def told(text: str | list[Any] | None, *these: Part) -> list[list[dict[str, Any]]]:
    """Read JSON rows into the values of their parts."""
    rows = json.loads(text) if isinstance(text, str) else text or []
    found = [list(values(row, *these)) for row in rows]
    for row in found:
        for one, said in zip(these, row, strict=True):
            for name, reader in one.readers:
                if said[name] is not None:
                    said[name] = reader(said[name])
    return found


class Rows(NamedTuple):
    """Rows that hang on an initiative: the Select that lists them, and the parts each is made of."""

    asked: Select[Any]
    these: tuple[Part, ...]

    def gathered(self, dialect: str) -> ScalarSelect[Any]:
        """Gather them into one column of JSON."""
        listed, array = JSON[dialect]
        inside = listed(array(*self.asked.selected_columns), type_=sa.Text)
        rows = self.asked.with_only_columns(inside, maintain_column_froms=True)
        return rows.correlate(Initiative.__table__).scalar_subquery()


def _hanging() -> dict[str, Rows]:
    one, who = Initiative.__table__, Organisation.__table__
    version, ask, audience, decision = (kind.__table__ for kind in (Version, Ask, Audience, Decision))
    said, signed, brought = (kind.__table__ for kind in (Translation, CoSignature, Commitment))
    maker, checker, earlier = who.alias(), who.alias(), who.alias()
    translated = select(*columns(TRANSLATION), *columns(ORGANISATION, maker), *columns(ORGANISATION, checker))
    translated = translated.outerjoin_from(said, maker, maker.c.id == said.c.made_by_id)
    translated = translated.outerjoin(checker, checker.c.id == said.c.checked_by_id)
    translated = translated.where(said.c.initiative_id == one.c.id, said.c.language == bindparam("language"))
    co_signed = select(*columns(CO_SIGNATURE), *columns(ORGANISATION), *columns(ORGANISATION, earlier))
    co_signed = co_signed.join_from(signed, who, who.c.id == signed.c.organisation_id)
    co_signed = co_signed.outerjoin(earlier, earlier.c.id == signed.c.signed_as_id)
    entry = Entry.__table__
    about = entry.c.subject_kind == sa.literal_column("'initiative'"), entry.c.subject_id == one.c.id
    shown = ask.c.initiative_id == one.c.id, ask.c.version == one.c.shown
    meant = audience.c.initiative_id == one.c.id, audience.c.number == one.c.shown
    return {
        "versions": Rows(select(*columns(VERSION)).where(version.c.initiative_id == one.c.id), (VERSION,)),
        "asks": Rows(select(*columns(ASK)).where(*shown), (ASK,)),
        "audiences": Rows(select(*columns(AUDIENCE)).where(*meant), (AUDIENCE,)),
        "decisions": Rows(select(*columns(DECISION)).where(decision.c.initiative_id == one.c.id), (DECISION,)),
        "translations": Rows(translated, (TRANSLATION, ORGANISATION, ORGANISATION)),
        "co_signatures": Rows(
            co_signed.where(signed.c.initiative_id == one.c.id), (CO_SIGNATURE, ORGANISATION, ORGANISATION)
        ),
        "commitments": Rows(select(*columns(COMMITMENT)).where(brought.c.initiative_id == one.c.id), (COMMITMENT,)),
        "steps": Rows(select(*columns(STEP)).where(*about), (STEP,)),
    }


HANGING = _hanging()


@cache
def _asked(dialect: str) -> Select[Any]:
    one, who = Initiative.__table__, Organisation.__table__
    gathered = (rows.gathered(dialect) for rows in HANGING.values())
    asked = select(*columns(INITIATIVE), *columns(ORGANISATION), *gathered)
    return asked.join_from(one, who, who.c.id == one.c.organisation_id).where(one.c.reference == bindparam("reference"))


def public(session: Session, reference: str, language: str) -> tuple[Initiative | None, list[Step]]:
    """Load what the page of an initiative may show to visitors in `language`, and what happened to it.

    Whether the page does show it, `policy` says.
    """
    connection = session.connection()
    asked = {"reference": reference, "language": language}
    row = connection.execute(_asked(connection.dialect.name), asked).one_or_none()
    if row is None:
        return None, []
    said, proposer = values(row, INITIATIVE, ORGANISATION)
    gathered = zip(HANGING.items(), row[-len(HANGING) :], strict=True)
    found = {name: told(text, *rows.these) for (name, rows), text in gathered}
    commitments = [made(Commitment, said) for [said] in found["commitments"]]
    one = made(Initiative, said | {"organisation": made(Organisation, proposer), "voices": []})
    vars(one).update(
        versions=sorted((_version(said, one.shown, found) for [said] in found["versions"]), key=attrgetter("number")),
        decisions=sorted((made(Decision, said) for [said] in found["decisions"]), key=attrgetter("id")),
        translations=sorted((_translation(*these) for these in found["translations"]), key=attrgetter("id")),
        co_signatures=sorted(
            (_signature(s, who, earlier, commitments) for s, who, earlier in found["co_signatures"]),
            key=attrgetter("id"),
        ),
    )
    steps = sorted((said for [said] in found["steps"]), key=itemgetter("id"))
    return one, [Step(said["kind"], said["at"], said["body"]) for said in steps]


Said = dict[str, Any]


def _version(said: Said, shown: int | None, found: dict[str, list[list[Said]]]) -> Version:
    """Make a version; what it asks and whom it is meant for come with the one that is shown."""
    if said["number"] == shown:
        said["asks"] = sorted((made(Ask, one) for [one] in found["asks"]), key=attrgetter("position"))
        said["audiences"] = sorted((made(Audience, one) for [one] in found["audiences"]), key=attrgetter("position"))
    return made(Version, said)


def _signature(said: Said, who: Said, earlier: Said, commitments: list[Commitment]) -> CoSignature:
    ours = (one for one in commitments if one.co_signature_id == said["id"])
    brought = sorted(ours, key=attrgetter("ask_key"))
    named = {"organisation": made(Organisation, who), "signed_as": _organisation(earlier)}
    return made(CoSignature, said | named | {"commitments": brought})


def _translation(said: Said, maker: Said, checker: Said) -> Translation:
    by = {"made_by": maker, "checked_by": checker}
    return made(Translation, said | {name: _organisation(who) for name, who in by.items()})


def _organisation(who: Said) -> Organisation | None:
    return made(Organisation, who) if who["id"] is not None else None
