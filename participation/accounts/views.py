"""Signing in, signing out, and changing hats is at the top of every page."""

from functools import partial

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user
from sqlalchemy import select

from participation import clock
from participation.accounts import actions, passwords
from participation.accounts.forms import SignInForm
from participation.accounts.models import Person
from participation.accounts.session import enter as enter_session
from participation.db import begin_write
from participation.errors import DomainError
from participation.extensions import db
from participation.languages import text as _
from participation.web.forms import Form
from participation.web.links import local_path
from participation.web.refusals import come_back_to
from participation.web.words import say

bp = Blueprint("accounts", __name__, url_prefix="/<lang>")


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Show where one signs in; `next` is kept only if it is a path of ours."""
    return _page(SignInForm(formdata=None, next=local_path(request.args.get("next"))))


@bp.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in; an unknown address costs the same work and reads the same answer."""
    form = SignInForm()
    come_back_to(partial(_page, form))
    form.require_genuine()
    settings, at = current_app.config["SETTINGS"], clock.now()
    email, network = (form.email.data or "").strip().lower()[:320], request.remote_addr or ""
    actions.require_patience(db.session(), email, network, at)
    person = db.session.scalars(select(Person).where(Person.email == email)).one_or_none()
    fits = passwords.fits(person.password if person else None, form.password.data or "", settings.argon2_cost)
    begin_write(db.session())
    if person is None or not fits:
        actions.note_failure(db.session(), email, network, at)
        db.session.commit()
        form.password.errors = [_("This e-mail address and password do not go together.")]
        return _page(form), 422
    token = actions.start(db.session(), person, at, settings.session_hours)
    db.session.commit()
    enter_session(token)
    return redirect(local_path(form.next.data) or url_for("drafting.workspace"), 303)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    Form().require_genuine()
    if (session_id := getattr(current_user, "session_id", None)) is not None:
        begin_write(db.session())
        actions.end(db.session(), session_id)
        db.session.commit()
    logout_user()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for("portal.home"), 303)


@bp.post("/switch")
def switch() -> ResponseReturnValue:
    """Let another hat be in force."""
    Form().require_genuine()
    if (session_id := getattr(current_user, "session_id", None)) is not None:
        begin_write(db.session())
        actions.choose_hat(db.session(), session_id, request.form.get("hat", ""))
        db.session.commit()
    return redirect(local_path(request.form.get("next")) or url_for("drafting.workspace"), 303)


def _page(form: SignInForm, error: DomainError | None = None) -> str:
    return render_template("accounts/sign_in.html", form=form, why=say(error) if error else "")
