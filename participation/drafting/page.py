"""What the proposing organisation is told about its own: what happens next, what was asked, what still misses."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from flask import current_app, g, url_for
from sqlalchemy import select

from participation import clock
from participation.drafting import queries
from participation.drafting.labels import ADVICE, NEXT, STEPS
from participation.extensions import db
from participation.initiatives import content, page, policy
from participation.initiatives.labels import ACTS, FIELDS
from participation.initiatives.lifecycle import Role, Status
from participation.initiatives.models import Decision, Initiative, Translation
from participation.initiatives.queries import Count, summed
from participation.initiatives.relations import RELATIONS
from participation.initiatives.vocabulary import STEP_OF
from participation.journal import queries as journal
from participation.languages import text as _
from participation.organisations import naming
from participation.organisations.models import Organisation
from participation.organisations.policy import Actor
from participation.web import formats

OWN_TURN = frozenset({Status.DRAFT, Status.CHANGES_REQUESTED})
TURNS = ("recall", "request_changes")


class Said(NamedTuple):
    """One remark of the desk: the field, its name, the words, and the address where it is mended."""

    field: str
    label: str
    words: str
    href: str


def own(actor: Actor, found: Initiative) -> dict[str, Any] | None:
    """Return what only the proposer's members read on the page of their initiative; None for anyone else."""
    if not is_ours(actor, found):
        return None
    return {
        "next": what_next(found, summed(policy.pillars_signed(found))),
        "waiting": page.waiting(found) if found.waiting_since else [],
        "missing": missing(found) if found.status in OWN_TURN else [],
        **returned(found),
    }


def prepared(actor: Actor, found: Initiative) -> list[dict[str, Any]]:
    """Say what a colleague prepared on an initiative, and waits for a second representative; to its members alone."""
    if not (waits := queries.to_confirm_on(db.session(), actor, found.id, clock.now())):
        return []
    return [
        {
            "number": str(one.number),
            "href": url_for("confirming.prepared", number=one.number),
            "may_confirm": one.by_id != actor.person_id and actor.acts_for(mandate=True) == one.organisation_id,
            "holds_back": one.organisation_id == actor.organisation_id and not one.is_outdated,
            "title": _("Waits for a second representative: %(act)s", act=ACTS[one.act]),
            "words": _(
                "Prepared by %(name)s on %(moment)s. Nothing has happened yet; it lapses on %(until)s.",
                name=name, moment=formats.local_moment(one.at, g.language),
                until=formats.local_moment(one.until, g.language),
            ),
        }
        for one, name in named(waits)
    ]  # fmt: skip


def named(waits: list[queries.Waits]) -> list[tuple[queries.Waits, str]]:
    """Put beside each who prepared it, as that person wishes to be named."""
    names = naming.of_people(db.session(), {one.by_id for one in waits})
    wanted = select(Organisation).where(Organisation.id.in_({one.organisation_id for one in waits}))
    of = {one.id: one for one in db.session.scalars(wanted)} if waits else {}
    return [(one, names.on(one.by_id, one.by, of[one.organisation_id], one.at, g.language)) for one in waits]


def is_ours(actor: Actor, found: Initiative) -> bool:
    """Tell whether the actor belongs to the proposer, whichever hat is on."""
    return RELATIONS[Role.MEMBER].holds(actor, found)


def returned(found: Initiative) -> dict[str, Any]:
    """Say how a text came back: asked to change on a day, with the remarks of that time only, or taken back."""
    nothing: dict[str, Any] = {"remarks": [], "asked_on": "", "taken_back_on": ""}
    if found.status is not Status.CHANGES_REQUESTED:
        return nothing
    turns = [entry for entry in journal.history(db.session(), *found.subject) if entry.kind in TURNS]
    if not turns:
        return nothing
    day = formats.local_day(turns[-1].at, g.language)
    if turns[-1].kind == "recall":
        return nothing | {"taken_back_on": day}
    latest = next(d for d in reversed(found.decisions) if d.act == "request_changes")
    return nothing | {"asked_on": day, "remarks": _said(found.reference, latest)}


def _said(reference: str, decision: Decision) -> list[Said]:
    return [
        Said(
            remark.field,
            str(FIELDS[remark.field]),
            remark.words,
            url_for("drafting.edit", reference=reference, step=STEP_OF[remark.field], _anchor=remark.field),
        )
        for remark in decision.remarks
    ]


def missing(found: Initiative) -> list[tuple[str, str, str]]:
    """List what keeps the working copy from being submitted, each with the address where it is mended."""
    return page.mending(found.reference, content.problems_of(found.copy))


def what_next(found: Initiative, signed: Count) -> str:
    """Say in a sentence what happens next, by whom and about when; `signed` is what counts of its co-signatures."""
    threshold, until = current_app.config["THRESHOLD"], policy.appeal_ends(found)
    return str(NEXT[_case(found, signed)]) % {
        "date": _named_day(_promised(found)),
        "until": formats.local_day(until, g.language) if until else "",
        "first": _named_day(found.shown_version.date_from if found.shown else None),
        "day": _named_day(_last_day(found)),
        "follow_up": _named_day(found.next_on),
        "organisations": threshold.organisations,
        "pillars": threshold.pillars,
        "signed": signed.organisations,
        "parts": signed.pillars,
    }


