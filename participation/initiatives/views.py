"""The page and the POST of every transition, drawn from its row."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.form import BaseForm

from participation.errors import DomainError, Incomplete, Problem
from participation.extensions import db
from participation.initiatives import actions, content, forms, page, policy, queries
from participation.initiatives.labels import ACTS, CONSEQUENCES, DONE, IN_THE_NAME, REASON_HINTS
from participation.initiatives.lifecycle import Check, Effect, Field, Status, VersionState
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS, Transition
from participation.initiatives.vocabulary import LONGEST
from participation.languages import text as _
from participation.organisations.naming import on_the_button
from participation.organisations.policy import require_in_force
from participation.organisations.session import begin_deed, current_actor, note_where
from participation.reasons.models import Reason
from participation.reasons.queries import offered, worded
from participation.web.forms import options
from participation.web.refusals import come_back_to
from participation.web.seen import Both
from participation.web.words import say_problem

bp = Blueprint("initiatives", __name__, url_prefix="/<lang>/initiatives/<reference>")
QUEUE = ("tab", "language", "state", "pillar")  # the desk's filters
BY_ADDRESS = {t.address: t for t in TRANSITIONS.values()}
ADDRESS = "/<any({}):act>".format(", ".join(f'"{address}"' for address in BY_ADDRESS))


@bp.get(ADDRESS)
def form(reference: str, act: str) -> ResponseReturnValue:
    """Show the form of a transition to whoever can make it now."""
    initiative = policy.require_known(current_actor(), queries.one(db.session(), reference))
    policy.require_open(current_actor(), BY_ADDRESS[act], initiative)
    return _page(reference, BY_ADDRESS[act], forms.TransitionForm(formdata=None))


@bp.post(ADDRESS)
def do(reference: str, act: str) -> ResponseReturnValue:
    """Carry an initiative through one transition."""
    transition, sent = BY_ADDRESS[act], forms.TransitionForm()
    leads_to = _leads_to(reference, transition)
    come_back_to(partial(_page, reference, transition, sent), leads_to)
    given = forms.given(request.form, current_app.config["THRESHOLD"])
    deed = begin_deed(sent, leads_to)
    initiative = policy.require_known(deed.actor, queries.one(deed.session, reference, queries.TO_CHANGE))
    require_in_force(deed.actor, sent.organisation.data)
    if (waits := actions.act(deed, initiative, transition, given)) is not None:
        leads_to = url_for("confirming.prepared", number=waits.id)
        note_where(deed, sent, leads_to)
        deed.session.commit()
        flash(_("Prepared. It takes effect when another representative of your organisation confirms it."), "success")
        return redirect(leads_to, 303)
    deed.session.commit()
    flash(str(DONE[transition.name]), "success")
    return redirect(leads_to, 303)


def _leads_to(reference: str, transition: Transition) -> str:
    if Effect.DISCARD in transition.effects:
        return url_for("drafting.workspace")
    if transition.name == "submit":
        return url_for("drafting.receipt", reference=reference)
    if transition.of_the_desk:
        return url_for("moderation.case", reference=reference, **_queue())
    return url_for("portal.initiative", reference=reference)


def _queue() -> dict[str, Any]:
    """Keep the place in the desk's queue through an act: what the address said of it."""
    return {name: value for name in QUEUE if (value := request.args.get(name))}


def _page(reference: str, transition: Transition, sent: forms.TransitionForm, error: DomainError | None = None) -> str:
    """Draw the form for the initiative as it is now; after a refusal, with what was typed and why."""
    actor = current_actor()
    initiative = policy.require_known(actor, queries.one(db.session(), reference))
    both = _make_ready(sent, transition, initiative, error)
    problems = error.problems if isinstance(error, Incomplete) else {}
    # A text is mended where it is written, so its problems lead there.
    elsewhere = {name: p for name, p in problems.items() if transition.freezes and page.is_of_the_text(name)}
    sent.show({n: p for n, p in problems.items() if n not in elsewhere and not n.startswith(("remarks", "check-"))})
    remarks, checklist = forms.remarks(request.form), forms.checklist(request.form)
    of_rows = [("", "", say_problem(problems["remarks"]))] if "remarks" in problems else []
    of_rows += [*_beside(remarks, problems), *_beside(checklist, problems)]
    return render_template(
        "initiatives/act.html",
        form=sent,
        errors=[*sent.error_rows, *of_rows, *page.mending(reference, elsewhere)],
        reference=reference,
        title=initiative.shown_version.title if initiative.shown else initiative.copy.title,
        title_language=initiative.language,
        act=transition.name,
        label=ACTS[transition.name],
        consequence=CONSEQUENCES[transition.name],
        reason_hint=REASON_HINTS.get(transition.name, ""),
        asked=_asked(transition, initiative),
        destructive=transition.destructive,
        may_choose=Check.CATALOGUE_IF_ANY in transition.checks,
        remarks=remarks,
        said=page.in_words(content.fixed_of_version(initiative.shown_version)) if initiative.shown else {},
        checklist=checklist,
        both=both,
        conflict=error,
        longest=LONGEST,
        back=url_for("moderation.case", reference=reference, **_queue())
        if transition.of_the_desk
        else url_for("portal.initiative", reference=reference),
        **_before(transition, initiative),
        proposed=_proposed(transition, initiative),
        compared=_compared(transition, initiative),
        button_label=on_the_button(actor, ACTS[transition.name], IN_THE_NAME.get(transition.name, "")),
    )


