"""Wrong passwords and codes meet pauses that grow: 1, 2, 4 ... seconds, at most a quarter of an hour.

They are counted for the account and for the network it was tried from. A browser in which the person signed in before
is counted by itself: whoever guesses elsewhere makes nobody wait there. A link by mail is open at all times, since its
second step is counted apart from the passwords, which anybody can get wrong.
"""

import hmac
import math
import re
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from participation.accounts.models import FailedSignIn
from participation.accounts.tokens import derive, digest_of
from participation.db import UNSYNCED
from participation.errors import TooMany

LONGEST = 900  # seconds
PASSWORD, SECOND_STEP, OWN = "password", "second step", "own account"  # what is tried
PEOPLE_OF_A_BROWSER = 5  # whose seals its cookie holds
COOKIE = re.compile(r"[\w-]{22}(\.[0-9a-f]{64})+", re.ASCII)


class Patience(NamedTuple):
    """How many wrong ones are free, and for how long each of them counts."""

    free: int
    span: timedelta


OF_ACCOUNT = Patience(5, timedelta(hours=6))
OF_NETWORK = Patience(40, timedelta(hours=1))  # many people may share one


class Trier(NamedTuple):
    """What is tried, on whose account, and from where."""

    what: str
    email: str
    network: str = ""  # empty where only its owner can try
    device: str = ""  # what names a known browser; empty for any other

    @property
    def account(self) -> str:
        """What the account's tries are counted under; the part that somebody types stands last."""
        return digest_of(f"{self.what}|{self.device}|{self.email}")

    @property
    def place(self) -> str:
        """What the network's tries are counted under; a known browser has no part in them."""
        return digest_of(f"network|{self.network}") if self.network and not self.device else self.account


def pause(wrong: int, free: int) -> int:
    """Return the seconds to wait after so many wrong ones."""
    beyond = wrong - free
    return 0 if beyond < 0 else min(LONGEST, 2 ** min(beyond, 10))


def require_patience(session: Session, who: Trier, at: datetime, *, but: int = 0) -> None:
    """Raise `TooMany` with the seconds that are left to wait; the try `but` is the one that asks."""
    if wait := _left(session, who, at, but):
        raise TooMany(wait)


def count(session: Session, who: Trier, at: datetime) -> int:
    """Count a try as wrong until it has proved right; return its number. Call after `begin_write`."""
    made = FailedSignIn(account=who.account, network=who.place, at=at)
    session.add(made)
    session.flush()
    return made.id


def number_of(session: Session, who: Trier) -> int:
    """Count how often it was tried, whenever and from wherever."""
    return session.scalar(select(func.count()).where(FailedSignIn.account == who.account)) or 0


def take_back(session: Session, number: int) -> None:
    """Forget a try that nobody looked at. Call after `begin_write`."""
    _forget(session, FailedSignIn.id == number)


def proved_right(session: Session, who: Trier) -> None:
    """Forget what went wrong from here before; guesses from elsewhere stay counted. Call after `begin_write`."""
    _forget(session, (FailedSignIn.account == who.account) & (FailedSignIn.network == who.place))


def _left(session: Session, who: Trier, at: datetime, but: int) -> int:
    longest = 0.0
    for which, patience in ((FailedSignIn.account == who.account, OF_ACCOUNT),
                            (FailedSignIn.network == who.place, OF_NETWORK)):  # fmt: skip
        # Since when: a clock that ran ahead and was set right has left tries that count, and nobody waits for.
        last_one = func.max(FailedSignIn.at).filter(FailedSignIn.at <= at)
        counted = select(func.count(), last_one).where(
            which, FailedSignIn.id != but, FailedSignIn.at > at - patience.span
        )
        wrong, last = session.execute(counted).one()
        if last is not None and (wait := pause(wrong, patience.free)):  # the last one may be of a moment after `at`
            longest = max(longest, wait - (at - last).total_seconds())
    return min(LONGEST, math.ceil(longest))


def _forget(session: Session, which: ColumnElement[bool]) -> None:
    session.execute(delete(FailedSignIn).where(which), execution_options=UNSYNCED)


def known_here(secret: str, person_id: int, cookie: str) -> str:
    """Return the cookie of a browser in which this person has signed in: its name, and a seal for each person."""
    if device_of(secret, person_id, cookie):
        return cookie
    name, *seals = cookie.split(".") if COOKIE.fullmatch(cookie) else (secrets.token_urlsafe(16),)
    return ".".join((name, _seal(secret, person_id, name), *seals[: PEOPLE_OF_A_BROWSER - 1]))


def device_of(secret: str, person_id: int | None, cookie: str) -> str:
    """Return the name of a browser this person has signed in with; empty for any other."""
    name, *seals = cookie.split(".")
    own = _seal(secret, person_id or 0, name).encode()
    is_own = any(hmac.compare_digest(seal.encode(), own) for seal in seals[:PEOPLE_OF_A_BROWSER])
    return name if is_own and person_id is not None else ""


def _seal(secret: str, person_id: int, name: str) -> str:
    return derive(secret, "device", str(person_id), name)
