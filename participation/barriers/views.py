"""Telling of a barrier, without an account; and its page at the desk."""

from functools import partial

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.barriers import actions, queries
from participation.barriers.forms import AnswerForm, BarrierForm
from participation.barriers.models import Barrier
from participation.barriers.vocabulary import LONGEST
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.organisations.policy import require_in_force, require_moderator
from participation.organisations.session import begin_deed, begin_visit, current_actor, note_reading
from participation.web import formats
from participation.web.limits import Pace, network, require_pace
from participation.web.refusals import come_back_to

bp = Blueprint("barriers", __name__, url_prefix="/<lang>")
OF_NETWORK = Pace("barriers", 10)


@bp.get("/accessibility/tell")
def form() -> ResponseReturnValue:
    """Ask what did not work; the page one came from is filled in."""
    return _form_page(BarrierForm(formdata=None, page=request.args.get("page", "")[: LONGEST["page"]]))


@bp.post("/accessibility/tell")
def tell() -> ResponseReturnValue:
    """Lay it before the desk."""
    sent, leads_to = BarrierForm(), url_for("portal.accessibility")
    come_back_to(partial(_form_page, sent), leads_to)
    deed = begin_visit(sent, leads_to)
    actions.tell(deed, {name: sent[name].data or "" for name in ("page", "words", "name", "email")}, g.language)
    require_pace(OF_NETWORK, network())
    deed.session.commit()
    days = current_app.config["SETTINGS"].desk_days
    flash(
        _("Thank you. It is with the moderation team, who look at it within %(days)s working days.", days=days),
        "success",
    )
    return redirect(leads_to, 303)


def _form_page(sent: BarrierForm, error: DomainError | None = None) -> str:
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template("barriers/form.html", form=sent, conflict=error, longest=LONGEST)


@bp.get("/desk/barriers/<public_id>")
def case(public_id: str) -> ResponseReturnValue:
    """Show one to a moderator, with the form of the answer while it waits."""
    if current_actor().person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    shown = _case_page(public_id, AnswerForm(formdata=None))
    note_reading()
    return shown


@bp.post("/desk/barriers/<public_id>")
def answer(public_id: str) -> ResponseReturnValue:
    """Note what was answered."""
    sent, leads_to = AnswerForm(), url_for("moderation.barriers")
    come_back_to(partial(_case_page, public_id, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    found = _known(public_id)
    require_in_force(deed.actor, sent.organisation.data)
    actions.answer(deed, found, sent.answer.data or "")
    deed.session.commit()
    flash(_("Noted. Name and address have been deleted."), "success")
    return redirect(leads_to, 303)


def _known(public_id: str) -> Barrier:
    require_moderator(current_actor())
    found = queries.one(db.session(), public_id)
    if found is None:
        raise NotFound
    return found


def _case_page(public_id: str, sent: AnswerForm, error: DomainError | None = None) -> str:
    found = _known(public_id)
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "barriers/case.html",
        form=sent,
        conflict=error,
        found=found,
        at=formats.local_moment(found.at, g.language),
        answered=formats.local_moment(found.answered_at, g.language) if found.answered_at else "",
        limit=LONGEST["answer"],
    )
