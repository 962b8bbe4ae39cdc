"""Fill the catalogue; later changes are the administrator's."""

import tomllib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.reasons.models import Reason

FIRST = Path(__file__).with_name("reasons.toml")


def load(session: Session) -> None:
    """Add the reasons that every installation starts with and does not have yet; call after `begin_write`."""
    known = set(session.scalars(select(Reason.code)))
    for position, (code, row) in enumerate(tomllib.loads(FIRST.read_text()).items()):
        if code not in known:
            session.add(Reason(code=code, position=position, **row))
