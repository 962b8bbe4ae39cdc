"""The pages of the catalogue of reasons."""

from collections.abc import Callable
from functools import partial

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.administration import actions, forms, queries
from participation.administration.views.blueprint import bp, for_administrators, no_page, press_form
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.organisations.policy import require_administrator, require_in_force
from participation.organisations.session import begin_deed, current_actor
from participation.tongues import LANGUAGES
from participation.web.refusals import come_back_to

PRESSED: dict[str, Callable[..., None]] = {
    "retire": partial(actions.retire_reason, retired=True),
    "offer": partial(actions.retire_reason, retired=False),
    "delete": actions.delete_reason,
}
ACT = '/reasons/<code>/<any("retire", "offer", "delete"):act>'


@bp.get("/reasons/")
@for_administrators
def reasons() -> ResponseReturnValue:
    """List the catalogue of reasons."""
    rows = [(r.code, r.titles[g.language], r.wordings[g.language], r.hides_page, r.retired)
            for r in queries.reasons(db.session())]  # fmt: skip
    return render_template("administration/reasons.html", rows=rows, form=press_form())


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
    come_back_to(no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    PRESSED[act](deed, code)
    deed.session.commit()
    flash(_("Saved."), "success")
    return redirect(leads_to, 303)


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
