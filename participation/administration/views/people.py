"""The page of the people who could moderate or administer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.administration import actions, forms, queries
from participation.administration.views.blueprint import (
    LARGEST,
    bp,
    for_administrators,
    no_page,
    page_asked,
    press_form,
)
from participation.errors import NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.organisations.policy import require_in_force
from participation.organisations.session import begin_deed, note_reading
from participation.web.refusals import come_back_to


@bp.get("/people/")
@for_administrators
def people() -> ResponseReturnValue:
    """List who could moderate or administer, and who does."""
    page = page_asked()
    typed = request.args.get("q", "")
    found = queries.people(db.session(), typed, page)
    note_reading()
    return render_template(
        "administration/people.html",
        rows=found[: queries.PAGE],
        q=typed,
        page=page,
        previous_href=_address(page - 1) if page > 1 else "",
        next_href=_address(page + 1) if len(found) > queries.PAGE else "",
        form=press_form(),
    )


@bp.post('/people/<int:person_id>/<any("moderator", "administrator"):role>/<any("on", "off"):turn>')
@for_administrators
def name_role(person_id: int, role: str, turn: str) -> ResponseReturnValue:
    """Name a moderator or an administrator, or end it."""
    sent, leads_to = forms.PressForm(), _address(page_asked())
    come_back_to(no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    if person_id > LARGEST:
        raise NotFound
    person = actions.name_role(deed, person_id, role, holds=turn == "on")
    name = person.name
    deed.session.commit()
    flash(_("Saved: %(name)s.", name=name), "success")
    return redirect(leads_to, 303)


def _address(page: int) -> str:
    """Return where the list stands: what was looked for, and a page of it."""
    return url_for("administration.people", q=request.args.get("q") or None, page=page if page > 1 else None)
