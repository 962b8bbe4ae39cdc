"""Plain values for the desk's list and for one case: templates only draw them."""

from typing import Any

from flask import current_app, g, url_for

from participation import clock
from participation.errors import DomainError
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import ACTS, CHECKLIST, FIELDS, STATUSES, WRITTEN_IN
from participation.initiatives.models import Decision, Initiative
from participation.languages import text as _
from participation.languages import texts as _n
from participation.moderation import actions, dossier, queries
from participation.moderation.queries import Desk, Queue
from participation.organisations import naming
from participation.organisations.policy import Actor
from participation.organisations.reference import PILLARS
from participation.reasons.queries import worded
from participation.web import formats
from participation.web.words import say_denial
from participation.web.working_days import working_days_between


def tabs(numbers: queries.Numbers, wanted: Queue, current: str) -> list[tuple[str, str, bool]]:
    """Return the tabs of the desk with how many cases stand on each; filters go along."""
    labels = {
        "waiting": _("Waiting (%(number)s)", number=numbers.waiting),
        "late": _("Past the promise (%(number)s)", number=numbers.late),
        "mine": _("Mine (%(number)s)", number=numbers.mine),
        "partners": _("With the partners (%(number)s)", number=numbers.partners),
    }
    rest = {name: value for name, value in wanted.address().items() if name != "tab"}
    rows = [(words, url_for("moderation.desk", tab=tab, **rest), tab == current) for tab, words in labels.items()]
    rows.append((_("Comments"), url_for("moderation.comments"), current == "comments"))
    applications = _("Applications (%(number)s)", number=numbers.applications)
    rows.append((applications, url_for("moderation.organisations"), current == "applications"))
    barriers = _("Accessibility (%(number)s)", number=numbers.barriers)
    rows.append((barriers, url_for("moderation.barriers"), current == "barriers"))
    return [*rows, (_("Waiting times"), url_for("moderation.waiting_times"), current == "times")]


def since(found: Initiative) -> Any:  # noqa: ANN401  # an instant, or None where nothing waits
    """Return since when a case waits for the desk."""
    return found.waiting_since or (found.decline.at if found.decline else None)


def age(found: Initiative) -> int:
    """Return for how many working days a case has waited."""
    began = since(found)
    return working_days_between(began.astimezone(clock.BRUSSELS).date(), clock.today()) if began else 0


def row(found: Initiative, actor: Actor, moderators: list[Actor], wanted: Queue) -> dict[str, Any]:
    """Return one line of the list."""
    judges = policy.judges(moderators, found)
    if found.decline is not None:
        judges = judges - {found.decline.person_id}
    words = [_("text in %(language)s", language=WRITTEN_IN[found.language])]
    words += [PILLARS[pillar].short(g.language) for pillar in dict.fromkeys(a.pillar for a in found.shown_version.asks)]
    return {
        "href": url_for("moderation.case", reference=found.reference, **wanted.address()),
        "title": found.shown_version.title,
        "language": found.language,
        "reference": found.reference,
        "state": found.status.value,
        "state_label": STATUSES[found.status],
        "proposer": found.organisation.name_in(g.language),
        "words": "\N{NO-BREAK SPACE}· ".join(words),
        **_waiting(found, actor),
        "needs_anyone": not judges,
    }


def _waiting(found: Initiative, actor: Actor) -> dict[str, Any]:
    """Say how long a case has waited, for what, in whose hands it is, and whether another one must decide."""
    return {
        "age": waited(found),
        "is_late": is_late(found),
        "taken": taken(found),
        "why": what_waits(found),
        "needs_another": _needs_another(actor, found),
    }


def _needs_another(actor: Actor, found: Initiative) -> str:
    """Say why another moderator must decide; empty where this one can."""
    why = policy.why_another(actor, found)
    return say_denial(why) if why else ""


def waited(found: Initiative) -> str:
    """Say for how long a case has waited, against the promise."""
    if since(found) is None:
        return ""
    days, promised = age(found), current_app.config["SETTINGS"].desk_days
    if not days:
        return _("waits since today; we promise an answer within %(promised)s working days", promised=promised)
    return _n(
        "waits for %(number)s working day of the %(promised)s we promise",
        "waits for %(number)s working days of the %(promised)s we promise",
        days,
        promised=promised,
    )


def is_late(found: Initiative) -> bool:
    """Tell whether a case is past the promise."""
    promised: int = current_app.config["SETTINGS"].desk_days
    return age(found) > promised


