"""Whether the installation is in order, cheaply enough to be asked every few seconds."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session

from participation import clock
from participation.db import is_busy
from participation.journal.queries import OVERDUE, oldest_pending
from participation.notifications.queries import oldest_untold

VERSION = text("SELECT version_num FROM alembic_version")
LONGEST_WAIT = timedelta(minutes=5)  # of an event: the worker looks every second


def readiness(session: Session) -> dict[str, Any]:
    """Say what is in order and what is not; `ready` is the sum."""
    try:
        return _readiness(session, clock.now())
    except SQLAlchemyError:
        session.rollback()
        return {"ready": False, "database": False}


def _readiness(session: Session, at: datetime) -> dict[str, Any]:
    migrated = session.scalar(VERSION) == _head()
    untold, unsealed = oldest_untold(session), oldest_pending(session)
    in_time = (untold is None or at - untold < LONGEST_WAIT) and (unsealed is None or at - unsealed < OVERDUE)
    return {
        "ready": migrated and in_time,
        "database": True,
        "migrations": migrated,
        "oldest_untold_seconds": _age(untold, at),
        "oldest_unsealed_seconds": _age(unsealed, at),
    }


def is_migrated(session: Session) -> bool:
    """Tell whether the tables are those of this code; a database without any, or that is away, has none of them."""
    try:
        return bool(session.scalar(VERSION) == _head())
    except OperationalError as error:
        session.rollback()
        if is_busy(error):
            raise
        return False
    except ProgrammingError:  # PostgreSQL knows no such table
        session.rollback()
        return False


def _age(since: datetime | None, at: datetime) -> int:
    return 0 if since is None else int((at - since).total_seconds())


def _head() -> str | None:
    return _head_of(current_app.extensions["migrate"].directory)


@cache
def _head_of(directory: str) -> str | None:
    config = Config()
    config.set_main_option("script_location", directory)
    return ScriptDirectory.from_config(config).get_current_head()
