"""The journal is append-only by the database's own triggers, and whoever gets past them is found out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.journal.actions import record, seal
from participation.journal.chain import Head, digest, follow
from participation.journal.models import Entry, Link, Pending, triggers
from participation.journal.queries import Fault, Wrong, head, verify

COLUMNS = {"kind": "edit", "actor_key": "k", "organisation_id": 1, "subject_kind": "thing", "request_id": "r"}


@pytest.fixture
def journal(session: Session) -> Session:
    """Six entries, sealed."""
    for number in range(1, 7):
        record(session, clock.now(), COLUMNS | {"subject_id": number}, {"text": f"é {number}"})
        session.flush()
    seal(session)
    session.commit()
    begin_write(session)
    return session


@contextmanager
def unguarded(session: Session) -> Iterator[None]:
    """Take triggers and foreign keys away, as someone could who owns the database."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET session_replication_role = replica"))
        yield
        session.execute(text("SET session_replication_role = origin"))
        return
    names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name in [name for name in names if name.startswith("journal")]:
        session.execute(text(f"DROP TRIGGER {name}"))
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    yield


def faults(session: Session, published: Head | None = None) -> list[Fault]:
    session.flush()
    session.expire_all()
    return verify(session, clock.now(), published)


STATEMENTS = [
    update(Entry).values(kind="x"),
    delete(Entry),
    update(Link).values(hash="x"),
    delete(Link),
    text("INSERT OR REPLACE INTO journal_link (position, entry_id, entry_digest, hash) VALUES (1, 1, 'x', 'x')"),
    text("TRUNCATE journal_entry CASCADE"),
    text("TRUNCATE journal_link"),
]


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: " ".join(str(s).split()[:5]))
def test_l8_the_database_refuses_to_change_or_forget(journal: Session, statement: object) -> None:
    with pytest.raises(DBAPIError), journal.begin_nested():
        journal.execute(statement)  # type: ignore[call-overload]  # some are text
    assert faults(journal) == []
    assert head(journal).position == 6


def test_an_untouched_journal_has_no_fault(journal: Session) -> None:
    assert faults(journal, head(journal)) == []


def test_l7_a_changed_entry_is_named(journal: Session) -> None:
    with unguarded(journal):
        journal.execute(update(Entry).where(Entry.subject_id == 3).values(body="{}"))
    assert faults(journal) == [Fault(Wrong.ALTERED, 3)]


@pytest.mark.parametrize("column", ["kind", "actor_key", "organisation_id", "subject_id", "request_id", "at"])
def test_l7_a_changed_column_is_named_though_the_body_stands(journal: Session, column: str) -> None:
    changed = {"organisation_id": 9, "subject_id": 9, "at": clock.now() + timedelta(days=1)}.get(column, "x")
    with unguarded(journal):
        journal.execute(update(Entry).where(Entry.subject_id == 3).values({column: changed}))
    assert faults(journal) == [Fault(Wrong.ALTERED, 3)]


def test_l7_an_entry_rewritten_with_its_digest_is_named(journal: Session) -> None:
    with unguarded(journal):
        entry = journal.scalars(select(Entry).where(Entry.subject_id == 3)).one()
        body = entry.body.replace("é 3", "e 3")
        journal.execute(update(Entry).where(Entry.id == entry.id).values(body=body, digest=digest(body)))
    assert faults(journal) == [Fault(Wrong.MOVED, 3)]


def test_l7_a_missing_entry_is_named(journal: Session) -> None:
    with unguarded(journal):
        journal.execute(delete(Entry).where(Entry.subject_id == 3))
        assert faults(journal) == [Fault(Wrong.MISSING, 3)]


def test_l7_a_missing_link_is_named_and_so_is_the_entry_it_sealed(journal: Session) -> None:
    with unguarded(journal):
        entry = journal.scalars(select(Link.entry_id).where(Link.position == 3)).one()
        journal.execute(delete(Link).where(Link.position == 3))
        assert faults(journal) == [Fault(Wrong.MISSING, 3), Fault(Wrong.UNQUEUED, entry)]


