"""How each view that looks at a password or a code begins."""

from datetime import datetime

from participation.accounts import tries
from participation.db import begin_write
from participation.errors import TooMany
from participation.extensions import db


def begin_try(who: tries.Trier, at: datetime) -> None:
    """Count a try before it is looked at, which is dear, so that many at once are no way around.

    Commits by itself. Raises `TooMany` with the seconds to wait.
    """
    session = db.session()
    tries.require_patience(session, who, at)
    begin_write(session)
    number = tries.count(session, who, at)
    session.commit()
    try:
        tries.require_patience(session, who, at, but=number)
    except TooMany:
        begin_write(session)
        tries.take_back(session, number)
        session.commit()
        raise
