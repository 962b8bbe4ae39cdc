"""Administrators' pages: reasons, and who moderates. For everyone else there are no such pages."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.administration import actions, forms, queries
from participation.administration.page import worker
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.languages import texts as _n
from participation.notifications import queries as messages
from participation.notifications.importance import Channel
from participation.notifications.labels import CHANNELS
from participation.organisations.policy import require_administrator, require_in_force
from participation.organisations.session import begin_deed, current_actor
from participation.tongues import LANGUAGES
from participation.web import formats
from participation.web.forms import number
from participation.web.refusals import come_back_to

bp = Blueprint("administration", __name__, url_prefix="/<lang>/admin")
DEEPEST = 500
LARGEST = 2**31 - 1  # number of a row
PRESSED: dict[str, Callable[..., None]] = {
    "retire": partial(actions.retire_reason, retired=True),
    "offer": partial(actions.retire_reason, retired=False),
    "delete": actions.delete_reason,
}
ACT = '/reasons/<code>/<any("retire", "offer", "delete"):act>'


def for_administrators(view: Any) -> Any:  # noqa: ANN401  # any view
    """Lead visitors to sign-in; answer anyone but an administrator as if there were no such page."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:  # noqa: ANN401  # what the address holds
        if current_actor().person_id is None:
            return redirect(url_for("accounts.sign_in", next=request.path), 303)
        require_administrator(current_actor())
        answer: ResponseReturnValue = view(**values)
        return answer

    return guarded


@bp.get("/reasons/")
@for_administrators
def reasons() -> ResponseReturnValue:
    """List the catalogue of reasons."""
    rows = [(r.code, r.titles[g.language], r.wordings[g.language], r.hides_page, r.retired)
            for r in queries.reasons(db.session())]  # fmt: skip
    return render_template("administration/reasons.html", rows=rows, form=_press())


@bp.get("/reasons/new")
@for_administrators
def new_reason() -> ResponseReturnValue:
    """Show an empty reason."""
    return _reason_page(None, forms.ReasonForm(formdata=None))


