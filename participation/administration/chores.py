"""How the worker is, in words for administrators."""

from datetime import datetime, timedelta
from typing import Any

from flask import g
from sqlalchemy.orm import Session

from participation import clock
from participation.jobs import queries
from participation.jobs.labels import CHORE_FAULTS, CHORES
from participation.languages import text as _
from participation.web import formats

HEARTBEAT = "round"
LONGEST_SILENCE = timedelta(minutes=5)  # it says so every minute


def worker(session: Session) -> dict[str, Any]:
    """Say when the worker was last seen, and how each chore went."""
    found = queries.chores(session)
    pulse = found.get(HEARTBEAT)
    seen = pulse.ended_at if pulse else None
    return {
        "is_away": seen is None or clock.now() - seen > LONGEST_SILENCE,
        "seen": _seen(seen),
        "chores": [
            (str(label), _when(found[name].ended_at), _how(found[name].error))
            for name, label in CHORES.items()
            if name in found
        ],
    }


def _seen(seen: datetime | None) -> str:
    if seen is None:
        return _("The worker has never been seen. Mails wait until it is started.")
    if clock.now() - seen > LONGEST_SILENCE:
        return _("The worker was last seen on %(moment)s. Mails wait until it is started again.", moment=_when(seen))
    return _("The worker last did its round at %(time)s.", time=formats.local_time(seen, g.language))


def _when(at: datetime | None) -> str:
    return formats.local_moment(at, g.language) if at else _("never")


def _how(error: str) -> str:
    return str(CHORE_FAULTS.get(error, CHORE_FAULTS[""])) if error else _("in order")
