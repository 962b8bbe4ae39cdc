"""The mapped base class, instants, and the one way to write: `begin_write`.

A GET reads in a deferred transaction that never becomes a writing one: SQLite refuses that upgrade at once,
whatever its timeout, and PostgreSQL would check rules against rows nobody holds. A flush or bulk statement
outside `begin_write` raises on both engines.
"""

import fcntl
import os
import time
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import IO, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import Connection, Dialect, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from participation.errors import Busy

WAIT_SECONDS = 5
CHUNK = 1000  # rows a statement
LEFT: list[Pool] = []  # of the parent's connections, kept so that nothing closes them
UNSYNCED = {"synchronize_session": False}  # for bulk statements on what is not held in memory
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "recursive_triggers=ON",
    "cache_size=-8000",
)
# Lock not available, deadlock, serialisation failure, full disk, too many connections, statement given up; then what
# SQLite says when the disk or the lock is the matter.
BUSY_STATES = frozenset({"55P03", "40P01", "40001", "53100", "53300", "57014"})
BUSY_WORDS = ("database is locked", "database or disk is full", "disk I/O error")


class Instant(sa.TypeDecorator[datetime]):
    """An aware instant, kept in UTC; SQLite hands it back without its zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # given
        """Store UTC; raise `ValueError` for a naive instant, which is a mistake in the code."""
        if value is not None and value.tzinfo is None:
            raise ValueError(value)
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # given
        """Return UTC, whatever the engine kept."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Parent of every table; names constraints so that migrations and error messages can refer to them."""

    type_annotation_map: ClassVar = {
        datetime: Instant,
        # An enum is stored as its value, in text: a new member needs no migration.
        StrEnum: sa.Enum(StrEnum, values_callable=lambda e: [m.value for m in e], native_enum=False, length=30),
    }
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class WriteOutsideTurn(RuntimeError):
    """A flush or a bulk statement without `begin_write`: a mistake in the code, not of the person."""


def begin_write(session: Session) -> None:
    """Leave the reading transaction, wait for a turn, and begin the writing one; what was read is expired."""
    session.rollback()
    connection = session.connection(execution_options={"write": True})
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")


def add_once(session: Session, table: type[Base], rows: list[dict[str, Any]], once: list[str]) -> None:
    """Add what is not there yet; the unique index over `once` decides."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for start in range(0, len(rows), CHUNK):
        adding = insert(table).on_conflict_do_nothing(index_elements=once)
        session.execute(adding, rows[start : start + CHUNK])


def ready(engine: Engine) -> Engine:
    """Attach the events an engine needs."""
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _count_pages)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _connect)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "checkin", _checkin)
        os.register_at_fork(after_in_child=partial(_leave_to_parent, weakref.ref(engine)))
    return engine


def limit_statements(engine: Engine, seconds: int, is_page: Callable[[], bool]) -> None:
    """Let PostgreSQL give up a page's statement after `seconds`, 0 for never; commands and the worker take their time.

    A connection is told when it changes hands, so that a page asks nothing more than before.
    """

    def tell(raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401  # as in _count_pages
        wanted = seconds if is_page() else 0
        if record.info.get("limit", 0) != wanted:
            _set(raw, f"statement_timeout = '{wanted}s'")
            record.info["limit"] = wanted

    if engine.dialect.name == "postgresql":
        event.listen(engine, "checkout", tell)


def _leave_to_parent(known: weakref.ref[Engine]) -> None:
    """Let a forked process open connections of its own: SQLite's locks are those of the process that opened them.

    The parent's are neither used nor closed here: closing a file ends the locks on it.
    """
    engine = known()
    if engine is not None:
        LEFT.append(engine.pool)
        engine.dispose(close=False)


def is_busy(error: OperationalError) -> bool:
    """Tell what may pass (a lock not had in time, a full disk) from a fault."""
    if getattr(error.orig, "sqlstate", None) in BUSY_STATES:
        return True
    return any(words in str(error.orig) for words in BUSY_WORDS)


def _connect(raw: Any, _record: ConnectionPoolEntry) -> None:  # noqa: ANN401  # DBAPIConnection lacks isolation_level
    raw.isolation_level = None  # the driver begins nothing by itself
    for pragma in PRAGMAS:
        raw.execute("PRAGMA " + pragma)


def _count_pages(raw: Any, _record: ConnectionPoolEntry) -> None:  # noqa: ANN401  # DBAPIConnection knows no `with`
    """Tell PostgreSQL that its disk has no arm to move: by default it would rather read a table than an index."""
    _set(raw, "random_page_cost = 1.1")


def _set(raw: Any, setting: str) -> None:  # noqa: ANN401  # as in _count_pages
    """Tell PostgreSQL something for as long as this connection lasts, outside of any transaction."""
    with raw.cursor() as cursor:
        cursor.execute(f"SET {setting}")
    raw.commit()


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    if write:
        connection.connection.info["turn"] = _turn(Path(f"{connection.engine.url.database}.turn"))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN DEFERRED")


def _turn(path: Path) -> IO[str]:
    """Wait in front of the file; the kernel frees the turn of a process that dies."""
    turn = path.open("w")
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                turn.close()
                raise Busy from None
            time.sleep(0.001)  # a blocking flock would be fairer, and could not be given up
        else:
            return turn


def _checkin(_raw: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    if turn := record.info.pop("turn", None):
        turn.close()


@event.listens_for(Session, "before_flush")
def _guard_flush(session: Session, _context: object, _instances: object) -> None:
    _require_turn(session)


@event.listens_for(Session, "do_orm_execute")
def _guard_bulk(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _require_turn(state.session)


def _require_turn(session: Session) -> None:
    if not session.connection().get_execution_options().get("write"):
        raise WriteOutsideTurn
