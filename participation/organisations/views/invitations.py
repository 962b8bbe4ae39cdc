"""Inviting a colleague; sending an invitation again, or revoking it."""

from functools import partial

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.organisations import forms, labels, naming, page, queries, roster
from participation.organisations.actions import invitations as actions
from participation.organisations.models import Invitation, Organisation
from participation.organisations.policy import require_in_force, require_representative, require_sight
from participation.organisations.session import begin_deed, current_actor
from participation.organisations.views.blueprint import bp
from participation.organisations.vocabulary import LONGEST
from participation.web import formats
from participation.web.forms import ActingForm
from participation.web.limits import Pace, require_pace
from participation.web.refusals import come_back_to

OF_ORGANISATION = Pace("invite", 60)
ACT = '/organisations/<slug>/invitations/<int:number>/<any("send-again", "revoke"):act>'


@bp.get("/organisations/<slug>/invite")
def invite_form(slug: str) -> ResponseReturnValue:
    """Show where one invites a colleague."""
    found = _seen(slug)
    require_representative(current_actor(), found)
    return _invite_page(slug, forms.InviteForm(formdata=None, role="editor", language=found.language))


@bp.post("/organisations/<slug>/invite")
def invite(slug: str) -> ResponseReturnValue:
    """Invite; the worker sends the link."""
    sent, leads_to = forms.InviteForm(), url_for("organisations.members", slug=slug)
    come_back_to(partial(_invite_page, slug, sent), leads_to)
    asked = actions.Asked(sent.email.data or "", sent.language.data or "", sent.place)
    deed = begin_deed(sent, leads_to, alone=True)
    found = _seen(slug)
    require_in_force(deed.actor, sent.organisation.data)
    made = actions.invite(deed, found, asked, current_app.config["SECRET_KEY"])
    require_pace(OF_ORGANISATION, slug)
    email = made.email
    deed.session.commit()
    flash(_("The invitation to %(email)s is on its way.", email=email), "success")
    return redirect(leads_to, 303)


def _seen(slug: str) -> Organisation:
    return require_sight(current_actor(), queries.by_slug(db.session(), slug))


def _invite_page(slug: str, sent: forms.InviteForm, error: DomainError | None = None) -> str:
    found = _seen(slug)
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "organisations/form.html", form=sent, act="invite", label=labels.ACTS["invite"],
        **page.called(found), lead=labels.CONSEQUENCES["invite"], conflict=error, longest=LONGEST,
        hints=labels.HINTS, optional=("mandate_until",), is_danger=False,
        back=url_for("organisations.members", slug=slug),
        button_label=naming.button("invite", found.name_in(g.language)),
    )  # fmt: skip


@bp.get(ACT)
def invitation_form(slug: str, number: int, act: str) -> ResponseReturnValue:
    """Ask once before an invitation is sent again or revoked."""
    found, _row = _standing(slug, number)
    require_representative(current_actor(), found)
    return _act_page(slug, number, act, ActingForm(formdata=None))


@bp.post(ACT)
def change_invitation(slug: str, number: int, act: str) -> ResponseReturnValue:
    """Send an invitation again, or revoke it."""
    sent, leads_to = ActingForm(), url_for("organisations.members", slug=slug)
    come_back_to(partial(_act_page, slug, number, act, sent), leads_to)
    deed = begin_deed(sent, leads_to, alone=True)
    found, row = _standing(slug, number)
    require_in_force(deed.actor, sent.organisation.data)
    if act == "revoke":
        actions.revoke(deed, found, row)
    else:
        actions.send_again(deed, found, row, current_app.config["SECRET_KEY"])
        require_pace(OF_ORGANISATION, slug)
    deed.session.commit()
    flash(str(labels.DONE[act.replace("-", "_")]), "success")
    return redirect(leads_to, 303)


def _standing(slug: str, number: int) -> tuple[Organisation, Invitation]:
    found = _seen(slug)
    row = roster.invitation(db.session(), found.id, number)
    if row is None:
        raise NotFound
    return found, row


def _act_page(slug: str, number: int, act: str, sent: ActingForm, error: DomainError | None = None) -> str:
    found, row = _standing(slug, number)
    sent.prepare(current_actor().hat)
    key = act.replace("-", "_")
    return render_template(
        "organisations/form.html", form=sent, act=act, label=labels.ACTS[key], known=_known(row),
        lead=labels.CONSEQUENCES[key], conflict=error, longest=LONGEST, hints={}, optional=(),
        is_danger=act == "revoke", back=url_for("organisations.members", slug=slug),
        button_label=naming.button(key, found.name_in(g.language)),
    )  # fmt: skip


def _known(row: Invitation) -> list[tuple[str, str]]:
    """Say whose invitation it is; an address is too long for a heading."""
    rows = [(_("E-mail address"), row.email), (_("As"), str(labels.ROLES[row.role]))]
    return [*rows, (_("Good until"), formats.local_moment(row.until, g.language))]
