"""What happened to a thing, and whether the journal still says what it said."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, select, true
from sqlalchemy.orm import Session

from participation.journal.chain import START, Head, digest, follow
from participation.journal.models import Entry, Link, Pending

OVERDUE = timedelta(minutes=5)
BEGIN = Head(0, START)
STRETCH = 5000  # positions that are verified while somebody waits: a fraction of a second
EVERY = true()
PROJECTED = ("kind", "actor_key", "organisation_id", "subject_kind", "subject_id", "request_id")

HISTORY: Select[Entry] = (
    select(Entry).where(Entry.subject_kind == bindparam("kind"), Entry.subject_id == bindparam("id")).order_by(Entry.id)
)


def history(session: Session, kind: str, number: int) -> list[Entry]:
    """List everything recorded about one thing, oldest first."""
    return list(session.scalars(HISTORY, {"kind": kind, "id": number}))


class Step(NamedTuple):
    """What a page tells of an entry."""

    kind: str
    at: datetime
    body: str


STEPS = HISTORY.with_only_columns(Entry.kind, Entry.at, Entry.body)


def steps(session: Session, kind: str, number: int) -> list[Step]:
    """List what happened to one thing, oldest first, for a page that only tells it."""
    rows = session.connection().execute(STEPS, {"kind": kind, "id": number})
    return [Step._make(row) for row in rows]


def last(session: Session, kind: str, number: int) -> Entry | None:
    """Return the newest entry about one thing."""
    newest = HISTORY.order_by(None).order_by(Entry.id.desc()).limit(1)
    return session.scalars(newest, {"kind": kind, "id": number}).first()


def facts(entry: Entry | Step) -> dict[str, str | int | bool | None]:
    """Read what an entry adds to its columns."""
    found: dict[str, str | int | bool | None] = json.loads(entry.body)["facts"]
    return found


def oldest_pending(session: Session) -> datetime | None:
    """Return since when an entry waits to be sealed; None where none does."""
    return session.scalar(select(func.min(Entry.at)).join(Pending))


def head(session: Session) -> Head:
    """Return the end of the chain."""
    found = session.execute(select(Link.position, Link.hash).order_by(Link.position.desc()).limit(1)).first()
    return Head(*found) if found else BEGIN


class Wrong(StrEnum):
    """What may be wrong with an entry or a position."""

    ALTERED = "altered"  # the entry no longer has its own digest, or its columns differ from its body
    MISSING = "missing"  # a link without its entry, or a position without its link
    MOVED = "moved"  # a sound entry that is not the one sealed here: swapped, inserted, or rewritten whole
    UNQUEUED = "unqueued"  # neither sealed nor waiting
    OVERDUE = "overdue"  # waiting for too long
    CUT = "cut"  # the chain does not reach the published head


class Fault(NamedTuple):
    """One finding; `number` is a position, or an entry's id where nothing seals it."""

    wrong: Wrong
    number: int


def verify(session: Session, at: datetime, published: Head | None = None) -> list[Fault]:
    """List every fault, not only the first. What is changed before it is sealed is not covered."""
    return [*_chain(session, published), *_outside(session, at)]


class Stretch(NamedTuple):
    """What a look at a part of the chain has found: from which position, up to which end, and whether that is all."""

    first: int
    end: Head
    faults: list[Fault]
    is_last: bool


def verify_on(session: Session, at: datetime, after: Head = BEGIN, most: int = STRETCH) -> Stretch:
    """Verify at most `most` positions behind `after`, where an earlier look ended: a page cannot wait for them all."""
    last = head(session).position
    until = min(after.position + most, last)
    ends = {
        position: (entry_id, known)
        for position, entry_id, known in session.execute(
            select(Link.position, Link.entry_id, Link.hash).where(Link.position.in_([after.position, until]))
        )
    }
    low, known = ends.get(after.position, (0, START if after.position == 0 else ""))
    faults = [] if after.hash in {known, ""} else [Fault(Wrong.MOVED if known else Wrong.MISSING, after.position)]
    high, reached = ends.get(until, (low, ""))
    faults += _chain(session, None, Head(after.position, known), until)
    outside = Entry.id > low if until == last else Entry.id.between(low + 1, high)
    return Stretch(after.position + 1, Head(until, reached), [*faults, *_outside(session, at, outside)], until == last)


def _chain(session: Session, published: Head | None, after: Head = BEGIN, until: int | None = None) -> Iterator[Fault]:
    """Walk the links; after a fault go on from the hash that is there, so that only the guilty are named."""
    wanted = select(Link.position, Link.entry_id, Link.entry_digest, Link.hash, Entry)
    wanted = wanted.outerjoin(Entry, Entry.id == Link.entry_id).where(Link.position > after.position)
    if until is not None:
        wanted = wanted.where(Link.position <= until)
    rows = session.execute(wanted.order_by(Link.position).execution_options(yield_per=1000))
    expected, previous, reached = after.position + 1, after.hash, published is None or published.position == 0
    for row in rows:
        yield from (Fault(Wrong.MISSING, gap) for gap in range(expected, row.position))
        if (wrong := _link(row, previous, gap=not previous or row.position != expected)) is not None:
            yield Fault(wrong, row.position)
        reached = reached or published == (row.position, row.hash)
        expected, previous = row.position + 1, row.hash
    yield from (Fault(Wrong.MISSING, gap) for gap in range(expected, (until or 0) + 1))
    if not reached:
        yield Fault(Wrong.CUT, expected - 1)


def _link(row: Row[int, int, str, str, Entry], previous: str, *, gap: bool) -> Wrong | None:
    if row.Entry is None:
        return Wrong.MISSING
    if not _sound(row.Entry):
        return Wrong.ALTERED
    if row.Entry.digest != row.entry_digest:
        return Wrong.MOVED
    # Behind a gap the previous hash is gone, so this link can only be checked by those after it.
    if not gap and row.hash != follow(previous, row.position, row.entry_id, row.Entry.digest):
        return Wrong.MOVED
    return None


def _sound(entry: Entry) -> bool:
    if digest(entry.body) != entry.digest:
        return False
    body = json.loads(entry.body)
    return body["at"] == entry.at.isoformat() and all(body[name] == getattr(entry, name) for name in PROJECTED)


def _outside(session: Session, at: datetime, among: ColumnElement[bool] = EVERY) -> Iterator[Fault]:
    rows = session.execute(
        select(Entry.id, Entry.at, Pending.entry_id)
        .outerjoin(Pending)
        .outerjoin(Link, Link.entry_id == Entry.id)
        .where(Link.position.is_(None), among)
        .order_by(Entry.id)
    )
    for entry_id, entered, waiting in rows:
        if waiting is None:
            yield Fault(Wrong.UNQUEUED, entry_id)
        elif at - entered > OVERDUE:
            yield Fault(Wrong.OVERDUE, entry_id)


WAITS = select(exists().select_from(Pending))  # whether anything is to be sealed
# One statement, so that an entry which is being sealed is counted once.
WRITTEN = select(
    select(func.coalesce(func.max(Link.position), 0)).scalar_subquery(),
    select(func.count()).select_from(Pending).scalar_subquery(),
)


class Written(NamedTuple):
    """How many entries are sealed, and how many wait to be."""

    sealed: int
    waiting: int

    @property
    def number(self) -> int:
        """How many there are: an act that is committed later still makes another number, unlike the highest id."""
        return self.sealed + self.waiting


def written(session: Session) -> Written:
    """Count the entries."""
    return Written._make(session.connection().execute(WRITTEN).one())
