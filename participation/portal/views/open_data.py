"""Everything public as a file: asked for here, made by the worker."""

from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.errors import DomainError, Incomplete, Problem
from participation.extensions import db
from participation.jobs import actions
from participation.organisations.policy import require_in_force
from participation.organisations.session import begin_deed, current_actor, note_where
from participation.portal import exporting
from participation.portal.forms import FORMATS, OpenDataForm
from participation.portal.views.blueprint import bp
from participation.web.limits import Pace, require_pace
from participation.web.refusals import come_back_to

PACE = Pace("open_data", 10)  # an hour, for each person


@bp.get("/<lang>/open-data")
def open_data() -> ResponseReturnValue:
    """Say what the file holds, and ask in which form it is wanted; whoever is not signed in is asked to."""
    if current_actor().person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    return _page(OpenDataForm(formdata=None))


@bp.post("/<lang>/open-data")
def ask_open_data() -> ResponseReturnValue:
    """Let the file be made; whoever waits for one already is led to it."""
    sent, leads_to = OpenDataForm(), url_for("portal.open_data")
    come_back_to(partial(_page, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    if sent.format.data not in FORMATS:
        raise Incomplete({"format": Problem("not_a_choice")})
    require_pace(PACE, str(deed.actor.person_id))
    number = actions.ask(deed, "public_data", {"format": sent.format.data})
    leads_to = url_for("jobs.job", number=number)
    note_where(deed, sent, leads_to)
    deed.session.commit()
    return redirect(leads_to, 303)


def _page(sent: OpenDataForm, error: DomainError | None = None) -> str:
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "portal/open_data.html", form=sent, conflict=error, number=exporting.how_many(db.session())
    )  # fmt: skip
