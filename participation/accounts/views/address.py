"""Changing the e-mail address: asked for on the account, confirmed on a page behind a link, one for each mailbox."""

from functools import partial

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import actions, addresses
from participation.accounts.forms import AddressForm
from participation.accounts.models import AddressChange, Person
from participation.accounts.policy import Holder, OwnDeed
from participation.accounts.session import begin_own_deed, current_person, session_id
from participation.accounts.views.blueprint import bp
from participation.accounts.views.provider import provider_of
from participation.db import begin_write
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.web import formats
from participation.web.forms import ActingForm, Form
from participation.web.limits import Pace, network, require_pace
from participation.web.refusals import come_back_to
from participation.web.request_id import request_id
from participation.web.words import say

OF_ACCOUNT, OF_ADDRESS = Pace("address change", 5, 86_400), Pace("address change to one address", 3, 86_400)
OF_NETWORK = Pace("address changes from one network", 20)


@bp.get("/account/address")
def address() -> ResponseReturnValue:
    """Show where one types another address."""
    return _form_page(AddressForm(formdata=None))


@bp.post("/account/address")
def ask_address() -> ResponseReturnValue:
    """Ask both mailboxes; the answer is the same whether the new address belongs to somebody or not."""
    sent, leads_to = AddressForm(), url_for("accounts.address_codes")
    come_back_to(partial(_form_page, sent), leads_to)
    deed = begin_own_deed(sent, leads_to)
    made = addresses.ask(deed, sent.email.data or "", current_app.config["SECRET_KEY"])
    require_pace(OF_ACCOUNT, deed.actor.key)
    require_pace(OF_ADDRESS, made.new_email)
    require_pace(OF_NETWORK, network())
    deed.session.commit()
    flash(_("Two mails are on their way, to your address of now and to the new one."), "success")
    return redirect(leads_to, 303)


@bp.post("/account/address/stop")
def stop_address() -> ResponseReturnValue:
    """Stop a change that still waits."""
    sent, leads_to = ActingForm(), url_for("accounts.account")
    deed = begin_own_deed(sent, leads_to)
    row = addresses.pending(deed.session, deed.actor.person_id, deed.at)
    if row is not None:
        addresses.stop(deed, row)
    deed.session.commit()
    flash(_("Your address stays as it is."), "success")
    return redirect(leads_to, 303)


def _form_page(form: AddressForm, error: DomainError | None = None) -> str:
    person = current_person()
    assert person is not None  # noqa: S101  # the views have asked
    form.prepare("")
    form.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "accounts/address.html",
        form=form,
        conflict=error,
        email=person.email,
        provider=provider_of(person),
        hours=int(addresses.GOOD_FOR.total_seconds()) // 3600,
        contact=url_for("portal.contact"),
    )


@bp.get("/confirm-address/<token>")
def mailbox(token: str) -> ResponseReturnValue:
    """Show what is to be confirmed; reading it confirms nothing, since mail scanners read every link."""
    return _mailbox_page(*_asked(token))


@bp.post("/confirm-address/<token>/confirm")
def confirm_address(token: str) -> ResponseReturnValue:
    """Note the word of one mailbox."""
    deed, row, end = _begin(token)
    if not addresses.is_open(row, deed.at):
        return _mailbox_page(row, end)
    addresses.confirm(deed, row, end, session_id())
    deed.session.commit()
    return redirect(url_for("accounts.mailbox", token=token), 303)


@bp.post("/confirm-address/<token>/stop")
def refuse_address(token: str) -> ResponseReturnValue:
    """Stop the change from a mailbox; whoever asked for it from elsewhere is signed out."""
    deed, row, end = _begin(token)
    if not addresses.is_open(row, deed.at):
        return _mailbox_page(row, end)
    addresses.stop(deed, row)
    if end == addresses.OLD:
        actions.end_others(deed.session, row.person_id, None)
    deed.session.commit()
    return redirect(url_for("accounts.mailbox", token=token), 303)


def _begin(token: str) -> tuple[OwnDeed, AddressChange, str]:
    form = Form()
    come_back_to(lambda error: _mailbox_page(*_asked(token), error))
    form.require_genuine()
    begin_write(db.session())
    row, end = _asked(token, alone=True)
    person = db.session.get_one(Person, row.person_id)
    return OwnDeed(db.session(), Holder(person), clock.now(), request_id()), row, end


def _asked(token: str, *, alone: bool = False) -> tuple[AddressChange, str]:
    found = addresses.find(db.session(), token, alone=alone)
    if found is None:
        raise NotFound
    return found


def _mailbox_page(row: AddressChange, end: str, error: DomainError | None = None) -> str:
    at, is_old = clock.now(), end == addresses.OLD
    own, other = row.new_confirmed_at, row.old_confirmed_at
    if is_old:
        own, other = other, own
    return render_template(
        "accounts/mailbox.html",
        form=Form(formdata=None),
        why=say(error) if error else "",
        is_old=is_old,
        is_open=addresses.is_open(row, at),
        is_done=row.done_at is not None,
        is_confirmed=own is not None,
        other_waits=other is None,
        is_taken=not is_old and row.done_at is None and addresses.is_taken(db.session(), row),
        old=row.old_email if is_old else "",
        new=row.new_email,
        until=formats.local_moment(row.until, g.language),
        token_path=url_for("accounts.mailbox", token=addresses.token_of(current_app.config["SECRET_KEY"], row, end)),
    )
