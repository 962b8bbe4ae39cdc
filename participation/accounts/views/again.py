"""Showing once more who acts, before what changes how one gets in: the password, a code, or a passkey."""

import secrets
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import actions, factors, tries
from participation.accounts.forms import AgainForm
from participation.accounts.models import Person, SignedIn
from participation.accounts.policy import Holder, OwnDeed
from participation.accounts.session import current_person, device, is_whole, note_proof, session_id, to_sign_in
from participation.accounts.tokens import digest_of
from participation.accounts.views.account import prove as prove_by_password
from participation.accounts.views.blueprint import bp
from participation.accounts.views.onward import onward
from participation.accounts.views.provider import provider_of
from participation.accounts.views.second_step import challenge_of, fits, site
from participation.accounts.views.trying import begin_try
from participation.db import begin_write
from participation.errors import DomainError, Incomplete, Problem, SignInNeeded
from participation.extensions import db
from participation.web.links import local_path
from participation.web.refusals import come_back_to
from participation.web.request_id import request_id
from participation.web.words import say


@bp.get("/account/again")
def again() -> ResponseReturnValue:
    """Ask for one of the things that only this person has."""
    if current_person() is None:
        return to_sign_in()
    there = {"next": local_path(request.args.get("next")), "kept": request.args.get("kept", "")}
    return _page(AgainForm(formdata=None, **there))


@bp.post("/account/again")
def prove() -> ResponseReturnValue:
    """Go back to where one was, with what was typed there, or say that it does not fit."""
    sent = AgainForm()
    come_back_to(partial(_page, sent))
    person = current_person()
    if person is None:
        raise SignInNeeded
    if sent.answer.data or sent.code.data:
        _show_factor(sent, person)
    else:
        prove_by_password(sent, person)
    note_proof()
    return redirect(onward(sent.next.data or url_for("accounts.account"), sent.kept.data), 303)


def _show_factor(sent: AgainForm, person: Person) -> None:
    """Raise `Incomplete` unless the code or the passkey is this person's; from now on the session has shown it."""
    sent.require_genuine()
    at = clock.now()
    who = tries.Trier(tries.SECOND_STEP, person.email, device=device(person.id))
    begin_try(who, at)
    begin_write(db.session())
    deed = OwnDeed(db.session(), Holder(person), at, request_id())
    seed = sent.seed.data or ""
    if sent.answer.data:
        deed.use_up(digest_of(f"again|{seed}"), digest_of(sent.answer.data), "")
    if not fits(deed, sent, seed):
        db.session.commit()
        raise Incomplete({"code": Problem("wrong_passkey" if sent.answer.data else "wrong_code")})
    tries.proved_right(db.session(), who)
    actions.trust(db.session(), session_id())
    db.session.commit()


def _page(form: AgainForm, error: DomainError | None = None) -> str:
    person, row = current_person(), db.session.get(SignedIn, session_id() or 0)
    assert person is not None and row is not None  # noqa: S101, PT018  # the views have asked
    form.show(error.problems if isinstance(error, Incomplete) else {})
    form.answer.data, form.code.data = "", ""
    form.seed.data = secrets.token_urlsafe(16)  # another question each time
    known = [key.credential_id for key in factors.passkeys_of(db.session(), person.id)]
    return render_template(
        "accounts/again.html",
        form=form,
        why=say(error) if error and not isinstance(error, Incomplete) else "",
        provider="" if person.password else provider_of(person),
        by_password=person.password is not None and is_whole(row),
        by_code=factors.has_app(db.session(), person.id),
        options=factors.question(known, challenge_of(form.seed.data), site()) if known else "",
    )