def test_l7_two_entries_that_changed_places_are_named(journal: Session) -> None:
    with unguarded(journal):
        third, fourth = journal.scalars(select(Link).where(Link.position.in_([3, 4])).order_by(Link.position))
        swapped = [
            {"position": 3, "entry_id": fourth.entry_id, "entry_digest": fourth.entry_digest, "hash": third.hash},
            {"position": 4, "entry_id": third.entry_id, "entry_digest": third.entry_digest, "hash": fourth.hash},
        ]
        journal.expunge_all()
        journal.execute(delete(Link).where(Link.position.in_([3, 4])))
        journal.execute(insert(Link), swapped)
    assert faults(journal) == [Fault(Wrong.MOVED, 3), Fault(Wrong.MOVED, 4)]


def test_l7_an_entry_slipped_past_the_queue_is_named(journal: Session) -> None:
    with unguarded(journal):
        record(journal, clock.now(), COLUMNS | {"subject_id": 9}, {})
        journal.flush()
    entry = journal.scalars(select(Entry.id).where(Entry.subject_id == 9)).one()
    assert faults(journal) == [Fault(Wrong.UNQUEUED, entry)]


def test_l7_an_entry_put_into_the_middle_is_named(journal: Session) -> None:
    with unguarded(journal):
        record(journal, clock.now(), COLUMNS | {"subject_id": 9}, {})
        journal.flush()
        new = journal.scalars(select(Entry).where(Entry.subject_id == 9)).one()
        before = journal.get_one(Link, 2).hash
        moved = {"entry_id": new.id, "entry_digest": new.digest, "hash": follow(before, 3, new.id, new.digest)}
        old = journal.scalars(select(Link.entry_id).where(Link.position == 3)).one()
        journal.execute(update(Link).where(Link.position == 3).values(moved))
        journal.execute(delete(Pending))
    assert faults(journal) == [Fault(Wrong.MOVED, 4), Fault(Wrong.UNQUEUED, old)]


def test_l7_a_tail_cut_off_whole_shows_against_the_published_head(journal: Session) -> None:
    published = head(journal)
    with unguarded(journal):
        gone = list(journal.scalars(select(Link.entry_id).where(Link.position > 4)))
        journal.execute(delete(Link).where(Link.position > 4))
        journal.execute(delete(Entry).where(Entry.id.in_(gone)))
        assert faults(journal) == []
        assert faults(journal, published) == [Fault(Wrong.CUT, 4)]


def test_l7_a_chain_written_anew_shows_against_the_published_head(journal: Session) -> None:
    published = head(journal)
    with unguarded(journal):
        entry = journal.scalars(select(Entry).where(Entry.subject_id == 3)).one()
        body = entry.body.replace("é 3", "e 3")
        journal.execute(update(Entry).where(Entry.id == entry.id).values(body=body, digest=digest(body)))
        journal.execute(delete(Link))
        journal.execute(insert(Pending), [{"entry_id": key} for key in journal.scalars(select(Entry.id))])
        seal(journal)
        assert faults(journal) == []
        assert faults(journal, published) == [Fault(Wrong.CUT, 6)]


def test_what_waits_too_long_is_named(journal: Session) -> None:
    record(journal, clock.now(), COLUMNS | {"subject_id": 9}, {})
    journal.flush()
    entry = journal.scalars(select(Entry.id).where(Entry.subject_id == 9)).one()
    assert faults(journal) == []
    assert verify(journal, clock.now() + timedelta(minutes=6)) == [Fault(Wrong.OVERDUE, entry)]


@pytest.mark.race
def test_an_entry_that_commits_late_is_sealed_all_the_same(session: Session, engine: Engine) -> None:
    """No id is a watermark: the one with the lower id may be seen after the one with the higher."""
    if engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time: nobody commits late")
    with Session(engine) as late:
        begin_write(late)
        record(late, clock.now(), COLUMNS | {"subject_id": 1}, {})
        late.flush()
        record(session, clock.now(), COLUMNS | {"subject_id": 2}, {})
        session.commit()
        begin_write(session)
        assert seal(session).position == 1
        session.commit()
        late.commit()
    begin_write(session)
    assert seal(session).position == 2
    assert faults(session) == []


def test_every_engine_has_its_triggers() -> None:
    assert len(triggers("sqlite")) == 5
    assert len(triggers("postgresql")) == 7
