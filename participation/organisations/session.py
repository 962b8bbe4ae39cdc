"""The actor behind the request, and the deed a POST begins."""

from datetime import timedelta

from flask import g, request
from flask_login import UserMixin, current_user
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.actions import digest_of
from participation.accounts.models import SignedIn
from participation.db import begin_write
from participation.deeds import FormNonce
from participation.errors import AlreadyDone, SentBefore, SignInNeeded
from participation.extensions import db
from participation.organisations.policy import VISITOR, Actor, ActorDeed
from participation.organisations.queries import SESSION, actor_from, actor_of, hold
from participation.web.csrf import FIELD
from participation.web.forms import ActingForm, Form
from participation.web.request_id import request_id

SEEN_EVERY = timedelta(minutes=5)


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
    rows = list(db.session.execute(SESSION, {"digest": digest_of(token), "at": at}))
    if not rows:
        return None
    if at - rows[0].seen_at > SEEN_EVERY:
        _note_seen(rows[0].session_id)
    return Visit(token, rows[0].session_id, actor_from(rows, rows[0].hat, at))


def _note_seen(session_id: int) -> None:
    """Write the time in a short transaction of its own; the page's reading transaction stays one that reads."""
    with Session(db.engine) as own:
        begin_write(own)
        own.execute(update(SignedIn).where(SignedIn.id == session_id).values(seen_at=clock.now()))
        own.commit()


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


def begin_deed(form: ActingForm, leads_to: str) -> ActorDeed:
    """Begin writing and load the actor anew, held: a suspension or a lost mandate bites from here on.

    Raises `SignInNeeded` for a visitor, `Forged` for a foreign token, `AlreadyDone` for a form sent before, and
    `SentBefore` for one sent before with something else in it.
    """
    before = current_actor()
    if before.person_id is None:
        raise SignInNeeded
    form.require_genuine()
    session, at = db.session(), clock.now()
    begin_write(session)
    hold(session, before)
    g.actor = actor_of(session, before.person_id, before.hat, at)
    deed = ActorDeed(session, g.actor, at, request_id())
    if form.nonce.data:
        _use_up(deed, form, leads_to)
    return deed


def begin_visit(form: Form) -> ActorDeed:
    """Begin writing for a form that needs no sign-in."""
    form.require_genuine()
    session = db.session()
    begin_write(session)
    return ActorDeed(session, current_actor(), clock.now(), request_id())


def note_where(deed: ActorDeed, form: ActingForm, leads_to: str) -> None:
    """Let a repeat of this form lead to what it made, once that has an address."""
    if form.nonce.data:
        found = deed.session.get(FormNonce, form.nonce.data[:64])
        if found is not None:
            found.led_to = leads_to


def _use_up(deed: ActorDeed, form: ActingForm, leads_to: str) -> None:
    nonce = (form.nonce.data or "")[:64]
    insert = sqlite.insert if deed.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    said = digest_of(repr(sorted(pair for pair in request.form.items(multi=True) if pair[0] != FIELD)))
    row = {"nonce": nonce, "actor_key": deed.actor.key, "digest": said, "at": deed.at, "led_to": leads_to}
    new = deed.session.scalar(
        insert(FormNonce).values(**row).on_conflict_do_nothing(index_elements=["nonce"]).returning(FormNonce.nonce)
    )
    if new is None:
        mine = FormNonce.nonce == nonce, FormNonce.actor_key == deed.actor.key, FormNonce.digest == said
        if (led_to := deed.session.scalar(select(FormNonce.led_to).where(*mine))) is None:
            form.nonce.data = ""  # the page that comes back gets another one
            raise SentBefore
        raise AlreadyDone(led_to)