@bp.post("/reasons/new")
@for_administrators
def add_reason() -> ResponseReturnValue:
    """Add a reason."""
    sent, leads_to = forms.ReasonForm(), url_for("administration.reasons")
    come_back_to(partial(_reason_page, None, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    actions.add_reason(deed, (sent.code.data or "").strip(), sent.wording())
    deed.session.commit()
    flash(_("The reason has been added."), "success")
    return redirect(leads_to, 303)


@bp.get("/reasons/<code>/edit")
@for_administrators
def edit_reason(code: str) -> ResponseReturnValue:
    """Show a reason to be worded anew."""
    found = queries.reason(db.session(), code)
    if found is None:
        raise NotFound
    return _reason_page(code, forms.ReasonForm(formdata=None, code=code, **actions.worded(found)))


@bp.post("/reasons/<code>/edit")
@for_administrators
def change_reason(code: str) -> ResponseReturnValue:
    """Word a reason anew."""
    sent, leads_to = forms.ReasonForm(), url_for("administration.reasons")
    come_back_to(partial(_reason_page, code, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    actions.change_reason(deed, code, sent.wording(), sent.seen.data or "")
    deed.session.commit()
    flash(_("Saved."), "success")
    return redirect(leads_to, 303)


@bp.post(ACT)
@for_administrators
def press(code: str, act: str) -> ResponseReturnValue:
    """Retire a reason, offer it again, or delete one that nobody ever gave."""
    sent, leads_to = forms.PressForm(), url_for("administration.reasons")
    come_back_to(_no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    PRESSED[act](deed, code)
    deed.session.commit()
    flash(_("Saved."), "success")
    return redirect(leads_to, 303)


def _no_page(error: DomainError) -> str:
    """Let the general page say why: a button has nothing typed to give back."""
    raise error


@bp.get("/mails/")
@for_administrators
def mails() -> ResponseReturnValue:
    """Show when the last digests went, to how many, and what was given up."""
    session = db.session()
    events, waiting, given_up = messages.outbox(session)
    rows = [
        (formats.day(went.period, g.language), CHANNELS[Channel(went.rhythm)], went.built, went.sent, went.given_up)
        for went in messages.last_digests(session)
    ]
    numbers = len(events), len(waiting), len(given_up)
    parked = [
        (mail.id, mail.recipient, formats.local_moment(mail.given_up_at, g.language), mail.last_error)
        for mail in given_up[: queries.PAGE]
        if mail.given_up_at
    ]
    return render_template(
        "administration/mails.html", rows=rows, numbers=numbers, parked=parked, form=_press(), worker=worker(session)
    )  # fmt: skip


@bp.post("/mails/<int:mail_id>/send-again")
@for_administrators
def send_again(mail_id: int) -> ResponseReturnValue:
    """Let a mail that was given up go out again."""
    sent, leads_to = forms.PressForm(), url_for("administration.mails")
    come_back_to(_no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    if mail_id > LARGEST:
        raise NotFound
    actions.send_again(deed, mail_id)
    deed.session.commit()
    flash(_("The mail will be sent again."), "success")
    return redirect(leads_to, 303)


@bp.post("/mails/send-again")
@for_administrators
def send_all_again() -> ResponseReturnValue:
    """Let all mails that were given up go out again."""
    sent, leads_to = forms.PressForm(), url_for("administration.mails")
    come_back_to(_no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    again = actions.send_all_again(deed)
    deed.session.commit()
    flash(_n("%(number)s mail will be sent again.", "%(number)s mails will be sent again.", again), "success")
    return redirect(leads_to, 303)


@bp.post("/network/arrange")
@for_administrators
def arrange_network() -> ResponseReturnValue:
    """Let the drawing of the network be made anew."""
    sent, leads_to = forms.PressForm(), url_for("administration.mails")
    come_back_to(_no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    number = actions.arrange_network(deed)
    deed.session.commit()
    return redirect(url_for("jobs.job", number=number), 303)


@bp.get("/people/")
@for_administrators
def people() -> ResponseReturnValue:
    """List who could moderate or administer, and who does."""
    page = min(max(number(request.args.get("page")) or 1, 1), DEEPEST)
    typed = request.args.get("q", "")
    found = queries.people(db.session(), typed, page)

    def address(other: int) -> str:
        return url_for("administration.people", q=typed or None, page=other)

    return render_template(
        "administration/people.html",
        rows=found[: queries.PAGE],
        q=typed,
        page=page,
        previous_href=address(page - 1) if page > 1 else "",
        next_href=address(page + 1) if len(found) > queries.PAGE else "",
        form=_press(),
    )


@bp.post('/people/<int:person_id>/<any("moderator", "administrator"):role>/<any("on", "off"):turn>')
@for_administrators
def name_role(person_id: int, role: str, turn: str) -> ResponseReturnValue:
    """Name a moderator or an administrator, or end it."""
    sent, leads_to = forms.PressForm(), url_for("administration.people")
    come_back_to(_no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    if person_id > LARGEST:
        raise NotFound
    person = actions.name_role(deed, person_id, role, holds=turn == "on")
    name = person.name
    deed.session.commit()
    flash(_("Saved: %(name)s.", name=name), "success")
    return redirect(leads_to, 303)


def _press() -> forms.PressForm:
    """Make the form behind the buttons of a list; no nonce, since each button is a repeat of nothing."""
    form = forms.PressForm(formdata=None)
    form.prepare(current_actor().hat)
    form.nonce.data = ""
    return form


def _reason_page(code: str | None, sent: forms.ReasonForm, error: DomainError | None = None) -> str:
    require_administrator(current_actor())
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    found = queries.reason(db.session(), code) if code else None
    texts = {f"{part}_{one}": one for part in ("title", "wording") for one in LANGUAGES}
    both = sent.compare(actions.worded(found), error, texts) if found else []
    return render_template(
        "administration/reason.html", form=sent, code=code, conflict=error, both=both, longest=actions.LONGEST
    )
