"""Writing an initiative: how it begins, its steps, saving by the button and by itself, and a text's preview."""

from functools import partial
from typing import Any

from flask import Response, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.drafting import page
from participation.drafting.forms import AskForm, EditForm, NewForm, PreviewForm
from participation.drafting.labels import HINTS, OPTIONAL, STEPS
from participation.drafting.views.blueprint import bp
from participation.errors import DomainError, Incomplete, Problem, SignInNeeded, Stale
from participation.extensions import db
from participation.initiatives import actions, fulltext, policy, queries
from participation.initiatives.forms import asks_of, written
from participation.initiatives.labels import FIELDS, IN_THE_NAME
from participation.initiatives.lifecycle import Permission, Status
from participation.initiatives.models import Initiative
from participation.initiatives.page import mending, typed_in_words
from participation.initiatives.vocabulary import LONGEST, MOST_ASKS
from participation.initiatives.vocabulary import STEPS as FIELDS_OF
from participation.languages import text as _
from participation.organisations.naming import on_the_button
from participation.organisations.policy import require_in_force
from participation.organisations.session import begin_deed, current_actor, note_where
from participation.places.data import name_of
from participation.web import formats
from participation.web.forms import number
from participation.web.limits import Pace, require_pace
from participation.web.markdown import rendered
from participation.web.refusals import come_back_to
from participation.web.words import say, say_problem

PREFACED = frozenset({"title", "summary", "body", "limits"})  # written in the language of the text
OF_PERSON = Pace("drafts", 40)


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
    require_pace(OF_PERSON, current_actor().key if current_actor().person_id else "")
    deed = begin_deed(sent, url_for("drafting.workspace"))
    require_in_force(deed.actor, sent.organisation.data)
    draft = actions.create(deed, sent.title.data or "", sent.language.data or "")
    more = {name: value for name, value in written(request.form).items() if name != "title"}
    if more:
        actions.save(deed, draft, draft.copy.lock, more)
    leads_to = url_for("drafting.edit", reference=draft.reference, step=request.form.get("step") or None)
    note_where(deed, sent, leads_to)
    deed.session.commit()
    return redirect(leads_to, 303)


