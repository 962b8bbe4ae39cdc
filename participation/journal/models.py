"""Entries, the queue of those to be sealed, and the chain; the database itself keeps them append-only."""

from datetime import datetime

from sqlalchemy import DDL, ForeignKey, Index, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class Entry(Base):
    """One thing that happened; the columns repeat parts of `body` so that they can be searched."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index(None, "subject_kind", "subject_id", "id"),
        Index(None, "organisation_id", "id"),
        Index(None, "kind", "id"),
        Index(None, "actor_key", "id"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[str]
    actor_key: Mapped[str]
    organisation_id: Mapped[int | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    request_id: Mapped[str]


class Pending(Base):
    """An entry no link seals yet. Filled by a trigger, so that no code path can forget it."""

    __tablename__ = "journal_pending"

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), primary_key=True)


class Link(Base):
    """One position of the chain, without gaps."""

    __tablename__ = "journal_link"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    entry_digest: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


QUEUE = {
    "sqlite": """CREATE TRIGGER journal_queue AFTER INSERT ON journal_entry
        BEGIN INSERT INTO journal_pending (entry_id) VALUES (NEW.id); END""",
    "postgresql": """CREATE OR REPLACE FUNCTION journal_queue() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN INSERT INTO journal_pending (entry_id) VALUES (NEW.id); RETURN NULL; END $$;
        CREATE TRIGGER journal_queue AFTER INSERT ON journal_entry
        FOR EACH ROW EXECUTE FUNCTION journal_queue()""",
}
# TRUNCATE fires no row trigger on PostgreSQL, and REPLACE none on SQLite unless recursive_triggers is on (db.py).
KEEP = {
    "sqlite": """CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    "postgresql": """CREATE OR REPLACE FUNCTION journal_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{percent} is append-only', TG_TABLE_NAME; END $$;
        CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION journal_keep()""",
}
ACTS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}


def triggers(dialect: str) -> list[tuple[str, str]]:
    """List (table, statement) for every trigger of the journal, for `create_all` and for the first migration."""
    keep = [
        (table, KEEP[dialect].format(table=table, act=act, percent="%"))
        for table in (Entry.__tablename__, Link.__tablename__)
        for act in ACTS[dialect]
    ]
    return [(Entry.__tablename__, QUEUE[dialect]), *keep]


def _attach() -> None:
    for dialect in QUEUE:
        for name, statement in triggers(dialect):
            table: Table = Base.metadata.tables[name]
            ddl = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # DDL has no types
            event.listen(table, "after_create", ddl)


_attach()
