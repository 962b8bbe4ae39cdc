"""Who belongs to an organisation, as what, and who is invited; with the acts on each."""

from functools import partial

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.organisations import forms, labels, naming, page, queries, roster
from participation.organisations.actions import members as actions
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import require_in_force, require_representative, require_sight
from participation.organisations.session import begin_deed, current_actor, note_reading
from participation.organisations.views import roll
from participation.organisations.views.blueprint import bp
from participation.organisations.vocabulary import LONGEST
from participation.web.forms import ActingForm
from participation.web.refusals import come_back_to

ACT = '/organisations/<slug>/members/<int:number>/<any("change-role", "end-membership"):act>'


@bp.get("/organisations/<slug>/members/")
def members(slug: str) -> ResponseReturnValue:
    """List people, roles, mandates and pending invitations, for its members and for moderators."""
    actor = current_actor()
    found = require_sight(actor, queries.by_slug(db.session(), slug))
    note_reading(found.id)
    return render_template("organisations/members.html", **roll.whole(actor, found))


@bp.get(ACT)
def member_form(slug: str, number: int, act: str) -> ResponseReturnValue:
    """Show the form of an act on one member."""
    found, membership = _one(slug, number)
    require_representative(current_actor(), found)
    if act == "end-membership":
        return _page(slug, number, act, ActingForm(formdata=None))
    values = {"role": membership.role.value, "mandate_words": membership.mandate_words}
    until = roll.last_day(membership.mandate_until)
    sent = forms.PlaceForm(formdata=None, mandate_until=until.isoformat() if until else "", **values)
    return _page(slug, number, act, sent)


@bp.post(ACT)
def change_member(slug: str, number: int, act: str) -> ResponseReturnValue:
    """Change role and mandate, or end the membership."""
    sent = forms.PlaceForm() if act == "change-role" else ActingForm()
    leads_to = url_for("organisations.members", slug=slug)
    come_back_to(partial(_page, slug, number, act, sent), leads_to)
    deed = begin_deed(sent, leads_to, alone=True)
    found, membership = _one(slug, number)
    require_in_force(deed.actor, sent.organisation.data)
    if isinstance(sent, forms.PlaceForm):
        actions.change_role(deed, found, membership, sent.place)
    else:
        actions.end_membership(deed, found, membership)
    deed.session.commit()
    flash(str(labels.DONE[act.replace("-", "_")]), "success")
    return redirect(leads_to, 303)


@bp.get("/organisations/<slug>/leave")
def leave_form(slug: str) -> ResponseReturnValue:
    """Ask once before one leaves."""
    return _leave_page(slug, ActingForm(formdata=None))


@bp.post("/organisations/<slug>/leave")
def leave(slug: str) -> ResponseReturnValue:
    """End one's own membership."""
    sent, leads_to = ActingForm(), url_for("drafting.workspace")
    come_back_to(partial(_leave_page, slug, sent), leads_to)
    deed = begin_deed(sent, leads_to, alone=True)
    found, membership = _own(slug)
    require_in_force(deed.actor, sent.organisation.data)
    actions.leave(deed, found, membership)
    deed.session.commit()
    flash(str(labels.DONE["leave"]), "success")
    return redirect(leads_to, 303)


def _own(slug: str) -> tuple[Organisation, Membership]:
    """Load the actor's own place here; for who has none, there is nothing to leave."""
    actor = current_actor()
    found = require_sight(actor, queries.by_slug(db.session(), slug))
    membership = roster.seat_of(db.session(), found.id, actor.person_id or 0)
    if membership is None:
        raise NotFound
    return found, membership


def _one(slug: str, number: int) -> tuple[Organisation, Membership]:
    """Load one member of this very organisation, for who may see its members."""
    found = require_sight(current_actor(), queries.by_slug(db.session(), slug))
    membership = roster.member(db.session(), found.id, number)
    if membership is None:
        raise NotFound
    return found, membership


def _page(slug: str, number: int, act: str, sent: ActingForm, error: DomainError | None = None) -> str:
    found, membership = _one(slug, number)
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    key = act.replace("-", "_")
    return render_template(
        "organisations/form.html", form=sent, act=act, label=labels.ACTS[key], lead=labels.CONSEQUENCES[key],
        name=membership.person.name, name_language="", conflict=error, longest=LONGEST,
        hints=labels.HINTS, optional=("mandate_until",), is_danger=act == "end-membership",
        back=url_for("organisations.members", slug=found.slug),
        button_label=naming.button(key, found.name_in(g.language)),
    )  # fmt: skip


def _leave_page(slug: str, sent: ActingForm, error: DomainError | None = None) -> str:
    found, _membership = _own(slug)
    sent.prepare(current_actor().hat)
    return render_template(
        "organisations/form.html", form=sent, act="leave", label=labels.ACTS["leave"],
        lead=labels.CONSEQUENCES["leave"], **page.called(found), conflict=error, longest=LONGEST,
        hints={}, optional=(), is_danger=True, back=url_for("organisations.members", slug=found.slug),
        button_label=naming.button("leave", found.name_in(g.language)),
    )  # fmt: skip
