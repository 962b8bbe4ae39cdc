"""Between the form and the desk: where the mail went, sending it again, and the page behind its link."""

from hmac import compare_digest

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import tokens, tries
from participation.accounts.forms import CodeForm
from participation.accounts.views.trying import Mailed, begin_code
from participation.errors import DomainError, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.organisations import queries
from participation.organisations.actions import applying
from participation.organisations.models import UnconfirmedApplication
from participation.organisations.session import begin_visit
from participation.organisations.views.blueprint import bp
from participation.web import formats
from participation.web.forms import Form
from participation.web.limits import Pace, network, require_pace
from participation.web.refusals import come_back_to
from participation.web.words import say

AGAIN = Pace("join-again", 10)


def sent_path(row: UnconfirmedApplication, place: str = "sent") -> str:
    """Return the address of the page that says where the mail went, or of what is sent from there."""
    key = applying.page_key(current_app.config["SECRET_KEY"], row)
    return url_for(f"organisations.{place}", number=row.id, key=key)


@bp.get("/join/sent/<int:number>/<key>")
def sent(number: int, key: str) -> ResponseReturnValue:
    """Say where the mail went, and that nothing has reached the desk yet."""
    return _sent_page(_asked(number, key))


@bp.post("/join/sent/<int:number>/<key>")
def send_again(number: int, key: str) -> ResponseReturnValue:
    """Send the mail once more."""
    form = Form()
    come_back_to(lambda error: _sent_page(_asked(number, key), error))
    deed = begin_visit(form)
    require_pace(AGAIN, network())
    row = _asked(number, key, alone=True)
    applying.send_again(deed, row, current_app.config["SECRET_KEY"])
    leads_to = sent_path(row)
    deed.session.commit()
    flash(_("The mail is on its way again. The link in the earlier one no longer works."), "success")
    return redirect(leads_to, 303)


@bp.post("/join/sent/<int:number>/<key>/code")
def confirm_by_code(number: int, key: str) -> ResponseReturnValue:
    """Let the application reach the desk by the six digits of its mail; a few tries, then another mail."""
    form = CodeForm()
    come_back_to(lambda error: _sent_page(_asked(number, key), error, form))
    form.require_genuine()
    row, secret = _asked(number, key), current_app.config["SECRET_KEY"]
    mailed = Mailed("application code", row.email, row.until.isoformat())
    if not begin_code(mailed, clock.now()):
        return _sent_page(_asked(number, key), code=form, is_over=True), 422
    deed, row = begin_visit(form), _asked(number, key, alone=True)
    if not tokens.is_code(secret, applying.token_of(secret, row), form.code.data or ""):
        form.code.errors = [_("This code is not good. Take the one in the newest mail.")]
        return _sent_page(row, code=form), 422
    if row.confirmed_at is None and deed.at < row.until:
        applying.confirm(deed, row)
        tries.proved_right(deed.session, mailed.trier)
        deed.session.commit()
    return _to_receipt(row) or _sent_page(row)


def _asked(number: int, key: str, *, alone: bool = False) -> UnconfirmedApplication:
    row = queries.unconfirmed(db.session(), number, alone=alone)
    if row is None or not compare_digest(
        applying.page_key(current_app.config["SECRET_KEY"], row).encode(), key.encode()
    ):
        raise NotFound
    return row


def _sent_page(
    row: UnconfirmedApplication,
    error: DomainError | None = None,
    code: CodeForm | None = None,
    *,
    is_over: bool = False,
) -> str:
    code = code or CodeForm(formdata=None)
    code.code.data = ""
    is_open = row.confirmed_at is None and clock.now() < row.until
    return render_template(
        "organisations/sent.html",
        form=Form(formdata=None),
        code=code,
        is_over=is_over,
        again_path=sent_path(row),
        code_path=sent_path(row, "confirm_by_code"),
        why=say(error) if error else "",
        email=row.email,
        name=row.name,
        is_open=is_open,
        is_confirmed=row.confirmed_at is not None,
        may_again=is_open and row.mails < applying.MOST_MAILS,
        until=formats.local_moment(row.until, g.language),
    )


@bp.get("/join/confirm/<token>")
def confirmation(token: str) -> ResponseReturnValue:
    """Show one button: a mail scanner that reads the link sends nothing to the desk."""
    row = _found(token)
    return _to_receipt(row) or _confirmation_page(row)


@bp.post("/join/confirm/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Let the application reach the desk, once; pressed again it shows the same receipt."""
    form = Form()
    come_back_to(lambda error: _confirmation_page(_found(token), error))
    deed = begin_visit(form)
    row = _found(token, alone=True)
    if row.confirmed_at is None and deed.at < row.until:
        applying.confirm(deed, row)
        deed.session.commit()
    return _to_receipt(row) or _confirmation_page(row)


def _found(token: str, *, alone: bool = False) -> UnconfirmedApplication:
    row = applying.find(db.session(), token, alone=alone)
    if row is None:
        raise NotFound
    return row


def _to_receipt(row: UnconfirmedApplication) -> ResponseReturnValue | None:
    """Lead to the receipt of what was confirmed; None where nothing was."""
    found = queries.applied(db.session(), row.organisation_id) if row.organisation_id is not None else None
    if found is None or found.application is None:
        return None
    return redirect(
        f"/{g.language}{queries.application_path(current_app.config['SECRET_KEY'], found.application)}", 303
    )


def _confirmation_page(row: UnconfirmedApplication, error: DomainError | None = None) -> str:
    """Ask for the press, or say that it comes too late."""
    return render_template(
        "organisations/confirm.html",
        form=Form(formdata=None),
        why=say(error) if error else "",
        name=row.name,
        email=row.email,
        is_open=row.confirmed_at is None and clock.now() < row.until,
        until=formats.local_moment(row.until, g.language),
    )
