"""What the desk does to an organisation, and to a mandate that waits for its word."""

from functools import partial

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.organisations import actions, forms, labels, naming, page, queries, roster
from participation.organisations.actions import members
from participation.organisations.lifecycle import DESK_ACTS
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import require_impartial, require_in_force, require_moderator
from participation.organisations.session import begin_deed, current_actor
from participation.organisations.views.blueprint import bp
from participation.organisations.vocabulary import LONGEST
from participation.web.forms import ActingForm
from participation.web.refusals import come_back_to

BY_ADDRESS = {act.address: act for act in DESK_ACTS.values()}
ACT = "/desk/organisations/<slug>/<any({}):act>".format(", ".join(f'"{address}"' for address in BY_ADDRESS))
CONFIRM = "/desk/organisations/<slug>/members/<int:number>/confirm-mandate"


@bp.get(ACT)
def form(slug: str, act: str) -> ResponseReturnValue:
    """Show the form of one act of the desk."""
    if current_actor().person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    require_moderator(current_actor())
    return _ruling_page(slug, act, forms.RulingForm(formdata=None))


@bp.post(ACT)
def rule(slug: str, act: str) -> ResponseReturnValue:
    """Carry an organisation through one act of the desk."""
    sent, leads_to = forms.RulingForm(), url_for("moderation.organisation", slug=slug)
    come_back_to(partial(_ruling_page, slug, act, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    require_moderator(deed.actor)
    found = queries.whole(deed.session, slug, queries.TO_RULE)
    if found is None:
        raise NotFound
    require_in_force(deed.actor, sent.organisation.data)
    actions.rule(deed, found, BY_ADDRESS[act], sent.reason.data or "", current_app.config["SECRET_KEY"])
    deed.session.commit()
    flash(str(labels.DONE[BY_ADDRESS[act].name]), "success")
    return redirect(leads_to, 303)


def _ruling_page(slug: str, address: str, sent: forms.RulingForm, error: DomainError | None = None) -> str:
    actor, act = current_actor(), BY_ADDRESS[address]
    require_moderator(actor)
    found = queries.whole(db.session(), slug)
    if found is None:
        raise NotFound
    if error is None:
        require_impartial(actor, found)
        actions.require_open(found, act)
    sent.prepare(actor.hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "organisations/act.html", form=sent, act=act.address, label=labels.ACTS[act.name], **page.called(found),
        consequence=labels.CONSEQUENCES[act.name], needs_reason=act.needs_reason,
        destructive=act.destructive, conflict=error, longest=LONGEST,
        back=url_for("moderation.organisation", slug=slug),
        button_label=naming.button(act.name, found.name_in(g.language)),
    )  # fmt: skip


@bp.get(CONFIRM)
def mandate_form(slug: str, number: int) -> ResponseReturnValue:
    """Ask a moderator whether a mandate is a good one, given as it was by one whose own had run out."""
    if current_actor().person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    return _mandate_page(slug, number, ActingForm(formdata=None))


@bp.post(CONFIRM)
def confirm_mandate(slug: str, number: int) -> ResponseReturnValue:
    """Let the mandate begin."""
    sent, leads_to = ActingForm(), url_for("moderation.organisation", slug=slug)
    come_back_to(partial(_mandate_page, slug, number, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    require_moderator(deed.actor)
    found, membership = _of(queries.whole(deed.session, slug, queries.TO_RULE), number)
    require_in_force(deed.actor, sent.organisation.data)
    members.confirm_mandate(deed, found, membership)
    deed.session.commit()
    flash(_("The mandate has been confirmed."), "success")
    return redirect(leads_to, 303)


def _of(found: Organisation | None, number: int) -> tuple[Organisation, Membership]:
    membership = roster.member(db.session(), found.id, number) if found else None
    if found is None or membership is None:
        raise NotFound
    return found, membership


def _mandate_page(slug: str, number: int, sent: ActingForm, error: DomainError | None = None) -> str:
    actor = current_actor()
    require_moderator(actor)
    found, membership = _of(queries.whole(db.session(), slug), number)
    require_impartial(actor, found)
    sent.prepare(actor.hat)
    return render_template(
        "organisations/form.html", form=sent, act="confirm-mandate", conflict=error, longest=LONGEST,
        label=labels.ACTS["confirm_mandate"], **page.called(found),
        lead=_("%(name)s becomes a representative. The words of the mandate: %(words)s",
               name=membership.person.name, words=membership.mandate_words),
        back=url_for("moderation.organisation", slug=slug), hints={}, optional=(), is_danger=False,
        button_label=naming.button("confirm_mandate", found.name_in(g.language)),
    )  # fmt: skip
