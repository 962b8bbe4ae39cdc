"""The second step of signing in: a code or a passkey."""

import hashlib
import hmac
from functools import partial
from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import actions, factors, tries
from participation.accounts.forms import SecondStepForm
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed, Way
from participation.accounts.session import WAY, agent, device, enter, session_id
from participation.accounts.views.blueprint import bp
from participation.accounts.views.onward import onward
from participation.accounts.views.trying import begin_try
from participation.db import begin_write
from participation.errors import DomainError, Problem
from participation.extensions import db
from participation.web.refusals import come_back_to
from participation.web.request_id import request_id
from participation.web.words import say, say_problem

HALF = "half"  # in the cookie: the token of the first step


def site() -> factors.Site:
    """Return what passkeys of this installation are bound to."""
    settings = current_app.config["SETTINGS"]
    parts = urlsplit(settings.public_url)
    return factors.Site(parts.hostname or "", f"{parts.scheme}://{parts.netloc}", settings.platform_name)


def challenge_of(token: str) -> bytes:
    """Derive a challenge from something that is good once, so that no row is needed for it."""
    return hmac.new(str(current_app.secret_key).encode(), f"passkey|{token}".encode(), hashlib.sha256).digest()


def _half() -> Person | None:
    return actions.half_signed_in(db.session(), str(session.get(HALF, "")), clock.now())


def let_in(person: Person, way: Way, wanted: str | None, kept: str | None) -> str:
    """Commit the first step and return where it leads: in, or to the second one. Call after `begin_write`."""
    at = clock.now()
    session[WAY] = way
    if factors.has_any(db.session(), person.id):
        session[HALF] = actions.ask_for_factor(db.session(), person, at)
        db.session.commit()
        return url_for("accounts.second_step", next=wanted, kept=kept)
    _begin(person, with_factor=False)
    return onward(wanted, kept)


def _begin(person: Person, *, with_factor: bool) -> None:
    """Commit a new session for this browser; one it had before ends."""
    if (before := session_id()) is not None:
        actions.end(db.session(), before)
    hours = current_app.config["SETTINGS"].session_hours
    token = actions.start(db.session(), person, clock.now(), hours, actions.Showing(agent(), with_factor))
    db.session.commit()
    enter(token, person.id)


@bp.get("/sign-in/second-step")
def second_step() -> ResponseReturnValue:
    """Ask for the second factor; without a first step there is nothing to ask."""
    if _half() is None:
        return redirect(url_for("accounts.sign_in"), 303)
    return _page(SecondStepForm(formdata=None, next=request.args.get("next", ""), kept=request.args.get("kept", "")))


@bp.post("/sign-in/second-step")
def finish() -> ResponseReturnValue:
    """Sign in, or say that the factor does not fit."""
    form = SecondStepForm()
    come_back_to(partial(_page, form))
    form.require_genuine()
    half, at = str(session.get(HALF, "")), clock.now()
    if (person := _half()) is None:
        return redirect(url_for("accounts.sign_in"), 303)
    who = tries.Trier(tries.SECOND_STEP, person.email, device=device(person.id))
    begin_try(who, at)
    begin_write(db.session())
    if (person := _half()) is None:  # used up by another window in the meantime
        return redirect(url_for("accounts.sign_in"), 303)
    if not fits(OwnDeed(db.session(), Holder(person), at, request_id()), form, half):
        db.session.commit()
        form.code.errors = [say_problem(Problem("wrong_passkey" if form.answer.data else "wrong_code"))]
        return _page(form), 422
    tries.proved_right(db.session(), who)
    actions.use_first_step(db.session(), half, at)
    _begin(person, with_factor=True)
    return redirect(onward(form.next.data, form.kept.data), 303)


def fits(deed: OwnDeed, form: SecondStepForm, seed: str) -> bool:
    """Tell whether what was shown is of this person; the passkey's question was made of `seed`."""
    if form.answer.data:
        return factors.passkey_fits(deed, form.answer.data, challenge_of(seed), site())
    return factors.code_fits(deed, form.code.data or "")


def _page(form: SecondStepForm, error: DomainError | None = None) -> str:
    person, half = _half(), str(session.get(HALF, ""))
    known = [key.credential_id for key in factors.passkeys_of(db.session(), person.id)] if person else []
    form.answer.data = ""
    return render_template(
        "accounts/second_step.html",
        form=form,
        why=say(error) if error else "",
        options=factors.question(known, challenge_of(half), site()) if known else "",
    )
