"""Home, the list, the page of one initiative, organisations: they read only."""

from urllib.parse import urlencode

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.drafting import page as drafting
from participation.errors import NotFound
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import ACTS
from participation.initiatives.lifecycle import Permission
from participation.journal import queries as journal
from participation.organisations import queries as organisations_queries
from participation.organisations.lifecycle import LISTED
from participation.organisations.policy import VISITOR
from participation.organisations.reference import PILLARS
from participation.organisations.session import current_actor
from participation.portal import cards, conversation, covers, directory, dossier, drawn, listing, page, pieces, search
from participation.portal import found as found_here
from participation.portal import home as home_page
from participation.portal.invitation import calendar_file
from participation.portal.views import asked
from participation.portal.views.blueprint import DEEPEST, bp, page_asked
from participation.web.forms import number


@bp.get("/<lang>/")
def home() -> ResponseReturnValue:
    """Say in one screen what this is and what is going on."""
    return drawn.once(drawn.of_everything, _home)


def _home() -> str:
    newest = cards.cards(VISITOR, listing.Wanted(), most=3)[:3]
    return render_template("portal/home.html", cards=newest, **home_page.values(db.session()))


@bp.get("/<lang>/initiatives/")
def index() -> ResponseReturnValue:
    """List what this actor may read."""
    return drawn.once(drawn.of_everything, _index)


def _index() -> str:
    wanted, here = asked.wanted(), url_for("portal.index")
    found_here.require_calm(wanted.q)
    found = cards.cards(current_actor(), wanted, most=listing.PAGE)
    more = len(found) > listing.PAGE
    query = {key: value for key, value in request.args.items() if key != "page" and value}

    def address(number: int) -> str:
        return f"{here}?{urlencode(query | {'page': str(number)})}"

    return render_template(
        "portal/index.html",
        cards=found[: listing.PAGE],
        words=found_here.words(len(found[: listing.PAGE]), wanted.page, more=more),
        chips=found_here.chips(wanted, search.options(g.language), request.args, here),
        fields=search.fields(request.args),
        here=here,
        asked_for=asked.filters(),
        is_asked=bool(request.args),
        unknown_place=bool(request.args.get("municipality")) and not wanted.municipality,
        page=wanted.page,
        previous_href=address(wanted.page - 1) if wanted.page > 1 else "",
        next_href=address(wanted.page + 1) if more else "",
    )


@bp.get("/<lang>/initiatives/<reference>")
def initiative(reference: str) -> ResponseReturnValue:
    """Show one initiative, or, to those who may only know of it, its state, date and reason."""
    return drawn.once(lambda: drawn.happened(reference), lambda: _initiative(reference))


def _initiative(reference: str) -> str:
    actor, part = current_actor(), min(max(number(request.args.get("talk")) or 1, 1), DEEPEST)
    if actor == VISITOR and (kept := pieces.for_visitors(reference, part)) is not None:
        return render_template("portal/initiative.html", **kept)
    found, steps = page.loaded(actor, reference)
    if not policy.allows(actor, Permission.VIEW, found):
        return render_template("portal/notice.html", **page.notice(actor, found, steps))
    shown = pieces.values(actor, found, steps)
    return render_template("portal/initiative.html", **shown, talk=conversation.talk(actor, found, part))


@bp.get("/<lang>/initiatives/<reference>/preview")
def preview(reference: str) -> ResponseReturnValue:
    """Show the proposer's members the page as the public will see it, from the text as it is written."""
    actor = current_actor()
    found = policy.require_known(actor, initiatives.one(db.session(), reference))
    if not drafting.is_ours(actor, found):
        raise NotFound
    acts = [(t.address, ACTS[t.name], t.destructive) for t in policy.open_transitions(actor, found) if t.freezes]
    steps = journal.steps(db.session(), *found.subject)
    if policy.allows(actor, Permission.EDIT, found):
        acts.append(("edit", ACTS["edit"], False))
    return render_template(
        "portal/initiative.html", **page.whole(actor, found, steps, written=True), acts=acts, is_preview=True,
        speaks_for=actor.in_force.name_in(g.language) if actor.in_force else "", watching=[],
    )  # fmt: skip


@bp.get("/<lang>/initiatives/<reference>.ics")
def calendar(reference: str) -> ResponseReturnValue:
    """Hand out the date of a public initiative for anyone's calendar."""
    found = page.seen_by_all(reference)
    if not page.has_calendar(found):
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.ics"'}
    return calendar_file(found), {"Content-Type": "text/calendar; charset=utf-8", **headers}


@bp.get("/<lang>/organisations/")
def organisations() -> ResponseReturnValue:
    """List the network by pillar, found by first letters or acronym."""
    return drawn.once(drawn.of_everything, _organisations)


def _organisations() -> str:
    typed, pillar = request.args.get("q", ""), asked.one_of(request.args.get("pillar"), PILLARS)
    found, shown, here = directory.found(typed, pillar), page_asked(), url_for("portal.organisations")
    found_here.require_calm(typed)
    kept = {key: value for key, value in (("q", typed), ("pillar", pillar)) if value}

    def address(number: int) -> str:
        return f"{here}?{urlencode(kept | {'page': str(number)})}"

    return render_template(
        "portal/organisations.html",
        groups=directory.groups(found[(shown - 1) * directory.PAGE : shown * directory.PAGE]),
        number=page.organisations_in_words(len(found)),
        typed=typed,
        pillar=pillar,
        pillars=[(key, p.short(g.language)) for key, p in PILLARS.items()],
        is_asked=bool(request.args),
        page=shown,
        previous_href=address(shown - 1) if shown > 1 else "",
        next_href=address(shown + 1) if len(found) > shown * directory.PAGE else "",
    )


@bp.get("/<lang>/organisations/<slug>")
def organisation(slug: str) -> ResponseReturnValue:
    """Show one organisation, and what this reader may see of what it does."""
    found = organisations_queries.by_slug(db.session(), slug)
    if found is None or found.state not in LISTED:
        raise NotFound
    return render_template(
        "portal/organisation.html",
        **directory.whole(current_actor(), found, page_asked()),
        cover=covers.picture(covers.of_organisation(found), dossier.organisation_address(found)),
    )
