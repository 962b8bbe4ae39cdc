"""The one clock. Tests and the demo data move it; nothing else asks the machine for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def today() -> date:
    """Return the day it is in Belgium."""
    return now().astimezone(BRUSSELS).date()


@contextmanager
def stopped_at(instant: datetime) -> Iterator[None]:
    """Let it be `instant` for everything done inside."""
    token = _stopped.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
