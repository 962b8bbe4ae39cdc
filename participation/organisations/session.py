"""The actor behind the request, and the deed a POST begins."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app, g
from flask_login import UserMixin, current_user
from sqlalchemy import Row, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import SignedIn
from participation.accounts.tokens import digest_of
from participation.db import begin_write, is_busy
from participation.deeds import LONGEST_NONCE, FormNonce
from participation.errors import Busy, SignInNeeded
from participation.extensions import db
from participation.organisations.policy import VISITOR, Actor, ActorDeed
from participation.organisations.queries import SESSION, actor_from, hold, moved_to
from participation.web import security_log
from participation.web.forms import ActingForm, Form
from participation.web.request_id import request_id

log = logging.getLogger(__name__)
SEEN_EVERY = timedelta(minutes=5)
FOR_EVER = timedelta(days=3650)


class Visit(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """What Flask-Login keeps of a signed-in person: the token in the cookie and the actor it stands for."""

    def __init__(self, token: str, session_id: int, actor: Actor) -> None:
        """Bind the three."""
        self.token, self.session_id, self.actor = token, session_id, actor

    def get_id(self) -> str:
        """Return what the cookie holds."""
        return self.token


def load_visit(token: str) -> Visit | None:
    """Find the session behind a cookie; None where it has ended, so that a sign-out bites at once."""
    at = clock.now()
    rows = _rows(token, at)
    if not rows:
        return None
    if at - rows[0].seen_at > _seen_every():
        _note_seen(rows[0].session_id)
    return Visit(token, rows[0].session_id, _actor(rows, rows[0].hat, at))


def _rows(token: str, at: datetime) -> Sequence[Row]:  # type: ignore[type-arg]  # of `SESSION`
    return db.session.execute(SESSION, {"digest": digest_of(token), "at": at, "awake": at - _asleep_after()}).all()


def _idle() -> timedelta:
    """Return how long a session lasts without any act."""
    minutes: int = current_app.config["SETTINGS"].session_idle_minutes
    return timedelta(minutes=minutes) if minutes else FOR_EVER


def _seen_every() -> timedelta:
    return min(SEEN_EVERY, _idle() / 4)


def _asleep_after() -> timedelta:
    """Return it with what "last seen" may lag behind, so that nobody is signed out before the page has said."""
    return _idle() + _seen_every()


def _actor(rows: Sequence[Row], hat: str, at: datetime) -> Actor:  # type: ignore[type-arg]  # of `SESSION`
    """Build the actor; whoever is of the team and showed no second factor where one is asked, is not of it yet."""
    trusted = rows[0].with_factor or not current_app.config["SETTINGS"].require_second_factor
    return actor_from(rows, hat, at, trusted=trusted)


def _note_seen(session_id: int) -> None:
    """Write the time in a short transaction of its own; the page's reading transaction stays one that reads.

    Where it cannot be written now (a full disk, no turn in time), the next request notes it: one reads all the same.
    """
    try:
        with Session(db.engine) as own:
            begin_write(own)
            own.execute(update(SignedIn).where(SignedIn.id == session_id).values(seen_at=clock.now()))
            own.commit()
    except (OperationalError, Busy) as fault:
        if isinstance(fault, OperationalError) and not is_busy(fault):
            raise
        log.warning("When session %s was seen last cannot be noted now", session_id)


def current_visit() -> Visit | None:
    """Return the session of this request; None for a visitor, who costs no query."""
    found = current_user._get_current_object()  # noqa: SLF001  # the proxy hides the type
    return found if isinstance(found, Visit) else None


def current_actor() -> Actor:
    """Return who asks, loaded once a request."""
    if "actor" not in g:
        visit = current_visit()
        g.actor = visit.actor if visit else VISITOR
    actor: Actor = g.actor
    return actor


def note_reading(organisation_id: int | None = None) -> None:
    """Write down that a list of names and addresses was read, unless it is that of an organisation of the reader's."""
    actor = current_actor()
    if organisation_id not in actor.organisations:
        security_log.read(actor.key, actor.organisation_id)


def begin_deed(form: ActingForm, leads_to: str, *, alone: bool = False) -> ActorDeed:
    """Begin writing and load the actor anew, held: a suspension or a lost mandate bites from here on.

    `alone` takes the organisation in force for oneself: for what changes it or its members.

    Raises `SignInNeeded` for a visitor, `Forged` for a foreign token, `AlreadyDone` for a form sent before, and
    `SentBefore` for one sent before with something else in it.
    """
    before, visit = current_actor(), current_visit()
    if visit is None:
        raise SignInNeeded
    form.require_genuine()
    session, at = db.session(), clock.now()
    begin_write(session)
    hold(session, before, alone=alone)
    rows = _rows(visit.token, at)
    if not rows:
        raise SignInNeeded
    g.actor = _actor(rows, before.hat, at)
    deed = ActorDeed(session, g.actor, at, request_id())
    if form.organisation.data != g.actor.hat and moved_to(session, form.organisation.data or "") == g.actor.hat:
        form.organisation.data = g.actor.hat  # it has another name since the form was shown, and is the same
    if form.nonce.data:
        form.use_up(deed, leads_to)
    return deed


def begin_visit(form: Form, leads_to: str = "") -> ActorDeed:
    """Begin writing for a form that needs no sign-in; one with a nonce is good for one press here as well."""
    form.require_genuine()
    session = db.session()
    begin_write(session)
    deed = ActorDeed(session, current_actor(), clock.now(), request_id())
    if isinstance(form, ActingForm) and form.nonce.data:
        form.use_up(deed, leads_to)
    return deed


def note_where(deed: ActorDeed, form: ActingForm, leads_to: str) -> None:
    """Let a repeat of this form lead to what it made, once that has an address."""
    if form.nonce.data:
        found = deed.session.get(FormNonce, form.nonce.data[:LONGEST_NONCE])
        if found is not None:
            found.led_to = leads_to
