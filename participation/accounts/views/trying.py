"""How each view that looks at a password, or at a code from an app or a mail, begins."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from participation.accounts import tries
from participation.db import begin_write
from participation.errors import TooMany
from participation.extensions import db
from participation.web.limits import network

MOST_CODES = 5  # tries at the code of one mail


class Mailed(NamedTuple):
    """A mail with a code in it: what the code does, where it went, and when it ends."""

    what: str
    email: str
    until: str

    @property
    def trier(self) -> tries.Trier:
        """Who tries, from here, mail after mail."""
        return tries.Trier(self.what, self.email, network())

    @property
    def of_mail(self) -> tries.Trier:
        """Who tries at this mail, from wherever."""
        return tries.Trier(f"{self.what}|{self.until}", self.email)


def begin_code(mailed: Mailed, at: datetime) -> bool:
    """Count a try at the code of a mail before it is looked at; tell whether this mail has one left.

    Commits by itself. Raises `TooMany` with the seconds to wait.
    """
    return tries.number_of(db.session(), mailed.of_mail) < MOST_CODES and bool(begin_codes([mailed], at))


def begin_codes(mails: Sequence[Mailed], at: datetime) -> list[Mailed]:
    """Count one try at the codes of all mails to one address; return the mails that had one left.

    Commits by itself. Raises `TooMany` with the seconds to wait.
    """
    session = db.session()
    begin_try(mails[0].trier, at)
    begin_write(session)
    for mailed in mails:
        tries.count(session, mailed.of_mail, at)
    left = [mailed for mailed in mails if tries.number_of(session, mailed.of_mail) <= MOST_CODES]
    session.commit()  # of many at once, some come too late
    return left


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
