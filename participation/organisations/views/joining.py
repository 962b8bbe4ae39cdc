"""Joining: the application, and the welcome of a first representative."""

from functools import partial
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import actions as accounts
from participation.accounts import passwords, tokens
from participation.accounts.mailboxes import address_of
from participation.accounts.models import OneTimeToken, Person
from participation.accounts.session import agent, enter
from participation.errors import DomainError, Incomplete, NotFound, Problem
from participation.extensions import db
from participation.languages import text as _
from participation.organisations import forms, labels, queries
from participation.organisations.actions import applying
from participation.organisations.policy import ActorDeed
from participation.organisations.session import begin_visit, current_actor, note_where
from participation.organisations.views.blueprint import bp
from participation.organisations.views.confirming import sent_path
from participation.organisations.views.picturing import drawn_of
from participation.organisations.vocabulary import LONGEST
from participation.web import formats
from participation.web.limits import Pace, network, require_pace
from participation.web.refusals import come_back_to
from participation.web.request_id import request_id
from participation.web.words import say

OF_NETWORK, OF_ADDRESS = Pace("join", 5), Pace("join-address", 3, 86_400)


@bp.get("/join")
def join() -> ResponseReturnValue:
    """Show how an organisation asks to take part; no account is needed."""
    own = g.language if g.language in dict(forms.OWN) else None
    return _join_page(forms.JoinForm(formdata=None, language=own, languages=[own] if own else [], reads=g.language))


@bp.post("/join")
def apply() -> ResponseReturnValue:
    """Receive an application; it reaches the desk once its address has confirmed it."""
    sent = forms.JoinForm.received()
    come_back_to(partial(_join_page, sent), url_for("organisations.join"))
    sent.require_genuine()
    wish = forms.wish(sent, request.form, drawn_of(sent))  # dear: before the turn to write
    deed = begin_visit(sent, url_for("organisations.join"))
    made = applying.ask(deed, wish, sent.sure.data or "", current_app.config["SECRET_KEY"])
    require_pace(OF_NETWORK, network())
    require_pace(OF_ADDRESS, made.email)
    leads_to = sent_path(made)
    note_where(deed, sent, leads_to)
    deed.session.commit()
    return redirect(leads_to, 303)


def _join_page(sent: forms.JoinForm, error: DomainError | None = None) -> str:
    sent.offer(g.language)
    sent.prepare(current_actor().hat)
    problems = error.problems if isinstance(error, Incomplete) else {}
    if "email" in problems and problems["email"].key == "did_you_mean":
        sent.sure.data = address_of(sent.email.data or "")  # sent once more, it is taken as it is
    sent.show(problems)
    return render_template("organisations/join.html", form=sent, conflict=error, longest=LONGEST)


@bp.get("/welcome/<token>")
def welcome(token: str) -> ResponseReturnValue:
    """Say who invites to what, as what; reading it uses nothing up, since mail scanners read every link."""
    return _welcome_page(_invitation(token), forms.WelcomeForm(formdata=None))


@bp.post("/welcome/<token>")
def accept(token: str) -> ResponseReturnValue:
    """Set the first password, once, and sign in."""
    sent, row = forms.WelcomeForm(), _invitation(token)
    come_back_to(lambda error: _welcome_page(_invitation(token), sent, error))
    sent.require_genuine()
    settings, at, email = current_app.config["SETTINGS"], clock.now(), _person(row).email
    chosen = sent.password.data or ""
    problem = passwords.problem_of(chosen, email, email.partition("@")[0])
    problems = {"password": problem} if problem else {}
    if not sent.age.data:
        problems["age"] = Problem("tick")
    hashed = "" if problems else passwords.make(chosen, settings.argon2_cost)  # dear: before the turn to write
    session = begin_visit(sent).session
    row = tokens.find(session, tokens.INVITATION, token, alone=True) or row
    if not tokens.is_open(row, at):
        return _welcome_page(row, sent)
    if problems:
        raise Incomplete(problems)
    person = _person(row)
    accounts.set_first_password(session, person, row, hashed, at)
    deed = ActorDeed(session, queries.actor_of(session, person.id, "", at), at, request_id())
    deed.record("accept_invitation", person.subject)
    signed_in = accounts.start(session, person, at, settings.session_hours, accounts.Showing(agent()))
    session.commit()
    enter(signed_in, person.id)
    flash(_("Welcome. You can now act for your organisation."), "success")
    return redirect(url_for("drafting.workspace"), 303)


def _invitation(token: str) -> OneTimeToken:
    found = tokens.find(db.session(), tokens.INVITATION, token)
    if found is None:
        raise NotFound
    return found


def _person(row: OneTimeToken) -> Person:
    return db.session.get_one(Person, row.person_id)


def _welcome_page(row: OneTimeToken, sent: forms.WelcomeForm, error: DomainError | None = None) -> str:
    person = _person(row)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    seats: list[tuple[Any, ...]] = [
        (of.name, of.language, labels.ROLES[seat.role]) for seat, of in queries.seats(db.session(), person.id)
    ]
    return render_template(
        "organisations/welcome.html", form=sent, seats=seats, name=person.name, email=person.email,
        is_open=tokens.is_open(row, clock.now()), is_used=row.used_at is not None,
        shortest=passwords.SHORTEST, why=say(error) if error and not isinstance(error, Incomplete) else "",
        until=formats.local_moment(row.until, g.language),
    )  # fmt: skip
