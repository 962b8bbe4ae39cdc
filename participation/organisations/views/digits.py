"""Where one types the six digits of a mail that invites: on a computer, with the mail on one's telephone."""

from functools import partial

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts import tries
from participation.accounts.views.trying import Mailed, begin_codes
from participation.errors import DomainError, Incomplete
from participation.extensions import db
from participation.organisations import forms
from participation.organisations.actions import codes
from participation.organisations.session import begin_visit
from participation.organisations.views.blueprint import bp
from participation.web import csrf
from participation.web.refusals import come_back_to
from participation.web.words import say

WHAT = "invitation code"


@bp.get("/invitation")
def digits() -> ResponseReturnValue:
    """Show where one types the address and the digits."""
    return _page(forms.DigitsForm(formdata=None))


@bp.post("/invitation")
def enter_by_digits() -> ResponseReturnValue:
    """Lead where the link of the mail leads; whatever is wrong, and whoever is known, the answer is one sentence."""
    form = forms.DigitsForm()
    come_back_to(partial(_page, form))
    form.require_genuine()
    secret, at = current_app.config["SECRET_KEY"], clock.now()
    email = (form.email.data or "").strip().lower()[:320]
    mails = [_mailed(email, way) for way in codes.ways(db.session(), secret, email, at)]
    left = begin_codes(mails or [Mailed(WHAT, email, "")], at)  # where nothing was sent, tries are counted all the same
    deed = begin_visit(form)
    found = [way for way in codes.ways(deed.session, secret, email, at) if _mailed(email, way) in left]
    way = codes.use(deed, secret, found, form.code.data or "", csrf.browser())
    tries.proved_right(deed.session, _mailed(email, way).trier)
    deed.session.commit()
    return redirect(url_for(f"organisations.{way.page}", token=way.token), 303)


def _mailed(email: str, way: codes.Way) -> Mailed:
    return Mailed(WHAT, email, way.until.isoformat())


def _page(form: forms.DigitsForm, error: DomainError | None = None) -> str:
    form.code.data = ""
    form.show(error.problems if isinstance(error, Incomplete) else {})
    why = say(error) if error and not isinstance(error, Incomplete) else ""
    return render_template("organisations/digits.html", form=form, why=why)
