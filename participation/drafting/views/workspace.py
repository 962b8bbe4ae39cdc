"""One's own: what needs the organisation, what it has under way, what fits it; and the receipt of a text handed in."""

from itertools import starmap
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.drafting import page, queries
from participation.drafting.labels import NEEDS
from participation.drafting.queries import Sought
from participation.drafting.views.blueprint import bp
from participation.errors import NotFound
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import ACTS, DATE_KINDS, STATUSES
from participation.initiatives.lifecycle import TEAM, Status
from participation.initiatives.models import Initiative
from participation.initiatives.page import waiting
from participation.initiatives.queries import Count
from participation.languages import text as _
from participation.organisations.policy import Actor, Seat
from participation.organisations.reference import PROPOSING
from participation.organisations.session import current_actor
from participation.places.data import municipality, name_of, province_name, provinces
from participation.web import formats
from participation.web.months import month


@bp.get("/workspace/")
def workspace() -> ResponseReturnValue:
    """List what needs the organisation in force, what it has under way, and what asks something of it."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    seat = actor.in_force
    ours = list(db.session.scalars(queries.proposed_by(seat.organisation_id)).unique()) if seat else []
    needed, drawn = [i for i in ours if _need(i)], _rows(ours)
    waits = page.named(queries.to_confirm(db.session(), actor, seat, clock.now())) if seat else []
    mine = [one for one in waits if actor.acts_for(mandate=True) is not None and one[0].by_id != actor.person_id]
    return render_template(
        "drafting/workspace.html",
        needed=[*starmap(_to_confirm, mine), *(drawn[i.id] for i in needed), *(_to_reaffirm(seat) if seat else [])],
        prepared=[_waiting(*one) for one in waits if one not in mine],
        drafts=[_draft(i, drawn[i.id]) for i in ours if i.status is Status.DRAFT],
        rows=[drawn[i.id] for i in ours if i not in needed and i.status is not Status.DRAFT],
        proposes=seat is not None and seat.pillar in PROPOSING and actor.acts_for(mandate=False) is not None,
        speaks_for=seat.name_in(g.language) if seat else "",
        **(_fitting(actor, seat) if seat else {"fits": None}),
    )


def _need(found: Initiative) -> str:
    """Name the row of `NEEDS` an initiative is in; empty where nothing is asked of its proposer."""
    if found.status is Status.CHANGES_REQUESTED:
        return "changes_requested"
    return "to_conclude" if page.is_to_conclude(found) else ""


def _rows(ours: list[Initiative]) -> dict[int, dict[str, Any]]:
    """Draw a row of each, by its number."""
    signed = initiatives.counts(db.session(), [i.id for i in ours if i.status is Status.CONSULTATION])
    return {i.id: _row(i, signed.get(i.id, Count())) for i in ours}


def _row(found: Initiative, signed: Count) -> dict[str, Any]:
    need = _need(found)
    text = found.shown_version.title if found.shown else found.copy.title
    leads = {"changes_requested": "edit", "to_conclude": "conclude"}
    row: dict[str, Any] = {
        "href": url_for("portal.initiative", reference=found.reference),
        "title": text,
        "lang": found.language,
        "reference": found.reference,
        "state": found.status.value,
        "state_label": STATUSES[found.status],
        "next_words": page.what_next(found, signed),
    }
    if need:
        row |= {"button_href": f"/{g.language}/initiatives/{found.reference}/{leads[need]}", "act": leads[need]}
        row["button_label"] = NEEDS[need]
    return row


def _draft(found: Initiative, row: dict[str, Any]) -> dict[str, Any]:
    return row | {
        "href": url_for("drafting.edit", reference=found.reference, step="text"),
        "words": _("Last saved on %(moment)s", moment=formats.local_moment(found.copy.saved_at, g.language)),
        "button_href": url_for("initiatives.form", reference=found.reference, act="discard"),
        "button_label": _("Delete the draft"),
        "act": "discard",
    }


def _to_reaffirm(seat: Seat) -> list[dict[str, Any]]:
    return [
        {
            "href": url_for("portal.initiative", reference=reference),
            "title": title,
            "lang": language,
            "reference": reference,
            "next_words": _("The text changed after your organisation co-signed it. Confirm again, or withdraw."),
            "button_href": f"/{g.language}/initiatives/{reference}/reaffirm",
            "button_label": NEEDS["reaffirm"],
            "act": "reaffirm",
        }
        for reference, title, language in queries.to_reaffirm(db.session(), seat.organisation_id)
    ]


def _waiting(one: queries.Waits, name: str) -> dict[str, Any]:
    since, until = formats.local_moment(one.at, g.language), formats.local_moment(one.until, g.language)
    return {
        "href": url_for("confirming.prepared", number=one.number),
        "title": one.title,
        "lang": one.language,
        "reference": one.reference,
        "words": _("%(act)s, prepared by %(name)s on %(moment)s", act=ACTS[one.act], name=name, moment=since),
        "next_words": _("A second representative confirms it until %(moment)s.", moment=until),
    }


def _to_confirm(one: queries.Waits, name: str) -> dict[str, Any]:
    href = url_for("confirming.prepared", number=one.number)
    return _waiting(one, name) | {"button_href": href, "button_label": NEEDS["confirm"], "act": "confirm"}


def _fitting(actor: Actor, seat: Seat) -> dict[str, Any]:
    args = request.args
    province = args.get("province", "") if args.get("province") in provinces() else ""
    sought = Sought(province, month(args.get("month", "")))
    found = queries.fitting(db.session(), actor, seat, sought)
    return {
        "fits": [_fit(row) for row in found],
        "provinces": [("", _("All")), *((key, p.names[g.language]) for key, p in provinces().items())],
        "province": province,
        "month": args.get("month", "") if sought.month else "",
        "is_filtered": bool(province or sought.month),
    }


def _fit(row: queries.Fitting) -> dict[str, Any]:
    place = municipality(row.municipality)
    where = name_of(row.municipality, g.language)
    when = formats.long_day(row.date_from, g.language) if row.date_from else str(DATE_KINDS[row.date_kind])
    province = province_name(place.province, g.language) if place else ""
    return {
        "href": url_for("portal.initiative", reference=row.reference),
        "title": row.title,
        "lang": row.language,
        "reference": row.reference,
        "state": row.status.value,
        "state_label": STATUSES[row.status],
        "words": _("%(place)s (%(province)s), %(when)s", place=where, province=province, when=when),
    }


@bp.get("/initiatives/<reference>/receipt")
def receipt(reference: str) -> ResponseReturnValue:
    """Say that it has arrived, its number, its place in the queue, and by when the desk answers."""
    initiative = policy.require_seen(current_actor(), initiatives.one(db.session(), reference))
    if initiative.waiting_since is None or policy.roles_of(current_actor(), initiative).isdisjoint(TEAM):
        raise NotFound  # to others, that something waits is not known
    return render_template(
        "drafting/receipt.html",
        reference=reference,
        title=initiative.shown_version.title,
        language=initiative.language,
        at=formats.local_moment(initiative.waiting_since, g.language),
        waiting=waiting(initiative),
        next_words=page.what_next(initiative, Count()),
    )