def _make_ready(
    sent: forms.TransitionForm, transition: Transition, initiative: Initiative, error: DomainError | None
) -> list[Both]:
    """Fill what the form knows of the initiative; list what differs where somebody else was faster."""
    if error is None:
        _fill(sent, initiative)
    sent.prepare(current_actor().hat)
    sent.lock.data, sent.version.data = (
        str(initiative.copy.lock),
        str(actions.version_of(initiative, transition) or ""),
    )
    details = content.details_of(initiative) if Effect.DETAILS in transition.effects else {}
    reasons = [(one.code, _reason(one, transition)) for one in offered(db.session())]
    sent.reason_code.choices = options([("", _("Choose")), *reasons])
    return sent.compare(details, error)


def _reason(reason: Reason, transition: Transition) -> str:
    """Name a reason, and what choosing it does besides."""
    if reason.hides_page and Effect.UNPUBLISH in transition.effects:
        return _("%(reason)s (strangers find no notice either)", reason=reason.titles[g.language])
    return reason.titles[g.language]


def _proposed(transition: Transition, initiative: Initiative) -> dict[str, str]:
    """Return what a second moderator confirms or drops here: the reason the first one gave, and in which words."""
    made = initiative.decline
    if made is None or not transition.answers_a_proposal:
        return {}
    return {
        "label": str(ACTS["propose_decline"]),
        "reason": worded(db.session(), made.reason_code, g.language),
        "words": made.words,
        "language": made.language,
    }


def _compared(transition: Transition, initiative: Initiative) -> str:
    """Return where one reads word by word what the new version changes that is decided on here; empty elsewhere."""
    waits = initiative.pending
    if waits is None or not transition.decides_a_version:
        return ""
    first, second = initiative.shown, waits.number
    return url_for("drafting.compared", reference=initiative.reference, first=first, second=second)


def _before(transition: Transition, initiative: Initiative) -> dict[str, object]:
    """Return what one reads before a text is handed in: what changed since the last version, and how long it waits."""
    if not transition.freezes:
        return {}
    kept = [v for v in initiative.versions if v.state is not VersionState.REFUSED]
    now = content.fixed_of_copy(initiative.copy)
    since = page.changes(content.fixed_of_version(kept[-1]), now, initiative.language) if kept else []
    standing = [s for s in initiative.co_signatures if s.ended_at is None]
    return {
        "changes": [change for change in since if change.is_real],
        "compared_with": kept[-1].number if kept else 0,
        "to_confirm": len(standing) if kept else 0,
        "waiting": [] if initiative.status is Status.CONSULTATION else page.waiting(initiative),
    }


def _asked(transition: Transition, initiative: Initiative) -> frozenset[str]:
    """Say which fields to draw; a first version corrects nothing, and a pending refusal has its reason already."""
    asked = set(transition.asks)
    if not initiative.versions:
        asked.discard(Field.CORRECTION)
    if transition.name == "confirm_decline" and initiative.decline is not None:
        asked -= {Field.CATALOGUE, Field.REASON}
    return frozenset(str(one) for one in asked)


def _fill(sent: forms.TransitionForm, initiative: Initiative) -> None:
    for name, value in content.details_of(initiative).items():
        sent[name].data = value


def _beside(rows: BaseForm, problems: Mapping[str, Problem]) -> list[tuple[str, str, str]]:
    """Put each problem beside its row; list (id, label, what is wrong) for the top of the page."""
    found = [(field, say_problem(problems[field.name])) for field in rows if field.name in problems]
    for field, wrong in found:
        field.errors = [wrong]
    return [(field.id, str(field.label.text), wrong) for field, wrong in found]