def _named_day(day: date | None) -> str:
    return formats.long_day(day, g.language) if day else ""


def _promised(found: Initiative) -> date:
    """Return the day by which the desk answers what waits; of what does not wait, as if it did from today."""
    return page.promised((found.waiting_since or clock.now()).astimezone(clock.BRUSSELS).date())


def _case(found: Initiative, signed: Count) -> str:
    """Name the row of `NEXT`: the state, or what makes it a case of its own."""
    if found.waiting_since is not None and _promised(found) < clock.today():
        return "late"
    if found.pending is not None and found.status in {Status.PUBLISHED, Status.UNPUBLISHED}:
        return "pending"
    tells_apart = CASES.get(found.status)
    return tells_apart(found, signed) if tells_apart else found.status.value


def _of_refusal(found: Initiative, _signed: Count) -> str:
    if found.appealed_at is not None:
        return "appeal_waits" if found.appeal_waits else "appeal_answered"
    if (until := policy.appeal_ends(found)) is not None and until < clock.now():
        return "appeal_over"
    return "unpublished_unseen" if found.page_hidden else found.status.value


def _of_consultation(found: Initiative, signed: Count) -> str:
    threshold, last = current_app.config["THRESHOLD"], _last_day(found)
    if last is not None and last < clock.today():
        return "consultation_past"
    if signed.organisations >= threshold.organisations and signed.pillars >= threshold.pillars:
        return "consultation_reached"
    return "consultation_dated" if last else "consultation"


def _of_publication(found: Initiative, _signed: Count) -> str:
    if is_to_conclude(found):
        return "to_conclude"
    return "published" if _last_day(found) else "published_undated"


def _of_outcome(found: Initiative, _signed: Count) -> str:
    if found.next_on is None or any(d.act == "follow_up" for d in found.decisions):
        return "concluded"
    return "concluded_late" if found.next_on < clock.today() else "concluded_until"


# How each state tells its cases apart; one without a row has one case.
CASES: dict[Status, Callable[[Initiative, Count], str]] = {
    Status.CONSULTATION: _of_consultation,
    Status.PUBLISHED: _of_publication,
    Status.CONCLUDED: _of_outcome,
    Status.DECLINED: _of_refusal,
    Status.UNPUBLISHED: _of_refusal,
}


def is_to_conclude(found: Initiative) -> bool:
    """Tell whether the day of a published dialogue has passed without a word on what came of it."""
    last = _last_day(found)
    return found.status is Status.PUBLISHED and last is not None and last < clock.today()


def _last_day(found: Initiative) -> date | None:
    """Return the last day of the dialogue, as its readers see it."""
    said = found.shown_version if found.shown else None
    return (said.date_to or said.date_from) if said else None


def step_rows(reference: str) -> list[tuple[str, str]]:
    """List (label, address) of the editor's steps."""
    return [(str(label), url_for("drafting.edit", reference=reference, step=key)) for key, label in STEPS.items()]


def titles(found: Iterable[Initiative], but: int | None = None) -> list[tuple[str, str, str]]:
    """List (title, its language, address) of initiatives that have a version, leaving out one."""
    return [
        (i.shown_version.title, i.language, url_for("portal.initiative", reference=i.reference))
        for i in found
        if i.id != but
    ]


def advice(step: str, but: int | None = None) -> dict[str, Any]:
    """Return what stands beside a step: what makes a good one, and how two that were published said it."""
    quoted = {"text": "summary", "asks": "ask"}.get(step, "")
    found = queries.examples(db.session(), but)
    return {
        "sentences": ADVICE[step],
        "examples": [
            (one.title, url_for("portal.initiative", reference=one.reference), one.language,
             getattr(one, quoted) or "" if quoted else "")
            for one in found
        ],
    }  # fmt: skip


def version_facts(found: Initiative, number: int) -> list[str]:
    """Say of a version when it was made, and what it did to the co-signatures before it."""
    version = found.version(number)
    if version is None:
        return []
    said = [_("Made on %(date)s", date=formats.local_day(version.created_at, g.language))]
    if version.number > 1:
        said.append(_("changes the substance") if version.substantive else _("correction only"))
    return said


def credit(initiative: Initiative, made: Translation) -> list[str]:
    """Say who made a translation, who checked it, and whether the text has moved on since."""
    said = [_("Translated by %(name)s, from version %(number)s.", name=_name(made.made_by), number=made.version)]
    if made.version == 0:
        said = [_("Translated by %(name)s, from the draft.", name=_name(made.made_by))]
    if made.checked_at is None:
        said.append(_("Nobody has checked it yet."))
    else:
        day = formats.local_day(made.checked_at, g.language)
        said.append(_("Checked by %(name)s on %(date)s.", name=_name(made.checked_by), date=day))
    if made.version != (initiative.shown or 0):
        now = initiative.shown
        said.append(_("It is behind: the original has changed since, and is now version %(number)s.", number=now))
    return said


def _name(organisation: Organisation | None) -> str:
    return organisation.name_in(g.language) if organisation else _("the moderation team")
