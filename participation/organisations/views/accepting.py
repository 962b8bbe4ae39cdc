"""What an invited person finds behind the link: who invites, to what, as what, and two ways to accept."""

from functools import partial

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from participation import clock
from participation.accounts import actions as accounts
from participation.accounts import passwords, tokens
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed
from participation.accounts.session import agent, begin_own_deed, enter
from participation.errors import DomainError, Incomplete, NotFound, Problem
from participation.extensions import db
from participation.languages import text as _
from participation.organisations import forms, labels, naming, queries, roster
from participation.organisations.actions import invitations as actions
from participation.organisations.models import Invitation
from participation.organisations.session import begin_visit, current_actor
from participation.organisations.views import roll
from participation.organisations.views.blueprint import bp
from participation.web import formats
from participation.web.limits import Pace, network, require_pace
from participation.web.refusals import come_back_to
from participation.web.request_id import request_id

OF_NETWORK = Pace("invitation account", 20)
EitherForm = forms.AcceptForm | forms.NewAccountForm


@bp.get("/invitation/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """Say who invites, to what, as what; reading it uses nothing up."""
    is_visitor = current_actor().person_id is None
    return _page(token, forms.NewAccountForm(formdata=None) if is_visitor else forms.AcceptForm(formdata=None))


@bp.post("/invitation/<token>")
def accept_invitation(token: str) -> ResponseReturnValue:
    """Accept with the account one is signed in with, under whatever address; a visitor signs in and comes back."""
    sent, leads_to = forms.AcceptForm(), url_for("organisations.invitation", token=token)
    come_back_to(partial(_page, token, sent), leads_to)
    deed = begin_own_deed(sent, leads_to)
    row = _invited(token, alone=True)
    if not actions.is_open(row, deed.at):
        return redirect(leads_to, 303)
    actions.accept(deed, row, is_of_age=bool(sent.age.data))
    leads_to = url_for("organisations.members", slug=row.organisation.slug)
    deed.session.commit()
    flash(_("Welcome. You can now act for your organisation."), "success")
    return redirect(leads_to, 303)


@bp.post("/invitation/<token>/account")
def make_account(token: str) -> ResponseReturnValue:
    """Make an account under the invited address, and accept with it."""
    sent, leads_to = forms.NewAccountForm(), url_for("organisations.invitation", token=token)
    come_back_to(partial(_page, token, sent), leads_to)
    sent.require_genuine()
    require_pace(OF_NETWORK, network())
    problems = _problems(sent, _invited(token).email)
    settings = current_app.config["SETTINGS"]
    hashed = "" if problems else passwords.make(sent.password.data or "", settings.argon2_cost)  # dear: before the turn
    session, at = begin_visit(sent, leads_to).session, clock.now()
    row = _invited(token, alone=True)
    if not actions.is_open(row, at):
        return redirect(leads_to, 303)
    if session.scalar(select(Person.id).where(Person.email == row.email)) is not None:
        problems["email"] = Problem("has_account")
    if problems:
        raise Incomplete(problems)
    person = actions.make_account(session, row, sent.name.data or "", hashed, at)
    actions.accept(OwnDeed(session, Holder(person), at, request_id()), row, is_of_age=True)
    leads_to = url_for("organisations.members", slug=row.organisation.slug)
    signed_in = accounts.start(session, person, at, settings.session_hours, accounts.Showing(agent()))
    session.commit()
    enter(signed_in, person.id)
    flash(_("Welcome. You can now act for your organisation."), "success")
    return redirect(leads_to, 303)


def _problems(sent: forms.NewAccountForm, email: str) -> dict[str, Problem]:
    found, name = {}, (sent.name.data or "").strip()
    if not name:
        found["name"] = Problem("missing")
    elif len(name) > accounts.LONGEST_NAME:
        found["name"] = Problem("too_long", accounts.LONGEST_NAME)
    if problem := passwords.problem_of(sent.password.data or "", email, email.partition("@")[0], name):
        found["password"] = problem
    if not sent.age.data:
        found["age"] = Problem("tick")
    return found


def _invited(token: str, *, alone: bool = False) -> Invitation:
    lock = queries.TAKE_ORGANISATION if alone else None
    found = roster.invited(db.session(), tokens.digest_of(token), lock)
    if found is None:
        raise NotFound
    return found


def _page(token: str, form: EitherForm, error: DomainError | None = None) -> str:
    row, at, actor = _invited(token), clock.now(), current_actor()
    form.prepare("")
    form.show(error.problems if isinstance(error, Incomplete) else {})
    names, inviter = naming.of_people(db.session(), {row.invited_by_id}), row.invited_by
    of, last = row.organisation, roll.last_day(row.mandate_until)
    return render_template(
        "organisations/invitation.html",
        form=form,
        conflict=error,
        organisation=of.name_in(g.language),
        organisation_language="" if of.names.get(g.language) else of.language,
        by=names.on(inviter.id, inviter.name, of, row.at, g.language),
        email=row.email,
        role_label=labels.ROLES[row.role],
        consequence=labels.CONSEQUENCES["change_role"],
        words=row.mandate_words,
        words_language=of.language,
        last_day=formats.day(last, g.language) if last else "",
        until=formats.local_moment(row.until, g.language),
        is_open=actions.is_open(row, at),
        is_used=row.accepted_at is not None,
        signed_in_as=actor.name,
        has_account=db.session.scalar(select(Person.id).where(Person.email == row.email)) is not None,
        sign_in=url_for("accounts.sign_in", next=url_for("organisations.invitation", token=token)),
        accept_to=url_for("organisations.accept_invitation", token=token),
        make_to=url_for("organisations.make_account", token=token),
        is_new=isinstance(form, forms.NewAccountForm),
        button_label=naming.button("accept_invitation", of.name_in(g.language)),
        shortest=passwords.SHORTEST,
    )
