"""Signing in by a link that comes by mail, for those who sign in twice a year."""

from datetime import datetime
from functools import partial

from flask import current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from participation import clock
from participation.accounts import actions, tokens, tries
from participation.accounts.forms import LinkCodeForm, LinkForm
from participation.accounts.models import OneTimeToken, Person
from participation.accounts.policy import Holder, OwnDeed, Way
from participation.accounts.views.blueprint import bp
from participation.accounts.views.second_step import let_in
from participation.accounts.views.trying import Mailed, begin_code
from participation.db import begin_write
from participation.errors import DomainError, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.web.forms import Form
from participation.web.limits import Pace, network, require_pace
from participation.web.links import local_path
from participation.web.refusals import come_back_to
from participation.web.request_id import request_id
from participation.web.words import say

PER_ADDRESS = Pace("sign-in link to one address", most=5)
PER_NETWORK = Pace("sign-in links from one network", most=50)
ASKED = "asked"  # in the cookie: the address this browser asked a link for, and when that one ends


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
    until = _mail(email, clock.now())
    db.session.commit()
    session[ASKED] = email, until.isoformat()  # the same whether there is an account
    return _sent_page(LinkCodeForm(formdata=None, next=form.next.data, kept=form.kept.data), email)


def _mail(email: str, at: datetime) -> datetime:
    """Let a link go to whoever has this address, and return when it ends.

    For an address of nobody the same is done, and undone at once.
    """
    session, secret = db.session(), current_app.config["SECRET_KEY"]
    found = session.scalars(select(Person).where(Person.email == email)).one_or_none()
    with session.begin_nested() as step:
        nobody = Person(name="", email=tokens.digest_of(email), language=g.language, created_at=at)
        session.add(person := found or nobody)
        session.flush()
        until = actions.send_link(OwnDeed(session, Holder(person), at, request_id()), secret)
        session.flush()
        if found is None:
            step.rollback()
    return until


@bp.post("/sign-in/code")
def enter_by_code() -> ResponseReturnValue:
    """Sign in by the six digits of the mail, in the browser that asked for it; a few tries, then another mail."""
    form = LinkCodeForm()
    email, until = session.get(ASKED, ("", ""))
    anew = partial(_page, LinkForm(formdata=None))
    come_back_to((lambda error: _sent_page(form, email, say(error))) if email else anew)
    form.require_genuine()
    if not email:
        return redirect(url_for("accounts.link_form"), 303)
    at, secret = clock.now(), current_app.config["SECRET_KEY"]
    mailed = Mailed("link code", email, until)
    if not begin_code(mailed, at):
        return _sent_page(form, email, is_over=True), 422
    begin_write(db.session())
    row = tokens.asked_for(db.session(), tokens.SIGN_IN, email, until, at)
    is_right = tokens.is_code(secret, tokens.token_of(secret, row) if row else email, form.code.data or "")
    if row is None or not is_right:
        form.code.errors = [_("This code is not good. Take the one in the newest mail.")]
        return _sent_page(form, email), 422
    row.used_at = at
    tries.proved_right(db.session(), mailed.trier)
    person = db.session.get_one(Person, row.person_id)
    return redirect(let_in(person, Way.MAILBOX, form.next.data, form.kept.data), 303)


def _sent_page(form: LinkCodeForm, email: str, why: str = "", *, is_over: bool = False) -> str:
    minutes = tokens.SPANS[tokens.SIGN_IN].seconds // 60
    form.code.data = ""
    return render_template("accounts/link_sent.html", form=form, email=email, minutes=minutes, why=why, is_over=is_over)


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
    return redirect(let_in(db.session.get_one(Person, row.person_id), Way.MAILBOX, "", ""), 303)


def _row(token: str) -> OneTimeToken:
    found = tokens.find(db.session(), tokens.SIGN_IN, token)
    if found is None:
        raise NotFound
    return found


def _link_page(row: OneTimeToken) -> str:
    is_open = tokens.is_open(row, clock.now())
    name = db.session.get_one(Person, row.person_id).name if is_open else ""
    return render_template("accounts/link.html", form=Form(formdata=None), is_open=is_open, name=name)
