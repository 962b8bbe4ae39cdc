"""One's own account: name, language, password, and where one is signed in."""

from functools import partial

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import actions, addresses, browsers, factors, passwords, tries
from participation.accounts.forms import AccountForm, AgainForm, ConfirmForm, PasswordForm
from participation.accounts.models import Person, SignedIn
from participation.accounts.session import begin_own_deed, current_person, is_asked_for_password, session_id, to_sign_in
from participation.accounts.views.blueprint import bp
from participation.accounts.views.provider import provider_of
from participation.accounts.views.trying import begin_try
from participation.db import begin_write
from participation.errors import DomainError, Incomplete, Problem, SignInNeeded
from participation.extensions import db
from participation.languages import text as _
from participation.web import formats
from participation.web.forms import ActingForm
from participation.web.refusals import come_back_to


@bp.get("/account/")
def account() -> ResponseReturnValue:
    """Show the account."""
    person = current_person()
    if person is None:
        return to_sign_in()
    return _page(AccountForm(formdata=None, name=person.name, language=person.language))


@bp.post("/account/")
def save_account() -> ResponseReturnValue:
    """Keep name and language."""
    sent, leads_to = AccountForm(), url_for("accounts.account")
    come_back_to(partial(_page, sent), leads_to)
    deed = begin_own_deed(sent, leads_to)
    actions.describe(deed, sent.name.data or "", sent.language.data or "")
    deed.session.commit()
    flash(_("Saved."), "success")
    return redirect(leads_to, 303)


def _page(form: AccountForm, error: DomainError | None = None) -> str:
    person = current_person()
    assert person is not None  # noqa: S101  # the views have asked
    form.prepare("")
    form.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "accounts/account.html",
        form=form,
        conflict=error,
        email=person.email,
        has_password=person.password is not None,
        provider=provider_of(person),
        wished=_wished(person.id),
        sessions=[_session(one) for one in actions.sessions_of(db.session(), person.id, clock.now())],
        confirm=_prepared(ConfirmForm(formdata=None)),
        passkeys=[key.name for key in factors.passkeys_of(db.session(), person.id)],
        has_app=factors.has_app(db.session(), person.id),
        codes_left=factors.codes_left(db.session(), person.id),
    )


def _wished(person_id: int) -> str:
    """Return the address that still waits to be confirmed; empty where none does."""
    found = addresses.pending(db.session(), person_id, clock.now())
    return found.new_email if found else ""


def _session(one: SignedIn) -> tuple[str, str, str, bool]:
    """Return of which browser and device it is, since when, when last used, and whether it is this one."""
    where = browsers.said(browsers.Seen(one.browser, one.device))
    since, used = formats.local_moment(one.since, g.language), formats.local_moment(one.seen_at, g.language)
    return where, since, used, one.id == session_id()


def _prepared(form: ActingForm) -> ActingForm:
    form.prepare("")
    return form


@bp.post("/account/sessions")
def end_sessions() -> ResponseReturnValue:
    """End every session but this one."""
    sent, leads_to = ActingForm(), url_for("accounts.account")
    deed = begin_own_deed(sent, leads_to)
    actions.end_others(deed.session, deed.actor.person_id, session_id())
    deed.record("end_sessions", deed.actor.person.subject)
    deed.session.commit()
    flash(_("You are signed out everywhere else."), "success")
    return redirect(leads_to, 303)


@bp.get("/account/password")
def password() -> ResponseReturnValue:
    """Show where one changes the password."""
    return to_sign_in() if current_person() is None else _password_page(PasswordForm(formdata=None))


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Change the password; sessions elsewhere end, and a mail tells of it."""
    sent, leads_to = PasswordForm(), url_for("accounts.account")
    come_back_to(partial(_password_page, sent), leads_to)
    confirm(sent)
    hashed = passwords.make(sent.new.data or "", current_app.config["SETTINGS"].argon2_cost)
    deed = begin_own_deed(sent, leads_to)
    actions.change_password(deed, sent.new.data or "", hashed, session_id())
    deed.session.commit()
    flash(_("This is your password from now on. You are signed out everywhere else."), "success")
    return redirect(leads_to, 303)


def confirm(sent: PasswordForm | ConfirmForm) -> None:
    """Ask for the password once more, of who has one and may not go on without: `prove`."""
    person = current_person()
    if person is None:
        raise SignInNeeded
    if is_asked_for_password(person):
        prove(sent, person)


def prove(sent: PasswordForm | ConfirmForm | AgainForm, person: Person) -> None:
    """Raise `Incomplete` unless the password is this person's, `TooMany` after too many tries; failures are counted."""
    at, typed = clock.now(), sent.current.data or ""
    sent.require_genuine()
    who = tries.Trier(tries.OWN, person.email)
    begin_try(who, at)
    if not passwords.fits(person.password, typed, current_app.config["SETTINGS"].argon2_cost):
        raise Incomplete({"current": Problem("wrong_password_now")})
    begin_write(db.session())
    tries.proved_right(db.session(), who)
    db.session.commit()


def _password_page(form: PasswordForm, error: DomainError | None = None) -> str:
    person = current_person()
    assert person is not None  # noqa: S101  # the views have asked
    form.prepare("")
    form.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "accounts/password.html",
        form=form,
        conflict=error,
        shortest=passwords.SHORTEST,
        is_first=person.password is None,
        is_asked=is_asked_for_password(person),
    )
