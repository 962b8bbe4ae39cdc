"""Signing in, signing out, and changing hats is at the top of every page."""

from functools import partial

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from participation import clock
from participation.accounts import actions, passwords, tries
from participation.accounts.forms import SignInForm
from participation.accounts.models import Person
from participation.accounts.policy import Way
from participation.accounts.session import device, note_switch, session_id
from participation.accounts.views.blueprint import bp
from participation.accounts.views.provider import provider
from participation.accounts.views.second_step import let_in
from participation.accounts.views.trying import begin_try
from participation.db import begin_write
from participation.errors import DomainError, TooMany
from participation.extensions import db
from participation.languages import text as _
from participation.web.forms import Form
from participation.web.limits import Pace, network, require_pace
from participation.web.links import local_path
from participation.web.refusals import OF_THE_SESSION, SECRETS, come_back_to
from participation.web.words import say

KEPT_FORMS = Pace("forms kept through sign-in", 60)


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Show where one signs in; `next` is kept only if it is a path of ours."""
    return _page(
        SignInForm(formdata=None, next=local_path(request.args.get("next")), kept=request.args.get("kept", ""))
    )


@bp.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in; an unknown address costs the same work and reads the same answer."""
    form = SignInForm()
    come_back_to(partial(_page, form))
    form.require_genuine()
    settings, at = current_app.config["SETTINGS"], clock.now()
    email, where = (form.email.data or "").strip().lower()[:320], network()
    known = db.session.scalar(select(Person.id).where(Person.email == email))
    who = tries.Trier(tries.PASSWORD, email, where, device(known))
    begin_try(who, at)
    person = db.session.scalars(select(Person).where(Person.email == email)).one_or_none()
    fits = passwords.fits(person.password if person else None, form.password.data or "", settings.argon2_cost)
    if person is None or not fits:
        form.password.errors = [_("This e-mail address and password do not go together.")]
        return _page(form), 422
    begin_write(db.session())
    tries.proved_right(db.session(), who)
    return redirect(let_in(person, Way.PASSWORD, form.next.data, form.kept.data), 303)


def ask_to_sign_in(_error: DomainError) -> ResponseReturnValue:
    """Send a visitor to sign-in, whether the thing exists or not, and lay aside what was typed."""
    return _away("accounts.sign_in")


def ask_for_proof(_error: DomainError) -> ResponseReturnValue:
    """Send whoever signed in a while ago to show it once more, and lay aside what was typed."""
    return _away("accounts.again")


def _away(endpoint: str) -> ResponseReturnValue:
    if request.method != "POST":
        db.session.rollback()
        return redirect(url_for(endpoint, next=request.full_path.rstrip("?")), 303)
    try:
        require_pace(KEPT_FORMS, network())
    except TooMany:  # a flood is not kept; whoever is no flood never comes here
        return redirect(url_for(endpoint, next=request.path), 303)
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in OF_THE_SESSION | SECRETS]
    begin_write(db.session())
    token = actions.keep(db.session(), request.path, typed, clock.now())
    db.session.commit()
    return redirect(url_for(endpoint, next=request.path, kept=token), 303)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    Form().require_genuine()
    if (found := session_id()) is not None:
        begin_write(db.session())
        actions.end(db.session(), found)
        db.session.commit()
    logout_user()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for("portal.home"), 303)


@bp.post("/stay")
def stay() -> ResponseReturnValue:
    """Let this session go on, since somebody is still there; the page stays as it is."""
    if (found := session_id()) is None:
        return redirect(url_for("accounts.sign_in"), 303)
    Form().require_genuine()
    begin_write(db.session())
    actions.stay(db.session(), found, clock.now())
    db.session.commit()
    return "", 204


@bp.post("/switch")
def switch() -> ResponseReturnValue:
    """Let another hat be in force, on the same page; from one it may not see, `error_pages` leads on."""
    onward = local_path(request.form.get("next"))
    Form().require_genuine()
    if (found := session_id()) is not None:
        begin_write(db.session())
        actions.choose_hat(db.session(), found, request.form.get("hat", ""))
        db.session.commit()
        note_switch(onward.partition("?")[0])
    return redirect(onward or url_for("drafting.workspace"), 303)


def _page(form: SignInForm, error: DomainError | None = None) -> str:
    return render_template("accounts/sign_in.html", form=form, why=say(error) if error else "", provider=provider())


def kept(address: str, token: str) -> MultiDict[str, str] | None:
    """Return what was typed at `address` before signing in, as its form would send it."""
    typed = actions.kept(db.session(), address, token, clock.now())
    return None if typed is None else MultiDict(typed)
