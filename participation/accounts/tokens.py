"""Tokens sent by e-mail: single use, short, bound to a purpose and a person, and nowhere kept in the clear.

A token is an HMAC, by the installation's secret, over its purpose, its person and its end. The row holds only its
digest. The web process makes the row in the transaction of the act; the worker, which knows the secret as well,
computes the same token again when it writes the mail (`link_for`). Whoever reads the database alone finds no token.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.accounts.models import OneTimeToken, Person

INVITATION, SIGN_IN = "invitation", "sign_in"
SPANS = {INVITATION: timedelta(days=7), SIGN_IN: timedelta(minutes=30)}
CODES_FOR = timedelta(days=1)  # how long the six digits beside a link are good, at most
ADDRESSES = {INVITATION: "welcome", SIGN_IN: "sign-in/link"}


def digest_of(token: str) -> str:
    """Return what a row holds in place of a token or an address."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive(secret: str, *parts: str) -> str:
    """Compute a token from what it is bound to."""
    return hmac.new(secret.encode(), "|".join(("token", *parts)).encode(), hashlib.sha256).hexdigest()


def take(session: Session, person_id: int) -> None:
    """Let whoever else asks something for this person wait. Call after `begin_write`."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def issue(session: Session, secret: str, purpose: str, person: Person, at: datetime) -> OneTimeToken:
    """Make a token; earlier ones of the same purpose stop working. Call after `begin_write`.

    Whoever asks for the same person at once waits here, so that of two the later one finds the earlier and ends it.
    """
    take(session, person.id)
    same = (OneTimeToken.person_id == person.id) & (OneTimeToken.purpose == purpose) & OneTimeToken.used_at.is_(None)
    session.execute(update(OneTimeToken).where(same, OneTimeToken.until > at).values(until=at))
    made = OneTimeToken(purpose=purpose, person_id=person.id, until=at + SPANS[purpose], digest="")
    while session.scalar(select(OneTimeToken.digest).where(OneTimeToken.digest == _digest_of(secret, made))):
        made.until += timedelta(microseconds=1)  # two may be asked for in one instant
    made.digest = _digest_of(secret, made)
    session.add(made)
    return made


def _digest_of(secret: str, row: OneTimeToken) -> str:
    return digest_of(token_of(secret, row))


def token_of(secret: str, row: OneTimeToken) -> str:
    """Compute the token of a row again; what is not the one that was issued has another digest."""
    return derive(secret, row.purpose, str(row.person_id), row.until.isoformat())


def code_of(secret: str, token: str) -> str:
    """Compute the six digits that do the same as a token, in the browser that asked for it."""
    return f"{int(derive(secret, 'code', token)[:15], 16) % 1_000_000:06d}"


def is_code(secret: str, token: str, typed: str) -> bool:
    """Tell whether these are the six digits of a token, however they were grouped."""
    digits = "".join(sign for sign in typed if sign.isalnum())
    return hmac.compare_digest(digits.encode(), code_of(secret, token).encode())


def code_ends(until: datetime, span: timedelta) -> datetime:
    """Return when the six digits end that stand in a mail beside a link, which itself is good for `span`."""
    return until - span + min(span, CODES_FOR)


def asked_for(session: Session, purpose: str, email: str, until: str, at: datetime) -> OneTimeToken | None:
    """Find the open token that one request for this address made; it is held against everyone else."""
    own = select(OneTimeToken).join(Person, Person.id == OneTimeToken.person_id).where(Person.email == email)
    own = own.where(OneTimeToken.purpose == purpose, OneTimeToken.used_at.is_(None), OneTimeToken.until > at)
    found = session.scalars(own.with_for_update(of=OneTimeToken)).all()
    return next((row for row in found if row.until.isoformat() == until), None)


def find(session: Session, purpose: str, token: str, *, alone: bool = False) -> OneTimeToken | None:
    """Find the row of a token, used or over as it may be; None where there never was one of this purpose.

    `alone` holds it against everyone else, so that of two who use it at once one is told.
    """
    wanted = select(OneTimeToken).where(OneTimeToken.digest == digest_of(token), OneTimeToken.purpose == purpose)
    return session.scalars(wanted.with_for_update() if alone else wanted).one_or_none()


def is_open(row: OneTimeToken, at: datetime) -> bool:
    """Tell whether a token may still be used."""
    return row.used_at is None and at < row.until


def link_for(session: Session, secret: str, person: Person, purpose: str, at: datetime) -> str:
    """Return the path, without language, of the person's open token for a mail: `/welcome/<token>`.

    Empty where none is open: who has a password needs no invitation and simply signs in.
    """
    row = newest(session, purpose, person.email, at)
    return f"/{ADDRESSES[purpose]}/{token_of(secret, row)}" if row is not None else ""


def newest(session: Session, purpose: str, email: str, at: datetime) -> OneTimeToken | None:
    """Find the open token of whoever has this address; None where none is open."""
    own = select(OneTimeToken).join(Person, Person.id == OneTimeToken.person_id).where(Person.email == email)
    own = own.where(OneTimeToken.purpose == purpose, OneTimeToken.used_at.is_(None), OneTimeToken.until > at)
    return session.scalars(own.order_by(OneTimeToken.until.desc()).limit(1)).first()
