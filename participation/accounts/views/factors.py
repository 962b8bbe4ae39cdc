"""Setting up what one shows beside the password: an app, a passkey, codes on paper."""

from functools import partial

import segno
from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.accounts import actions, factors
from participation.accounts.forms import AppForm, ConfirmForm, PasskeyForm
from participation.accounts.policy import OwnDeed
from participation.accounts.session import begin_own_deed, current_person, is_asked_for_password, session_id
from participation.accounts.views.account import confirm
from participation.accounts.views.blueprint import bp
from participation.accounts.views.second_step import challenge_of, site
from participation.errors import DomainError, Incomplete, Problem
from participation.extensions import db
from participation.languages import text as _
from participation.outbox.audiences import Audience
from participation.web import formats
from participation.web.forms import ActingForm
from participation.web.refusals import come_back_to


@bp.get("/account/app")
def app_form() -> ResponseReturnValue:
    """Show the secret an app is to be given."""
    return _app_page(AppForm(formdata=None, secret=factors.new_secret()))


@bp.post("/account/app")
def add_app() -> ResponseReturnValue:
    """Keep the app once it showed a code that fits."""
    sent, leads_to = AppForm(), url_for("accounts.account")
    come_back_to(partial(_app_page, sent), leads_to)
    deed = begin_own_deed(sent, leads_to)
    if not factors.add_app(deed, sent.secret.data or "", sent.code.data or ""):
        raise Incomplete({"code": Problem("wrong_code")})
    return _added(deed, leads_to)


def _added(deed: OwnDeed, leads_to: str) -> ResponseReturnValue:
    """Record a new factor; this session has just shown it, and those elsewhere end."""
    actions.trust(deed.session, session_id())
    actions.end_others(deed.session, deed.actor.person_id, session_id())
    deed.record("add_factor", deed.actor.person.subject)
    deed.tell("add_factor", deed.actor.person.subject, Audience.PERSON)
    deed.session.commit()
    flash(_("From now on we ask for it when you sign in. Print codes too, for the day you lose it."), "success")
    flash(_("You are signed out everywhere else."), "info")
    return redirect(leads_to, 303)


def _app_page(form: AppForm, error: DomainError | None = None) -> str:
    person = current_person()
    assert person is not None  # noqa: S101  # the views have asked
    form.prepare("")
    form.show(error.problems if isinstance(error, Incomplete) else {})
    secret = form.secret.data = form.secret.data or factors.new_secret()
    code = segno.make(factors.address_for_app(secret, person.email, site().name), error="m")
    picture = code.svg_data_uri(scale=5, border=2, light="#fff")
    return render_template("accounts/app.html", form=form, conflict=error, secret=secret, picture=picture)


@bp.get("/account/passkey")
def passkey_form() -> ResponseReturnValue:
    """Show where one makes a passkey."""
    return _passkey_page(PasskeyForm(formdata=None))


@bp.post("/account/passkey")
def add_passkey() -> ResponseReturnValue:
    """Keep a passkey."""
    sent, leads_to = PasskeyForm(), url_for("accounts.account")
    come_back_to(partial(_passkey_page, sent), leads_to)
    challenge = challenge_of(sent.nonce.data or "")
    deed = begin_own_deed(sent, leads_to)
    name = " ".join((sent.name.data or "").split())[: actions.LONGEST_NAME] or _("Passkey")
    if not factors.add_passkey(deed, sent.answer.data or "", name, challenge, site()):
        raise Incomplete({"name": Problem("wrong_passkey")})
    return _added(deed, leads_to)


def _passkey_page(form: PasskeyForm, error: DomainError | None = None) -> str:
    person = current_person()
    assert person is not None  # noqa: S101  # the views have asked
    form.nonce.data, form.answer.data = "", ""  # another challenge
    form.prepare("")
    form.show(error.problems if isinstance(error, Incomplete) else {})
    known = [key.credential_id for key in factors.passkeys_of(db.session(), person.id)]
    options = factors.registration(person, known, challenge_of(form.nonce.data or ""), site())
    return render_template("accounts/passkey.html", form=form, conflict=error, options=options)


@bp.get("/account/paper")
def paper() -> ResponseReturnValue:
    """Show what new codes on paper are for, and how many of the earlier ones are left."""
    return _paper_page(ActingForm(formdata=None))


@bp.post("/account/paper")
def print_codes() -> ResponseReturnValue:
    """Make new codes and show them, this once, as a sheet to print; sessions elsewhere end."""
    sent, leads_to = ActingForm(), url_for("accounts.account")
    come_back_to(partial(_paper_page, sent), leads_to)
    deed = begin_own_deed(sent, leads_to)
    codes = factors.print_codes(deed)
    actions.end_others(deed.session, deed.actor.person_id, session_id())
    deed.record("print_codes", deed.actor.person.subject)
    deed.tell("print_codes", deed.actor.person.subject, Audience.PERSON)
    email, day = deed.actor.person.email, formats.local_day(deed.at, g.language)
    deed.session.commit()
    return render_template("accounts/codes.html", codes=codes, email=email, day=day)


def _paper_page(form: ActingForm, error: DomainError | None = None) -> str:
    person = current_person()
    assert person is not None  # noqa: S101  # asked before the view
    form.prepare("")
    left = factors.codes_left(db.session(), person.id)
    return render_template("accounts/paper.html", form=form, conflict=error, left=left)


@bp.post("/account/forget-factors")
def forget_factors() -> ResponseReturnValue:
    """Take every factor away, after the password once more where one is asked; sessions elsewhere end."""
    sent, leads_to = ConfirmForm(), url_for("accounts.account")
    come_back_to(partial(_forget_page, sent), leads_to)
    confirm(sent)
    deed = begin_own_deed(sent, leads_to)
    factors.forget(deed)
    actions.end_others(deed.session, deed.actor.person_id, session_id())
    deed.record("forget_factors", deed.actor.person.subject)
    deed.tell("forget_factors", deed.actor.person.subject, Audience.PERSON)
    deed.session.commit()
    flash(_("Signing in asks for no second step any more."), "success")
    flash(_("You are signed out everywhere else."), "info")
    return redirect(leads_to, 303)


@bp.get("/account/forget-factors")
def forget_form() -> ResponseReturnValue:
    """Show what taking the factors away means."""
    return _forget_page(ConfirmForm(formdata=None))


def _forget_page(form: ConfirmForm, error: DomainError | None = None) -> str:
    person = current_person()
    assert person is not None  # noqa: S101  # asked before the view
    form.prepare("")
    form.show(error.problems if isinstance(error, Incomplete) else {})
    is_asked = is_asked_for_password(person)
    return render_template("accounts/forget.html", form=form, conflict=error, is_asked=is_asked)
