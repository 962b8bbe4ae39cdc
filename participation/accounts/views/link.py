"""Signing in by a link that comes by mail, for those who sign in twice a year."""

from functools import partial

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from participation import clock
from participation.accounts import actions, tokens
from participation.accounts.forms import LinkForm
from participation.accounts.models import OneTimeToken, Person
from participation.accounts.policy import Holder, OwnDeed
from participation.accounts.views.blueprint import bp
from participation.accounts.views.second_step import let_in
from participation.db import begin_write
from participation.errors import DomainError, NotFound
from participation.extensions import db
from participation.web.forms import Form
from participation.web.limits import Pace, network, require_pace
from participation.web.links import local_path
from participation.web.refusals import come_back_to
from participation.web.request_id import request_id
from participation.web.words import say

PER_ADDRESS = Pace("sign-in link to one address", most=5)
PER_NETWORK = Pace("sign-in links from one network", most=50)


@bp.get("/sign-in/link")
def link_form() -> ResponseReturnValue:
    """Show where one asks for a link."""
    onward = {"next": local_path(request.args.get("next")), "kept": request.args.get("kept", "")}
    return _page(LinkForm(formdata=None, **onward))


@bp.post("/sign-in/link")
def send_link() -> ResponseReturnValue:
    """Send a link, if there is such a person; the answer is the same, and so is the work."""
    form = LinkForm()
    come_back_to(partial(_page, form))
    form.require_genuine()
    email = (form.email.data or "").strip().lower()[:320]
    require_pace(PER_ADDRESS, email)
    require_pace(PER_NETWORK, network())
    begin_write(db.session())
    person = db.session.scalars(select(Person).where(Person.email == email)).one_or_none()
    if person is not None:
        deed = OwnDeed(db.session(), Holder(person), clock.now(), request_id())
        actions.send_link(deed, current_app.config["SECRET_KEY"])
    db.session.commit()
    return render_template("accounts/link_sent.html", email=email, minutes=tokens.SPANS[tokens.SIGN_IN].seconds // 60)


def _page(form: LinkForm, error: DomainError | None = None) -> str:
    return render_template("accounts/link_form.html", form=form, why=say(error) if error else "")


@bp.get("/sign-in/link/<token>")
def link(token: str) -> ResponseReturnValue:
    """Show one button: a mail scanner that reads the link signs nobody in."""
    return _link_page(_row(token))


@bp.post("/sign-in/link/<token>")
def enter_by_link(token: str) -> ResponseReturnValue:
    """Sign in, once."""
    form = Form()
    come_back_to(lambda _error: _link_page(_row(token)))
    form.require_genuine()
    begin_write(db.session())
    row = tokens.find(db.session(), tokens.SIGN_IN, token, alone=True)
    if row is None:
        raise NotFound
    if not tokens.is_open(row, clock.now()):
        return _link_page(row)
    row.used_at = clock.now()
    return redirect(let_in(db.session.get_one(Person, row.person_id), "", ""), 303)


def _row(token: str) -> OneTimeToken:
    found = tokens.find(db.session(), tokens.SIGN_IN, token)
    if found is None:
        raise NotFound
    return found


def _link_page(row: OneTimeToken) -> str:
    is_open = tokens.is_open(row, clock.now())
    name = db.session.get_one(Person, row.person_id).name if is_open else ""
    return render_template("accounts/link.html", form=Form(formdata=None), is_open=is_open, name=name)
