"""Finding initiatives by their words: the index of each engine, and what is about the same."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    Boolean,
    ColumnElement,
    Integer,
    LargeBinary,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)  # fmt: skip
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.operators import custom_op

from participation.initiatives import likeness
from participation.initiatives.models import Initiative, Words
from participation.initiatives.queries import visible_to
from participation.organisations.policy import Actor
from participation.places.data import normalise
from participation.web.kept import Kept

MOST_WORDS = 8  # of a search
LOOKED_AT = 60  # of those that share a telling word, when looking for what exists already
MOST_HITS = 100  # looked up one by one; a word that says more is looked for along the list
# What too many texts of a database say is not counted again: should it become rare, it is found along the list as well.
OFTEN: Kept[tuple[object, str], bool] = Kept(1000)


class Moment(NamedTuple):
    """How much had happened, up to which position it was sealed, and how to learn what was touched since another."""

    number: int
    position: int
    since: Callable[[int], set[int]]


class Marked(NamedTuple):
    """Who says what many say, a byte for each initiative, as of a moment; empty until it is asked for again."""

    number: int
    position: int
    said: bytes


MARKED: Kept[tuple[object, str], Marked] = Kept(200)


def search_terms(typed: str) -> list[str]:
    """Fold what was typed into words; signs mean nothing, so no syntax can be smuggled in."""
    return normalise(typed[:200]).split()[:MOST_WORDS]


def said(dialect: str, terms: list[str]) -> str:
    """Write "its words begin with each of these" as the engine's search wants it; `terms` come from `search_terms`."""
    if dialect == "sqlite":
        return " ".join(f'"{term}"*' for term in terms)
    return " & ".join(f"{term}:*" for term in terms)


def hits(session: Session, terms: list[str]) -> list[int] | None:
    """List the initiatives that say every one of `terms`, readable or not; None where there are too many to list."""
    bind = session.get_bind()
    asked = said(bind.dialect.name, terms)
    if not OFTEN.get((bind, asked)):
        found = list(session.connection().scalars(HITS[bind.dialect.name], {"said": asked}))
        if len(found) <= MOST_HITS:
            return found
        OFTEN.put((bind, asked), value=True)
    return None


def says(folded: str, terms: list[str]) -> bool:
    """Read what `said` asks of the folded words of one initiative in Python."""
    words = folded.split()
    return all(any(word.startswith(term) for word in words) for term in terms)


def marks(session: Session, terms: list[str], now: Moment) -> bytes:
    """Mark who says all of `terms` at this moment, for a word that is asked again; SQLite only.

    It would gather all who say a word before it looks at the first of them. After an act only those it touched are
    asked again. Nothing is said where another request has looked later than this one began to read.
    """
    bind = session.get_bind()
    if bind.dialect.name != "sqlite":
        return b""
    key = bind, said(bind.dialect.name, terms)
    if (known := MARKED.get(key)) is None:
        return MARKED.put(key, Marked(now.number, now.position, b"")).said
    if now.number < known.number:
        return b""
    if not known.said or now.number > known.number:
        known = MARKED.put(key, Marked(now.number, now.position, _marked(session, terms, now, known)))
    return known.said


def _marked(session: Session, terms: list[str], now: Moment, known: Marked) -> bytes:
    touched = now.since(known.position) if known.said else set[int]()
    if known.said and len(touched) <= MOST_HITS:
        words = select(Words.initiative_id, Words.folded).where(Words.initiative_id.in_(touched))
        saying = {one for one, folded in session.connection().execute(words) if says(folded, terms)}
        found = bytearray(known.said)
    else:
        touched = saying = set(session.connection().scalars(ALL, {"said": said("sqlite", terms)}))
        found = bytearray()
    found.extend(bytes(max(max(touched, default=0) + 1 - len(found), 0)))
    for one in touched:
        found[one] = one in saying
    return bytes(found)


def is_marked(marked: BindParameter[bytes]) -> ColumnElement[bool]:
    """Ask what `marks` has noted of one initiative after another."""
    return func.substr(marked, Initiative.id + 1, 1, type_=LargeBinary()) == literal_column("x'01'")


def saying(dialect: str, terms: list[str]) -> ColumnElement[bool]:
    """Read "its words begin with each of these" as SQL, by the index of the engine."""
    return Initiative.id.in_(_saying(dialect, said(dialect, terms)))


def is_saying(dialect: str, asked: BindParameter[str]) -> ColumnElement[bool]:
    """Ask what `said` describes of one initiative after another, where most would be found."""
    if dialect == "sqlite":
        return Initiative.id.in_(_saying(dialect, asked))  # read once into a list
    vector = select(Words.vector).where(Words.initiative_id == Initiative.id).scalar_subquery()
    return _matches(vector, asked)


def _saying(dialect: str, asked: BindParameter[str] | str) -> Select[int]:
    if dialect == "sqlite":
        fts = table("initiative_words_fts", column("rowid", Integer), column("initiative_words_fts"))
        return select(fts.c.rowid).where(fts.c.initiative_words_fts.op("MATCH")(asked))
    return select(Words.initiative_id).where(_matches(Words.__table__.c.vector, asked))


def _matches(vector: ColumnElement[Any], asked: BindParameter[str] | str) -> ColumnElement[bool]:
    query = func.to_tsquery(literal_column("'simple'"), asked)
    return BinaryExpression(vector, query, custom_op("@@", is_comparison=True), type_=Boolean())


# Behind a fence on PostgreSQL: with the limit in sight it would read the table in the hope of finding enough early.
_FENCED = _saying("postgresql", bindparam("said")).cte("hits").prefix_with("MATERIALIZED")
ALL = _saying("sqlite", bindparam("said"))
HITS = {
    "sqlite": ALL.limit(MOST_HITS + 1),
    "postgresql": select(_FENCED.c.initiative_id).limit(MOST_HITS + 1),
}


def similar(session: Session, actor: Actor, typed: str, most: int = 4) -> list[Initiative]:
    """List what the actor may read whose title and summary say much of what `typed` says, the most alike first."""
    ours = likeness.telling(typed)
    terms = [word for word, weight in ours.items() if weight == 1][: likeness.MOST_WORDS]
    if not terms:
        return []
    dialect = session.get_bind().dialect.name
    any_of = or_(*(saying(dialect, [term]) for term in terms))
    found = visible_to(actor).where(any_of, Initiative.shown.is_not(None)).order_by(Initiative.id.desc())
    parts = selectinload(Initiative.versions), selectinload(Initiative.translations)
    near = session.scalars(found.limit(LOOKED_AT).options(*parts))
    alike = [(common, one.id, one) for one in near if (common := likeness.shared(ours, one.in_short))]
    return [one for _common, _id, one in sorted(alike, key=lambda row: row[:2], reverse=True)[:most]]