def _new_page(sent: NewForm, error: DomainError | None = None) -> str:
    sent.prepare(current_actor().hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    button = on_the_button(current_actor(), _("Go on"), IN_THE_NAME["create"])
    return render_template(
        "drafting/new.html",
        form=sent,
        conflict=error,
        longest=LONGEST,
        hints=HINTS,
        button_label=button,
        advice=page.advice("text"),
    )


def _step() -> str:
    """Read which screen is asked for, by name or number; empty for all on one page."""
    given = request.args.get("step", "")
    by_number = {str(place): key for place, key in enumerate(STEPS, start=1)}
    key = by_number.get(given, given)
    return key if key in STEPS else ""


@bp.get("/initiatives/<reference>/edit")
def edit(reference: str) -> ResponseReturnValue:
    """Show the working copy as a form: one step of it, or all on one page."""
    actor = current_actor()
    initiative = policy.require_known(actor, queries.one(db.session(), reference))
    policy.require(actor, Permission.EDIT, initiative)
    copy = initiative.copy
    form = EditForm(formdata=None, obj=copy)
    form.municipality.data = name_of(copy.municipality, g.language)
    return _edit_page(reference, form, copy.asks)


@bp.post("/initiatives/<reference>/edit")
def save(reference: str) -> ResponseReturnValue:
    """Save what was typed, and go on; the second of two editors sees both texts."""
    sent, leads_to = EditForm(), _leads_to(reference)
    come_back_to(partial(_edit_page, reference, sent, asks_of(request.form)), leads_to)
    typed, lock = written(request.form), number(request.form.get("lock"))
    deed = begin_deed(sent, leads_to)
    initiative = policy.require_known(deed.actor, queries.one(deed.session, reference, queries.TO_CHANGE))
    require_in_force(deed.actor, sent.organisation.data)
    actions.save(deed, initiative, lock, typed)
    deed.session.commit()
    flash(_("Saved."), "success")
    return redirect(leads_to, 303)


def _leads_to(reference: str) -> str:
    """Say where a save leads: to the next step, after the last to the preview, or back with one more row of asks."""
    step = _step()
    address = partial(url_for, "drafting.edit", reference=reference)
    if "add_row" in request.form:
        return address(step=step or None, rows=min(number(request.form["add_row"]) or 1, MOST_ASKS), _anchor="asks")
    if not step:
        return address()
    order = list(STEPS)
    after = order.index(step) + 1
    return address(step=order[after]) if after < len(order) else url_for("portal.preview", reference=reference)


@bp.post("/initiatives/<reference>/edit/autosave")
def autosave(reference: str) -> ResponseReturnValue:
    """Keep what is being typed. The form's number is left for the button, and an older text replaces nothing."""
    sent = EditForm()
    sent.nonce.data = ""
    come_back_to(_not_kept)
    typed, lock = written(request.form), number(request.form.get("lock"))
    deed = begin_deed(sent, "")
    initiative = policy.require_known(deed.actor, queries.one(deed.session, reference, queries.TO_CHANGE))
    require_in_force(deed.actor, sent.organisation.data)
    now = actions.autosave(deed, initiative, lock, typed)
    deed.session.commit()
    return jsonify(lock=now, saved_at=formats.local_time(deed.at, g.language))


def _not_kept(error: DomainError) -> Response:
    problems = error.problems if isinstance(error, Incomplete) else {}
    return jsonify(refused=say(error), fields={name: say_problem(p) for name, p in problems.items()})


def _edit_page(reference: str, form: EditForm, asks: list[dict[str, Any]], error: DomainError | None = None) -> str:
    actor = current_actor()
    initiative = policy.require_known(actor, queries.one(db.session(), reference))
    step = _step()
    shown = [step] if step else list(STEPS)
    here = tuple(name for key in shown for name in FIELDS_OF[key])
    problems = error.problems if isinstance(error, Incomplete) else {}
    form.prepare(actor.hat)
    # Only whoever is shown the other text may replace it: any other refusal keeps the lock the form came with.
    if error is None or isinstance(error, Stale):
        form.lock.data = str(initiative.copy.lock)
    form.show({name: problem for name, problem in problems.items() if name in form})
    return render_template(
        "drafting/edit.html",
        form=form,
        reference=reference,
        language=initiative.language,
        shown=shown,
        place=list(STEPS).index(step) + 1 if step else 0,
        labels=STEPS,
        steps=page.step_rows(reference),
        hints=HINTS,
        optional=OPTIONAL,
        errors=mending(reference, problems, here),
        conflict=error,
        both=_both(initiative, written(request.form)) if isinstance(error, Stale) else [],
        longest=LONGEST,
        advice=page.advice(step, initiative.id) if step else None,
        is_first=step == "text" and not initiative.versions,
        similar=_similar(initiative) if step == "text" and error is None else [],
        **_asked(asks, problems),
        **_standing(initiative),
    )


def _asked(asks: list[dict[str, Any]], problems: dict[str, Problem]) -> dict[str, Any]:
    """Return the rows of asks, at least one of them blank, and what is wrong beside each part."""
    blank = max(number(request.args.get("rows")) or 1, 1)
    rows = [*asks, *([{}] * min(blank, max(MOST_ASKS - len(asks), 0)))]
    wrong = {name: say_problem(p) for name, p in problems.items() if name.startswith("asks")}
    return {
        "asks": [AskForm(place, ask, g.language, wrong) for place, ask in enumerate(rows)],
        "one_more_ask": AskForm("__N__", {}, g.language, {}),
        "ask_errors": wrong,
        "add_row": blank + 1,
    }


def _standing(initiative: Initiative) -> dict[str, Any]:
    """Return what is said around the form: how the text came back, what misses, and where it can go from here."""
    actor = current_actor()
    came_back = page.returned(initiative)
    return {
        "remarks": {remark.field: remark.words for remark in came_back["remarks"]},
        "came_back": came_back,
        "missing": page.missing(initiative) if initiative.status in page.OWN_TURN else [],
        "transitions": [(t.address, t.name) for t in policy.open_transitions(actor, initiative) if t.freezes],
    }


def _similar(initiative: Initiative) -> list[tuple[str, str, str]]:
    """List up to four that exist already, for a text nobody has submitted yet."""
    if initiative.status is not Status.DRAFT:
        return []
    return page.titles(
        fulltext.similar(db.session(), current_actor(), f"{initiative.copy.title} {initiative.copy.summary}")
    )


def _both(initiative: Initiative, mine: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """List (field, what a colleague saved, what was typed here, language) of each field that differs."""
    found = []
    for name, typed in mine.items():
        theirs = getattr(initiative.copy, name)
        rows = typed_in_words(name, theirs), typed_in_words(name, typed)
        if rows[0] != rows[1]:
            found.append((str(FIELDS[name]), *rows, initiative.language if name in PREFACED else ""))
    return found


@bp.post("/preview-text")
def preview_text() -> ResponseReturnValue:
    """Show a text as readers will see it; nothing is kept."""
    sent = PreviewForm()
    if current_actor().person_id is None:
        raise SignInNeeded
    sent.require_genuine()
    text = sent.text.data or ""
    if len(text) > LONGEST["body"]:
        raise Incomplete({"text": Problem("too_long", LONGEST["body"])})
    answer = make_response(str(rendered(text)))
    answer.headers["Cache-Control"] = "no-store"
    return answer
