"""After leaving: one's name on what one did there, and having it replaced."""

from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.accounts.session import begin_own_deed, current_person, to_sign_in
from participation.errors import DomainError, NotFound
from participation.extensions import db
from participation.organisations import labels, naming
from participation.organisations.actions import members as actions
from participation.organisations.models import Membership, Organisation
from participation.organisations.queries import TAKE_ORGANISATION
from participation.organisations.views.blueprint import bp
from participation.web import formats
from participation.web.forms import ActingForm
from participation.web.refusals import come_back_to


@bp.get("/account/left/")
def left() -> ResponseReturnValue:
    """Say what goes and what stays, and list the organisations one has left."""
    return to_sign_in() if current_person() is None else _page(ActingForm(formdata=None))


@bp.post("/account/left/<slug>")
def replace_name(slug: str) -> ResponseReturnValue:
    """Let acts for this organisation name a former member."""
    sent, leads_to = ActingForm(), url_for("organisations.left")
    come_back_to(partial(_page, sent), leads_to)
    deed = begin_own_deed(sent, leads_to)
    found, _places = _one(deed.actor.person_id, slug)
    deed.session.execute(TAKE_ORGANISATION, {"id": found.id})  # nobody is seated there in between
    deed.session.expire_all()
    actions.replace_name(deed, *_one(deed.actor.person_id, slug))
    deed.session.commit()
    flash(str(labels.DONE["replace_name"]), "success")
    return redirect(leads_to, 303)


def _one(person_id: int, slug: str) -> tuple[Organisation, list[Membership]]:
    """Find what was left by its address; what one never belonged to, or still does, is not there."""
    found = next(((of, places) for of, places in naming.left(db.session(), person_id) if of.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def _page(form: ActingForm, error: DomainError | None = None) -> str:
    person = current_person()
    form.prepare("")
    rows = naming.left(db.session(), person.id) if person else []
    return render_template("organisations/left.html", form=form, conflict=error, rows=[_row(*row) for row in rows])


def _row(of: Organisation, places: list[Membership]) -> dict[str, Any]:
    named = [one for one in places if one.unnamed_at is None]
    last = (named or places)[-1]
    return {
        "slug": of.slug,
        "name": of.name_in(g.language),
        "language": "" if of.names.get(g.language) else of.language,
        "until": formats.local_day(last.ended_at, g.language) if last.ended_at else "",
        "is_named": bool(named),
        "instead": naming.former(last.role, of.name_in(g.language)),
        "label": naming.button("replace_name", of.name_in(g.language)),
    }
