"""One's own initiatives, and writing one."""

from functools import partial
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from participation.drafting.forms import EditForm, NewForm
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.initiatives import actions, policy, queries
from participation.initiatives.forms import asks_of, written
from participation.initiatives.labels import ASK_TYPES, STATUSES
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.initiatives.vocabulary import LONGEST
from participation.languages import text as _
from participation.organisations.policy import require_in_force
from participation.organisations.reference import PILLARS
from participation.organisations.session import begin_deed, current_actor, note_where
from participation.places.data import name_of
from participation.web import formats
from participation.web.refusals import come_back_to
from participation.web.working_days import working_days_after

bp = Blueprint("drafting", __name__, url_prefix="/<lang>")
BLANK_ASKS = 3


@bp.get("/workspace/")
def workspace() -> ResponseReturnValue:
    """List what the organisation in force proposes, latest change first."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    ours = select(Initiative).where(Initiative.organisation_id == (actor.organisation_id or 0))
    whole = ours.options(joinedload(Initiative.copy), selectinload(Initiative.versions))
    found = db.session.scalars(whole.order_by(Initiative.changed_at.desc(), Initiative.id.desc()).limit(100)).unique()
    rows = [(i.reference, i.copy.title, i.language, i.status.value, STATUSES[i.status]) for i in found]
    return render_template("drafting/workspace.html", rows=rows, proposes=actor.acts_for(mandate=False) is not None)


@bp.get("/initiatives/new")
def new() -> ResponseReturnValue:
    """Show how a draft begins."""
    if current_actor().person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    actions.require_proposing(current_actor())
    return _new_page(NewForm(formdata=None, language=g.language))


@bp.post("/initiatives/new")
def create() -> ResponseReturnValue:
    """Make a draft."""
    sent = NewForm()
    come_back_to(partial(_new_page, sent))
    deed = begin_deed(sent, url_for("drafting.workspace"))
    require_in_force(deed.actor, sent.organisation.data)
    draft = actions.create(deed, sent.title.data or "", sent.language.data or "")
    more = {name: value for name, value in written(request.form).items() if name != "title"}
    if more:
        actions.save(deed, draft, draft.copy.lock, more)
    leads_to = url_for("drafting.edit", reference=draft.reference)
    note_where(deed, sent, leads_to)
    deed.session.commit()
    return redirect(leads_to, 303)


def _new_page(sent: NewForm, error: DomainError | None = None) -> str:
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template("drafting/new.html", form=sent, conflict=error, longest=LONGEST)


@bp.get("/initiatives/<reference>/edit")
def edit(reference: str) -> ResponseReturnValue:
    """Show the working copy as a form."""
    actor = current_actor()
    initiative = policy.require_known(actor, queries.one(db.session(), reference))
    policy.require(actor, Permission.EDIT, initiative)
    copy = initiative.copy
    form = EditForm(formdata=None, obj=copy)
    form.municipality.data = name_of(copy.municipality, g.language)
    return _edit_page(reference, form, copy.asks)


@bp.post("/initiatives/<reference>/edit")
def save(reference: str) -> ResponseReturnValue:
    """Save what was typed; the second of two editors sees both texts."""
    sent, leads_to = EditForm(), url_for("drafting.edit", reference=reference)
    come_back_to(partial(_edit_page, reference, sent, asks_of(request.form)), leads_to)
    typed, lock = written(request.form), request.form.get("lock", "")
    deed = begin_deed(sent, leads_to)
    initiative = policy.require_known(deed.actor, queries.one(deed.session, reference, queries.TO_CHANGE))
    require_in_force(deed.actor, sent.organisation.data)
    actions.save(deed, initiative, int(lock) if lock.isascii() and lock.isdigit() else None, typed)
    deed.session.commit()
    flash(_("Saved."), "success")
    return redirect(leads_to, 303)


def _edit_page(reference: str, form: EditForm, asks: list[dict[str, Any]], error: DomainError | None = None) -> str:
    actor = current_actor()
    initiative = policy.require_known(actor, queries.one(db.session(), reference))
    theirs = initiative.copy if error is not None and not isinstance(error, Incomplete) else None
    form.prepare(actor.hat)
    form.lock.data = str(initiative.copy.lock)
    form.show(error.problems if isinstance(error, Incomplete) else {})
    blank = {"type": "", "pillar": "", "number": "", "text": "", "key": ""}
    remarks = [r for d in initiative.decisions if d.act == "request_changes" for r in d.remarks]
    return render_template(
        "drafting/edit.html",
        form=form,
        reference=reference,
        language=initiative.language,
        asks=[*asks, *([blank] * BLANK_ASKS)],
        ask_types=list(ASK_TYPES.items()),
        pillars=[(key, pillar.label(g.language)) for key, pillar in PILLARS.items()],
        conflict=error,
        theirs=theirs,
        remarks={r.field: r.words for r in remarks},
        longest=LONGEST,
        transitions=[t.address for t in policy.open_transitions(actor, initiative) if t.freezes],
    )


@bp.get("/initiatives/<reference>/receipt")
def receipt(reference: str) -> ResponseReturnValue:
    """Say that it has arrived, its number, and by when the desk answers."""
    initiative = policy.require_seen(current_actor(), queries.one(db.session(), reference))
    if initiative.waiting_since is None:
        raise NotFound
    days = current_app.config["SETTINGS"].desk_days
    answer_by = working_days_after(initiative.waiting_since.date(), days)
    return render_template(
        "drafting/receipt.html",
        reference=reference,
        title=initiative.shown_version.title,
        language=initiative.language,
        at=formats.local_moment(initiative.waiting_since, g.language),
        answer_by=formats.long_day(answer_by, g.language),
    )
