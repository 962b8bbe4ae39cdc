"""Signing in and out: rows, so that both bite at the very next request."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from participation.accounts import browsers, passwords, tokens
from participation.accounts.models import Identity, OneTimeToken, Person, SignedIn
from participation.accounts.policy import OwnDeed
from participation.accounts.tokens import digest_of
from participation.deeds import KeptForm
from participation.errors import Incomplete, Problem
from participation.outbox.audiences import Audience
from participation.tongues import LANGUAGES

KEPT_FOR = timedelta(hours=2)
SECOND_STEP, SECOND_STEP_FOR = "second_step", timedelta(minutes=10)
LONGEST_NAME = 100
Typed = list[tuple[str, str]]  # a form's fields in their order; several may share a name


class Showing(NamedTuple):
    """What a browser brings to a new session: what it says of itself, and whether a second factor was shown."""

    agent: str = ""
    with_factor: bool = False


NOTHING = Showing()


def start(session: Session, person: Person, at: datetime, hours: int, showing: Showing = NOTHING) -> str:
    """Begin a session and return the token for the cookie."""
    token = secrets.token_urlsafe(32)
    until = at + timedelta(hours=hours)
    new = SignedIn(digest=digest_of(token), person_id=person.id, hat="", since=at, seen_at=at, until=until)
    new.with_factor = showing.with_factor
    new.browser, new.device = browsers.seen(showing.agent)
    session.add(new)
    return token


def send_link(deed: OwnDeed, secret: str) -> datetime:
    """Let the worker mail a link that signs in once; return when it ends."""
    made = tokens.issue(deed.session, secret, tokens.SIGN_IN, deed.actor.person, deed.at)
    deed.tell("sign_in_link", deed.actor.person.subject, Audience.PERSON)
    return made.until


def known_by(session: Session, issuer: str, subject: str, email: str, at: datetime) -> Person | None:
    """Find who a provider of single sign-on says this is: by its own name for the person, at first by the address.

    `email` is empty where the provider has not verified it: then nobody is found by it. Call after `begin_write`.
    """
    same = (Identity.issuer == issuer) & (Identity.subject == subject)
    known = session.scalars(select(Person).join(Identity, Identity.person_id == Person.id).where(same)).one_or_none()
    if known is not None or not email:
        return known
    person = session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()
    if person is not None:
        session.add(Identity(issuer=issuer, subject=subject, person_id=person.id, at=at))
    return person


def comes_by(session: Session, issuer: str, person_id: int) -> bool:
    """Tell whether this person has signed in with this provider before."""
    own = (Identity.issuer == issuer) & (Identity.person_id == person_id)
    return session.scalar(select(Identity.person_id).where(own).limit(1)) is not None


def ask_for_factor(session: Session, person: Person, at: datetime) -> str:
    """Let the first step count for ten minutes; return the token that the second one must bring."""
    token = secrets.token_urlsafe(32)
    until = at + SECOND_STEP_FOR
    session.add(OneTimeToken(digest=digest_of(token), purpose=SECOND_STEP, person_id=person.id, until=until))
    return token


def half_signed_in(session: Session, token: str, at: datetime) -> Person | None:
    """Return whose first step a token stands for; None once it has been used, or too late."""
    open_ones = (OneTimeToken.purpose == SECOND_STEP) & OneTimeToken.used_at.is_(None) & (OneTimeToken.until > at)
    own = select(Person).join(OneTimeToken, OneTimeToken.person_id == Person.id)
    return session.scalars(own.where(OneTimeToken.digest == digest_of(token), open_ones)).one_or_none()


def use_first_step(session: Session, token: str, at: datetime) -> None:
    """Use the first step up."""
    session.execute(update(OneTimeToken).where(OneTimeToken.digest == digest_of(token)).values(used_at=at))


def describe(deed: OwnDeed, name: str, language: str) -> None:
    """Keep how the person is called, and the language mails are written in."""
    problems: dict[str, Problem] = {}
    if not name.strip():
        problems["name"] = Problem("missing")
    elif len(name) > LONGEST_NAME:
        problems["name"] = Problem("too_long", LONGEST_NAME)
    if language not in LANGUAGES:
        problems["language"] = Problem("not_a_choice")
    if problems:
        raise Incomplete(problems)
    deed.actor.person.name, deed.actor.person.language = " ".join(name.split()), language
    deed.record("change_account", deed.actor.person.subject)


def change_password(deed: OwnDeed, new: str, hashed: str, session_id: int | None) -> None:
    """Keep a new password; every other session ends, and a mail tells of it."""
    person = deed.actor.person
    if problem := passwords.problem_of(new, person.email.partition("@")[0], person.name):
        raise Incomplete({"new": problem})
    person.password = hashed
    end_others(deed.session, person.id, session_id)
    deed.record("change_password", person.subject)
    deed.tell("change_password", person.subject, Audience.PERSON)


def sessions_of(session: Session, person_id: int, at: datetime) -> list[SignedIn]:
    """List where the person is signed in, latest first."""
    own = select(SignedIn).where(SignedIn.person_id == person_id, SignedIn.until > at)
    return list(session.scalars(own.order_by(SignedIn.seen_at.desc(), SignedIn.id.desc())))


def trust(session: Session, session_id: int | None) -> None:
    """Let a session count as one that showed a second factor."""
    session.execute(update(SignedIn).where(SignedIn.id == session_id).values(with_factor=True))


def end_others(session: Session, person_id: int, session_id: int | None) -> None:
    """End every session of a person but one."""
    session.execute(delete(SignedIn).where(SignedIn.person_id == person_id, SignedIn.id != (session_id or 0)))


def set_first_password(session: Session, person: Person, row: OneTimeToken, hashed: str, at: datetime) -> None:
    """Use a token up; sessions the person may have had elsewhere end."""
    person.password, row.used_at = hashed, at
    session.execute(delete(SignedIn).where(SignedIn.person_id == person.id))


def stay(session: Session, session_id: int, at: datetime) -> None:
    """Note that somebody is still there."""
    session.execute(update(SignedIn).where(SignedIn.id == session_id).values(seen_at=at))


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