def taken(found: Initiative) -> str:
    """Say who has a case in hand, and since when."""
    if found.taken_by is None or found.taken_at is None:
        return ""
    today = found.taken_at.astimezone(clock.BRUSSELS).date() == clock.today()
    at = (formats.local_time if today else formats.local_moment)(found.taken_at, g.language)
    return _("taken by %(name)s since %(time)s", name=found.taken_by.name, time=at)


def what_waits(found: Initiative) -> str:
    """Say what the desk is asked to decide."""
    if found.decline_id is not None:
        return _("A second moderator must confirm or drop the refusal.")
    if found.appeal_waits:
        return _("An appeal waits for a moderator who took no part.")
    if found.pending is not None:
        return _("A new version of a published text waits.")
    return ""


def case(found: Initiative, actor: Actor, wanted: Queue, desk: Desk) -> dict[str, Any]:
    """Return everything the page of one case shows."""
    pending = found.pending
    needed, count = current_app.config["THRESHOLD"], initiatives.count_of(db.session(), found)
    signed = initiatives.pillars_signed(db.session(), [found.id]).get(found.id, ())
    acts = [t for t in policy.open_transitions(actor, found) if t.of_the_desk]
    place = {"reference": found.reference, **wanted.address()}
    places = queries.neighbours(db.session(), wanted, desk)
    names = naming.of_people(db.session(), {one.person_id for one in found.decisions if not one.by_desk})
    return {
        **dossier.text(found),
        **_waiting(found, actor),
        "checklist": list(CHECKLIST.values()),
        "decisions": [decision(found, one, names) for one in reversed(found.decisions)],
        "declining": decision(found, found.decline, names) if found.decline else None,
        "appeal": _appeal(found, names),
        "history": dossier.history(found),
        "signed": [PILLARS[pillar].look for pillar, number in signed for _one in range(number)],
        "needed": needed.organisations,
        "meter_words": _(
            "%(found)s organisations from %(pillars)s pillars count; needed are %(needed)s from %(wanted)s",
            found=count.organisations,
            needed=needed.organisations,
            pillars=count.pillars,
            wanted=needed.pillars,
        ),
        "signers": [(s.organisation.name, s.organisation.language, s.version) for s in dossier.standing(found)],
        "translations": dossier.translations(found),
        "pending": pending.number if pending else 0,
        "acts": [(t.address, ACTS[t.name], t.destructive, url_for("initiatives.form", act=t.address, **place))
                 for t in acts],
        "hand_over": _hand_over(found, actor, place),
        "needs_hat": not actor.at_the_desk,
        "may_decide": policy.may_judge(actor, found),
        "is_done": found.reference not in places,
        "next": following(found.reference, places, wanted),
    }  # fmt: skip


def _hand_over(found: Initiative, actor: Actor, place: dict[str, Any]) -> tuple[str, str] | None:
    """Return address and words of handing the case to a colleague; None where that is not to be done."""
    try:
        actions.require_handable(actor, found)
    except DomainError:
        return None
    return url_for("moderation.hand_over_form", **place), str(ACTS[actions.HAND_OVER])


def following(reference: str, places: list[str], wanted: Queue) -> tuple[str, str, str, str] | None:
    """Return (address, reference, title, language) of the next case of the queue; None where none is left."""
    after = places[places.index(reference) + 1 :] if reference in places else places
    left = [one for one in (*after, *places) if one != reference]
    found = initiatives.one(db.session(), left[0]) if left else None
    if found is None:
        return None
    address = url_for("moderation.case", reference=found.reference, **wanted.address())
    return address, found.reference, found.shown_version.title, found.language


def decision(of: Initiative, found: Decision, names: naming.Names) -> dict[str, Any]:
    """Return one decision with who made it, in which words."""
    ours = None if found.by_desk else of.organisation
    return {
        "label": ACTS.get(found.act, found.act),
        "by": names.on(found.person_id, found.person.name, ours, found.at, g.language),
        "at": formats.local_moment(found.at, g.language),
        "reason": worded(db.session(), found.reason_code, g.language),
        "words": found.words,
        "language": found.language,
        "remarks": [(FIELDS.get(remark.field, remark.field), remark.words) for remark in found.remarks],
    }


def _appeal(found: Initiative, names: naming.Names) -> dict[str, Any] | None:
    """Return the appeal that waits for an answer, in its words."""
    last = next((d for d in reversed(found.decisions) if d.act == "appeal"), None)
    return decision(found, last, names) if last is not None and found.appeal_waits else None
