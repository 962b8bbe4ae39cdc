"""The pages of a co-signature. A POST reads: compute, begin, load anew, check, act, commit, answer."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from participation.cosigning import actions, forms
from participation.errors import DomainError, Incomplete
from participation.extensions import db
from participation.initiatives import policy, queries
from participation.initiatives.labels import ACTS, IN_THE_NAME
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import CoSignature, Initiative, Prepared
from participation.languages import text as _
from participation.organisations.naming import on_the_button
from participation.organisations.policy import require_in_force
from participation.organisations.session import begin_deed, current_actor, note_where
from participation.web.refusals import come_back_to

bp = Blueprint("cosigning", __name__, url_prefix="/<lang>/initiatives/<reference>")
PERMISSIONS = {
    "co-sign": Permission.CO_SIGN,
    "reaffirm": Permission.REAFFIRM,
    "withdraw-co-signature": Permission.WITHDRAW_CO_SIGNATURE,
}
# To end a co-signature, alone or for another one, takes the initiative alone: two colleagues must not end the same one.
SIGNING: dict[str, tuple[Callable[..., Prepared | None], Select[int]]] = {
    "co-sign": (actions.co_sign, queries.TO_HANG_ON),
    "reaffirm": (actions.reaffirm, queries.TO_CHANGE),
}


@bp.get('/<any("co-sign", "reaffirm", "withdraw-co-signature"):act>')
def form(reference: str, act: str) -> ResponseReturnValue:
    """Show what is signed, and in whose name."""
    initiative = policy.require_known(current_actor(), queries.one(db.session(), reference))
    policy.require(current_actor(), PERMISSIONS[act], initiative)
    made = forms.WithdrawForm if act == "withdraw-co-signature" else forms.CoSignForm
    standing = _standing(initiative) if act == "reaffirm" else None
    return _page(reference, act, made(formdata=None, obj=standing))


def _standing(initiative: Initiative) -> CoSignature | None:
    """Return what the organisation in force has in force, for the form to begin with."""
    ours = current_actor().organisation_id
    return next((s for s in initiative.co_signatures if s.organisation_id == ours and s.ended_at is None), None)


@bp.post('/<any("co-sign", "reaffirm"):act>')
def sign(reference: str, act: str) -> ResponseReturnValue:
    """Co-sign or confirm again; a repeat is the same success."""
    sent, leads_to = forms.CoSignForm(), url_for("portal.initiative", reference=reference)
    come_back_to(partial(_page, reference, act, sent), leads_to)
    consent = forms.consent(request.form)
    sign_it, statement = SIGNING[act]
    deed = begin_deed(sent, leads_to)
    initiative = policy.require_known(deed.actor, queries.one(deed.session, reference, statement))
    require_in_force(deed.actor, sent.organisation.data)
    if (waits := sign_it(deed, initiative, consent)) is not None:
        leads_to = url_for("confirming.prepared", number=waits.id)
        note_where(deed, sent, leads_to)
        deed.session.commit()
        flash(_("Prepared. It takes effect when another representative of your organisation confirms it."), "success")
        return redirect(leads_to, 303)
    deed.session.commit()
    flash(_("Your organisation has co-signed. Thank you."), "success")
    return redirect(leads_to, 303)


@bp.post("/withdraw-co-signature")
def withdraw(reference: str) -> ResponseReturnValue:
    """Withdraw, with a trace."""
    sent, leads_to = forms.WithdrawForm(), url_for("portal.initiative", reference=reference)
    come_back_to(partial(_page, reference, "withdraw-co-signature", sent), leads_to)
    deed = begin_deed(sent, leads_to)
    initiative = policy.require_known(deed.actor, queries.one(deed.session, reference, queries.TO_CHANGE))
    require_in_force(deed.actor, sent.organisation.data)
    actions.withdraw(deed, initiative, sent.reason.data or "")
    deed.session.commit()
    flash(_("The co-signature has been withdrawn."), "success")
    return redirect(leads_to, 303)


def _page(
    reference: str, act: str, sent: forms.CoSignForm | forms.WithdrawForm, error: DomainError | None = None
) -> str:
    """Draw the form for the text now shown and the organisation now in force; after a refusal, with why."""
    actor, name = current_actor(), act.replace("-", "_")
    initiative = policy.require_known(actor, queries.one(db.session(), reference))
    sent.prepare(actor.hat)
    if isinstance(sent, forms.CoSignForm):
        sent.version.data = str(initiative.shown or "")
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    version = initiative.shown_version
    standing = _standing(initiative) if request.method == "GET" and act == "reaffirm" else None
    brought = {c.ask_key: str(c.number) for c in standing.commitments} if standing else {}
    before = {f"commitments-{n}-number": brought.get(a.key, "") for n, a in enumerate(version.asks)}
    return render_template(
        "cosigning/form.html",
        form=sent,
        act=act,
        label=ACTS[name],
        button_label=on_the_button(actor, ACTS[name], IN_THE_NAME[name]),
        title=version.title,
        title_language=initiative.language,
        version=version.number,
        asks=_asks(initiative),
        read=url_for("drafting.version", reference=reference, number=version.number),
        compared=_compared(initiative) if act == "reaffirm" else "",
        typed=request.form or before,
        conflict=error,
        speaks_for=actor.in_force.name_in(g.language) if actor.in_force else "",
        back=url_for("portal.initiative", reference=reference),
    )


def _compared(initiative: Initiative) -> str:
    """Return where one reads what changed since the version the organisation in force has co-signed."""
    standing = _standing(initiative)
    if standing is None or standing.version == initiative.shown:
        return ""
    first, second = standing.version, initiative.shown
    return url_for("drafting.compared", reference=initiative.reference, first=first, second=second)


def _asks(initiative: Initiative) -> list[tuple[str, str, str]]:
    """List (key, words, how far it is met) of what the text asks."""
    met = queries.progress(db.session(), initiative.id)
    return [
        (a.key, a.text, _("%(found)s of %(number)s found", found=met.get(a.key, 0), number=a.number))
        for a in initiative.shown_version.asks
    ]
