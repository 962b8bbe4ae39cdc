"""Whether a second representative confirms: switched on by one, off by two."""

from functools import partial

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.errors import DomainError
from participation.extensions import db
from participation.organisations import labels, naming, page, queries, roster
from participation.organisations.actions import four_eyes as actions
from participation.organisations.models import Organisation
from participation.organisations.policy import require_in_force, require_representative, require_sight
from participation.organisations.session import begin_deed, current_actor
from participation.organisations.views.blueprint import bp
from participation.web import formats
from participation.web.forms import ActingForm
from participation.web.refusals import come_back_to

BUTTONS = ("on", "off", "end_asked", "keep")


def _seen(slug: str) -> Organisation:
    return require_sight(current_actor(), queries.by_slug(db.session(), slug))


@bp.get("/organisations/<slug>/four-eyes")
def four_eyes_form(slug: str) -> ResponseReturnValue:
    """Show how it stands, and what can be done about it."""
    require_representative(current_actor(), _seen(slug))
    return _page(slug, ActingForm(formdata=None))


@bp.post('/organisations/<slug>/four-eyes/<any("on", "off", "keep"):act>')
def four_eyes(slug: str, act: str) -> ResponseReturnValue:
    """Switch it on, ask for its end or agree to it, or let it stay."""
    sent, leads_to = ActingForm(), url_for("organisations.four_eyes_form", slug=slug)
    come_back_to(partial(_page, slug, sent), leads_to)
    deed = begin_deed(sent, leads_to, alone=True)
    found = _seen(slug)
    require_in_force(deed.actor, sent.organisation.data)
    done = f"four_eyes_{act}"
    if act == "on":
        actions.switch_on(deed, found)
    elif act == "keep":
        actions.keep(deed, found)
    elif not actions.switch_off(deed, found):
        done = "four_eyes_end_asked"
    deed.session.commit()
    flash(str(labels.DONE[done]), "success")
    return redirect(leads_to, 303)


def _page(slug: str, sent: ActingForm, error: DomainError | None = None) -> str:
    found, actor = _seen(slug), current_actor()
    sent.prepare(actor.hat)
    row = roster.four_eyes(db.session(), found.id)
    asked = row is not None and row.end_asked_by_id is not None
    now, people = clock.now(), queries.members(db.session(), found.id)
    alone_from = actions.ends_alone(row, people, now) if row else None
    return render_template(
        "organisations/four_eyes.html",
        form=sent,
        conflict=error,
        slug=slug,
        **page.called(found),
        since=formats.local_day(row.since, g.language) if row else "",
        asked_by=row.end_asked_by.name if row and row.end_asked_by else "",
        asked_at=formats.local_day(row.end_asked_at, g.language) if row and row.end_asked_at else "",
        is_asked=asked,
        asked_myself=row is not None and asked and row.end_asked_by_id == actor.person_id,
        is_alone=row is not None and not actions.has_second(people, now),
        alone_from=formats.local_day(alone_from, g.language) if alone_from else "",
        may_end_alone=alone_from is not None and alone_from <= now,
        back=url_for("organisations.members", slug=slug),
        buttons={act: naming.button(f"four_eyes_{act}", found.name_in(g.language)) for act in BUTTONS},
    )
