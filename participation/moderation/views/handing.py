"""One case goes into the hands of another moderator, from its own page."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.errors import DomainError, Incomplete
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import ACTS
from participation.languages import text as _
from participation.moderation import actions
from participation.moderation.forms import HandOverForm
from participation.moderation.views.blueprint import bp, queue
from participation.organisations.policy import require_in_force
from participation.organisations.queries import moderators
from participation.organisations.session import begin_deed, current_actor
from participation.web.refusals import come_back_to


@bp.get("/desk/<reference>/hand-over")
def hand_over_form(reference: str) -> ResponseReturnValue:
    """Ask to whom."""
    return _page(reference, HandOverForm(formdata=None))


@bp.post("/desk/<reference>/hand-over")
def hand_over(reference: str) -> ResponseReturnValue:
    """Put the case into the hands of a colleague, who is told at once."""
    sent, leads_to = HandOverForm(), url_for("moderation.case", reference=reference, **queue().address())
    come_back_to(partial(_page, reference, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    found = policy.require_seen(deed.actor, initiatives.one(deed.session, reference, initiatives.TO_CHANGE))
    require_in_force(deed.actor, sent.organisation.data)
    colleague = actions.hand_over(deed, found, sent.colleague.data or "")
    deed.session.commit()
    flash(_("%(name)s has this case in hand now, and has been told.", name=colleague.name), "success")
    return redirect(leads_to, 303)


def _page(reference: str, sent: HandOverForm, error: DomainError | None = None) -> str:
    actor = current_actor()
    found = policy.require_seen(actor, initiatives.one(db.session(), reference))
    if error is None:
        actions.require_handable(actor, found)
    sent.offer([(one.key, one.name) for one in moderators(db.session(), clock.now()) if actions.may_get(one, found)
                and one.key != actor.key])  # fmt: skip
    sent.prepare(actor.hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "moderation/hand_over.html", form=sent, conflict=error, label=ACTS[actions.HAND_OVER], reference=reference,
        title=found.shown_version.title, language=found.language,
        back=url_for("moderation.case", reference=reference, **queue().address()),
    )  # fmt: skip
