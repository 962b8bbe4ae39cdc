"""The six digits of both mails about another address, typed where one is signed in: no link has to be opened there."""

from functools import partial

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import addresses, tries
from participation.accounts.forms import AddressCodesForm
from participation.accounts.models import AddressChange
from participation.accounts.session import begin_own_deed, current_person, session_id, to_sign_in
from participation.accounts.views.blueprint import bp
from participation.accounts.views.trying import Mailed, begin_code
from participation.errors import DomainError, Incomplete, NotFound, Problem, SignInNeeded
from participation.extensions import db
from participation.languages import text as _
from participation.web import formats
from participation.web.refusals import come_back_to

ENDS = (addresses.OLD, addresses.NEW)


@bp.get("/account/address/codes")
def address_codes() -> ResponseReturnValue:
    """Show where the digits are typed, while a mailbox still has to give its word."""
    if current_person() is None:
        return to_sign_in()
    if _pending() is None:
        return redirect(url_for("accounts.account"), 303)
    return _page(AddressCodesForm(formdata=None))


@bp.post("/account/address/codes")
def confirm_by_codes() -> ResponseReturnValue:
    """Take the word of each mailbox whose digits are right; what is wrong beside it stays to be typed again."""
    sent, leads_to = AddressCodesForm(), url_for("accounts.account")
    if _pending() is not None:
        come_back_to(partial(_page, sent), leads_to)
    if current_person() is None:
        raise SignInNeeded
    sent.require_genuine()
    row = _pending()
    if row is None:
        return redirect(leads_to, 303)
    typed = _with_tries(row, _typed(sent, row))
    deed = begin_own_deed(sent, leads_to)
    row = db.session.get_one(AddressChange, row.id)
    right = addresses.confirm_by_codes(deed, row, typed, current_app.config["SECRET_KEY"], session_id())
    wrong = {end: Problem("wrong_digits") for end in ENDS if sent[end].data and end not in right}
    if not right and not addresses.is_open(row, deed.at):  # settled elsewhere in the meantime
        return redirect(leads_to, 303)
    if not right:
        raise Incomplete(wrong)
    tries.proved_right(deed.session, _mailed(row, next(iter(right))).trier)
    deed.session.commit()
    if wrong:
        sent.nonce.data = ""
        return _page(sent, Incomplete(wrong)), 422
    flash(*_said(row))
    return redirect(url_for("accounts.address_codes"), 303)


def _typed(sent: AddressCodesForm, row: AddressChange) -> dict[str, str]:
    found = {end: sent[end].data for end in ENDS if sent[end].data}
    if not found:
        raise Incomplete({end: Problem("missing") for end in ENDS if not addresses.is_confirmed(row, end)})
    return found


def _with_tries(row: AddressChange, typed: dict[str, str]) -> dict[str, str]:
    """Count a try at each mail whose digits were typed; leave out those that have none left."""
    at = clock.now()
    return {end: code for end, code in typed.items() if begin_code(_mailed(row, end), at)}


def _mailed(row: AddressChange, end: str) -> Mailed:
    return Mailed(f"address code {end}", row.old_email, row.until.isoformat())


def _said(row: AddressChange) -> tuple[str, str]:
    """Say what the digits did; who reads the new mailbox may know that its address belongs to somebody."""
    email = row.new_email
    if row.done_at is not None:
        return _("Done. From now on you sign in with %(email)s.", email=email), "success"
    if row.stopped_at is not None:
        return _(
            "There is an account with the address %(email)s already, so another one cannot take it. Sign in with it.",
            email=email,
        ), "info"
    return _("This address is confirmed."), "success"


def _pending() -> AddressChange | None:
    person = current_person()
    return addresses.pending(db.session(), person.id, clock.now()) if person is not None else None


def _page(form: AddressCodesForm, error: DomainError | None = None) -> str:
    row = _pending()
    if row is None:  # over or stopped in the meantime
        raise NotFound
    form.prepare("")
    form.old.data = form.new.data = ""
    form.show(error.problems if isinstance(error, Incomplete) else {})
    form.old.label.text = _("Code from the mail to %(email)s", email=row.old_email)
    form.new.label.text = _("Code from the mail to %(email)s", email=row.new_email)
    return render_template(
        "accounts/address_codes.html",
        form=form,
        conflict=error,
        waiting=[form[end] for end in ENDS if not addresses.is_confirmed(row, end)],
        until=formats.local_moment(row.until, g.language),
    )
