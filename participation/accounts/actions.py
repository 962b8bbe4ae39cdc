"""Signing in and out: rows, so that both bite at the very next request."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from participation.accounts.models import FailedSignIn, OneTimeToken, Person, SignedIn
from participation.accounts.tokens import digest_of
from participation.deeds import KeptForm
from participation.errors import TooMany

MOST_OF_ACCOUNT, MOST_OF_NETWORK = 8, 40  # failed tries within the span
SPAN = timedelta(minutes=15)
KEPT_FOR = timedelta(hours=2)
Typed = list[tuple[str, str]]  # a form's fields in their order; several may share a name


def require_patience(session: Session, email: str, network: str, at: datetime) -> None:
    """Raise `TooMany` after too many failed tries on one account or from one network."""
    for column, value, most in (
        (FailedSignIn.account, digest_of(email), MOST_OF_ACCOUNT),
        (FailedSignIn.network, digest_of(network), MOST_OF_NETWORK),
    ):
        failed = select(func.count()).where(column == value, FailedSignIn.at > at - SPAN)
        if (session.scalar(failed) or 0) >= most:
            raise TooMany(int(SPAN.total_seconds()))


def note_failure(session: Session, email: str, network: str, at: datetime) -> None:
    """Count a failed try."""
    session.add(FailedSignIn(account=digest_of(email), network=digest_of(network), at=at))


def start(session: Session, person: Person, at: datetime, hours: int) -> str:
    """Begin a session and return the token for the cookie."""
    token = secrets.token_urlsafe(32)
    until = at + timedelta(hours=hours)
    session.add(SignedIn(digest=digest_of(token), person_id=person.id, hat="", since=at, seen_at=at, until=until))
    return token


def set_first_password(session: Session, person: Person, row: OneTimeToken, hashed: str, at: datetime) -> None:
    """Use a token up; sessions the person may have had elsewhere end."""
    person.password, row.used_at = hashed, at
    session.execute(delete(SignedIn).where(SignedIn.person_id == person.id))


def end(session: Session, session_id: int) -> None:
    """End one session."""
    session.execute(delete(SignedIn).where(SignedIn.id == session_id))


def choose_hat(session: Session, session_id: int, hat: str) -> None:
    """Let another organisation, or the desk, be in force; one that is not the person's falls back to the first."""
    found = session.get(SignedIn, session_id)
    if found is not None:
        found.hat = hat[:200]


def keep(session: Session, address: str, typed: Sequence[tuple[str, str]], at: datetime) -> str:
    """Lay aside what a visitor typed, and return the token that brings it back to `address`."""
    token = secrets.token_urlsafe(32)
    session.add(KeptForm(token_digest=digest_of(token), address=address, fields=json.dumps(list(typed)), at=at))
    return token


def kept(session: Session, address: str, token: str, at: datetime) -> Typed | None:
    """Return what was laid aside for `address`; None for another address, a wrong token, or too late."""
    found = session.get(KeptForm, digest_of(token))
    if found is None or found.address != address or found.at < at - KEPT_FOR:
        return None
    return [(name, value) for name, value in json.loads(found.fields)]
