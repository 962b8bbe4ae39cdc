"""One initiative as its page shows it to visitors: objects that belong to no session, read in a single statement.

Persons are left out, and so is the working copy: a visitor is shown neither. Sight is asked of these objects as of any
other; nothing can be written through them, and whoever asks them for what was not read gets an error, not an empty
answer. The rows that hang on an initiative come as JSON, an array each, and each organisation comes once.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import ColumnElement, CompoundSelect, FromClause, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import ClassManager, InstrumentedAttribute, Session

from participation.db import Base, Instant
from participation.initiatives.models import (
    PRACTICAL,
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
Said = dict[str, Any]
Named = tuple[InstrumentedAttribute[int], InstrumentedAttribute[int] | InstrumentedAttribute[int | None]]
JSON = {"sqlite": (func.json_group_array, func.json_array), "postgresql": (func.json_agg, func.json_build_array)}
# Whom the page of an initiative names, but for its conversation: columns of its number, and of the organisation's.
NAMED: tuple[Named, ...] = (
    (Initiative.id, Initiative.organisation_id),
    (CoSignature.initiative_id, CoSignature.organisation_id),
    (CoSignature.initiative_id, CoSignature.signed_as_id),
    (Translation.initiative_id, Translation.made_by_id),
    (Translation.initiative_id, Translation.checked_by_id),
)


class Part(NamedTuple, Generic[T]):
    """Some columns of one table: how each is read from JSON, and the objects made of them."""

    kind: type[T]
    names: tuple[str, ...]
    readers: tuple[tuple[str, Reader], ...]
    manager: ClassManager[Any]
    unread: frozenset[str]


def part(kind: type[T], *names: str) -> Part[T]:
    """Take the columns named; rows read from JSON come in the order of the first one."""
    table = kind.__table__.c
    readers = ((name, _reader(table[name].type)) for name in names)
    known = tuple((name, reader) for name, reader in readers if reader is not None)
    return Part(kind, names, known, sa.inspect(kind).class_manager, frozenset(table.keys()).difference(names))


def _reader(kind: sa.types.TypeEngine[Any]) -> Reader | None:
    if isinstance(kind, Instant):
        return _instant
    if isinstance(kind, sa.Enum):
        return kind.enum_class
    if isinstance(kind, sa.Boolean):
        return bool
    return date.fromisoformat if isinstance(kind, sa.Date) else None


def _instant(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


# What a page says of each.
INITIATIVE = part(
    Initiative, "id", "reference", "organisation_id", "language", "status", "published_at", "changed_at", "shown",
    "first_public", "left_status", "page_hidden", "outcome", "agreed", "next_by", "next_on", *PRACTICAL,
)  # fmt: skip
VERSION = part(Version, "number", "substantive", "state", "created_at")
TEXT = part(Version, "title", "summary", "body", "municipality", "date_kind", "date_from", "date_to", "limits")
ASK = part(Ask, "position", "key", "type", "pillar", "number", "text")
AUDIENCE = part(Audience, "position", "audience")
DECISION = part(Decision, "id", "act", "words", "language", "at")
TRANSLATION = part(
    Translation, "id", "language", "version", "title", "summary", "body", "made_by_id", "checked_by_id", "checked_at"
)
CO_SIGNATURE = part(
    CoSignature, "id", "version", "organisation_id", "signed_as_id", "statement", "language", "at", "ended_at",
    "ended_as", "ending_reason",
)  # fmt: skip
COMMITMENT = part(Commitment, "ask_key", "co_signature_id", "number")
ORGANISATION = part(Organisation, "id", "slug", "name", "names", "names_before", "pillar", "kind", "state", "logo")
STEP = part(Entry, "id", *Step._fields)


def columns(of: Part[Any], table: FromClause | None = None) -> list[Any]:
    """List the columns of a part, of its own table or an alias of that."""
    found = of.kind.__table__ if table is None else table
    return [found.c[name].label(None) for name in of.names]


def made(of: Part[T], said: Mapping[str, Any]) -> T:
    """Make an object that says what was read and belongs to no session."""
    found: T = of.manager.new_instance()
    here = vars(found)
    here.update(said)
    state = here["_sa_instance_state"]
    state.key, state.expired_attributes = (of.kind, (), None), set(of.unread)  # as one that has left its session
    return found


def values(row: Sequence[Any], *these: Part[Any]) -> Iterator[Said]:
    """Cut a row into the values of its parts."""
    begin = 0
    for one in these:
        end = begin + len(one.names)
        yield dict(zip(one.names, row[begin:end], strict=True))
        begin = end


def named(initiative: sa.SQLColumnExpression[int], by: tuple[Named, ...] = NAMED) -> CompoundSelect[int]:
    """Select the organisations that the page of an initiative names, some of them twice."""
    whom = (select(who.label("id")).where(of == initiative, who.is_not(None)) for of, who in by)
    return sa.union_all(*(one.correlate(Initiative) for one in whom))


class Rows(NamedTuple, Generic[T]):
    """Rows that hang on an initiative."""

    of: Part[T]
    where: ColumnElement[bool]

    def gathered(self, dialect: str) -> ScalarSelect[Any]:
        """Gather them into one column of JSON."""
        listed, array = JSON[dialect]
        kept_as_text = dialect == "sqlite"
        row = [func.json(c) if kept_as_text and isinstance(c.type, sa.JSON) else c for c in columns(self.of)]
        inside = select(listed(array(*row), type_=sa.Text)).where(self.where)
        return inside.correlate(Initiative.__table__).scalar_subquery()

    def told(self, text: str | list[Any] | None) -> list[Said]:
        """Read them from JSON, in order."""
        rows = json.loads(text) if isinstance(text, str) else text or []
        found = [dict(zip(self.of.names, row, strict=True)) for row in sorted(rows, key=itemgetter(0))]
        for name, reader in self.of.readers:
            for said in found:
                if (value := said[name]) is not None:
                    said[name] = reader(value)
        return found


def _hanging() -> dict[str, Rows[Any]]:
    one, entry, ask, audience = (kind.__table__.c for kind in (Initiative, Entry, Ask, Audience))
    said = Translation.__table__.c
    shown = (ask.initiative_id == one.id) & (ask.version == one.shown)
    meant = (audience.initiative_id == one.id) & (audience.number == one.shown)
    translated = (said.initiative_id == one.id) & (said.language == bindparam("language"))
    about = (entry.subject_kind == sa.literal_column("'initiative'")) & (entry.subject_id == one.id)
    whole = (VERSION, DECISION, CO_SIGNATURE, COMMITMENT)
    return {
        "organisations": Rows(ORGANISATION, Organisation.__table__.c.id.in_(named(one.id))),
        "asks": Rows(ASK, shown),
        "audiences": Rows(AUDIENCE, meant),
        "translations": Rows(TRANSLATION, translated),
        "steps": Rows(STEP, about),
        **{f"{of.kind.__tablename__}s": Rows(of, of.kind.__table__.c.initiative_id == one.id) for of in whole},
    }


HANGING = _hanging()


@cache
def _asked(dialect: str) -> Select[Any]:
    one, text = Initiative.__table__, Version.__table__
    gathered = (rows.gathered(dialect) for rows in HANGING.values())
    asked = select(*columns(INITIATIVE), *columns(TEXT), *gathered)
    asked = asked.outerjoin_from(one, text, (text.c.initiative_id == one.c.id) & (text.c.number == one.c.shown))
    return asked.where(one.c.reference == bindparam("reference"))


def public(session: Session, reference: str, language: str) -> tuple[Initiative | None, list[Step]]:
    """Load what the page of an initiative may show to visitors in `language`, and what happened to it.

    Whether the page does show it, `policy` says.
    """
    connection = session.connection()
    asked = {"reference": reference, "language": language}
    row = connection.execute(_asked(connection.dialect.name), asked).one_or_none()
    if row is None:
        return None, []
    said, text = values(row, INITIATIVE, TEXT)
    gathered = zip(HANGING.items(), row[-len(HANGING) :], strict=True)
    found = {name: rows.told(json_rows) for (name, rows), json_rows in gathered}
    who = {one["id"]: made(ORGANISATION, one) for one in found["organisations"]}
    one = made(
        INITIATIVE,
        said
        | {
            "organisation": who[said["organisation_id"]],
            "voices": [],
            "versions": [_version(one, said["shown"], text, found) for one in found["versions"]],
            "decisions": [made(DECISION, one) for one in found["decisions"]],
            "translations": [_translation(one, who) for one in found["translations"]],
            "co_signatures": _co_signatures(found, who),
        },
    )
    return one, [Step(said["kind"], said["at"], said["body"]) for said in found["steps"]]


Told = dict[str, list[Said]]
Who = dict[int, Organisation]


def _version(said: Said, shown: int | None, text: Said, found: Told) -> Version:
    """Make a version; its words, what it asks and whom it is meant for come with the one that is shown."""
    if said["number"] == shown:
        asks = [made(ASK, one) for one in found["asks"]]
        said |= {**text, "asks": asks, "audiences": [made(AUDIENCE, one) for one in found["audiences"]]}
    return made(VERSION, said)


def _co_signatures(found: Told, who: Who) -> list[CoSignature]:
    brought: dict[int, list[Commitment]] = defaultdict(list)
    for said in found["commitments"]:
        brought[said["co_signature_id"]].append(made(COMMITMENT, said))
    return [
        made(
            CO_SIGNATURE,
            said
            | {
                "organisation": who[said["organisation_id"]],
                "signed_as": who.get(said["signed_as_id"]),
                "commitments": brought[said["id"]],
            },
        )
        for said in found["co_signatures"]
    ]


def _translation(said: Said, who: Who) -> Translation:
    by = {"made_by": who.get(said["made_by_id"]), "checked_by": who.get(said["checked_by_id"])}
    return made(TRANSLATION, said | by)
