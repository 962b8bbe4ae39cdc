"""Home, the list, the page of one initiative, organisations, about: they read only."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select, text

from participation.errors import NotFound
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import ACTS, AUDIENCES, STATUSES
from participation.initiatives.lifecycle import Permission, Status
from participation.initiatives.models import Initiative
from participation.languages import LANGUAGES
from participation.languages import text as _
from participation.organisations import queries as organisations_queries
from participation.organisations.lifecycle import LISTED
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR
from participation.organisations.reference import KINDS, PILLARS
from participation.organisations.session import current_actor
from participation.places.data import find, name_of, provinces, suggest
from participation.portal import page, queries
from participation.web.forms import number

bp = Blueprint("portal", __name__)
DEEPEST = 50  # pages of a list; whoever looks further has filters
DECEMBER = 12


@bp.get("/")
def bare_root() -> ResponseReturnValue:
    """Lead to the best language for this browser."""
    return redirect(f"/{request.accept_languages.best_match(list(LANGUAGES)) or 'nl'}/", 302)


@bp.get("/healthz")
def bare_health() -> ResponseReturnValue:
    """Say that the process is alive."""
    return jsonify(alive=True)


@bp.get("/readyz")
def bare_ready() -> ResponseReturnValue:
    """Say whether the database answers."""
    db.session.execute(text("SELECT 1"))
    return jsonify(ready=True)


@bp.get("/<lang>/")
def home() -> ResponseReturnValue:
    """Say in one screen what this is and what is going on."""
    cards = page.cards(VISITOR, queries.Wanted(), most=3)
    public = Initiative.status.in_((Status.PUBLISHED, Status.CONCLUDED))
    figures = [
        (_("initiatives"), db.session.scalar(select(func.count()).select_from(Initiative).where(public))),
        (_("organisations"), db.session.scalar(select(func.count()).where(Organisation.state.in_(LISTED)))),
    ]
    counted = select(Organisation.pillar, func.count()).where(Organisation.state.in_(LISTED))
    pillars = {row[0]: row[1] for row in db.session.execute(counted.group_by(Organisation.pillar))}
    rows = [
        (p.look, p.label(g.language), page.organisations_in_words(pillars.get(key, 0)), url_for("portal.organisations"))
        for key, p in PILLARS.items()
    ]
    return render_template("portal/home.html", cards=cards, figures=figures, pillars=rows)


@bp.get("/<lang>/initiatives/")
def index() -> ResponseReturnValue:
    """List what this actor may read."""
    wanted = _wanted()
    cards = page.cards(current_actor(), wanted, most=queries.PAGE, level=2)
    more = len(cards) > queries.PAGE
    query = {key: value for key, value in request.args.items() if key != "page" and value}

    def address(number: int) -> str:
        return f"{url_for('portal.index')}?{urlencode(query | {'page': str(number)})}"

    return render_template(
        "portal/index.html",
        cards=cards[: queries.PAGE],
        options=_options(),
        values=request.args,
        is_filtered=bool(query),
        page=wanted.page,
        previous_href=address(wanted.page - 1) if wanted.page > 1 else "",
        next_href=address(wanted.page + 1) if more else "",
    )


def _wanted() -> queries.Wanted:
    """Read the address; what is not one of the values asks for nothing."""
    args = request.args
    place = find(args.get("municipality", "")) if args.get("municipality") else None
    return queries.Wanted(
        q=args.get("q", ""),
        pillar=_one_of(args.get("pillar"), PILLARS),
        kind=_one_of(args.get("kind"), KINDS),
        audience=_one_of(args.get("audience"), AUDIENCES),
        province=_one_of(args.get("province"), provinces()),
        municipality=place.nis if place else "",
        month=_month(args.get("month", "")),
        state=_one_of(args.get("state"), STATUSES),
        language=_one_of(args.get("language"), LANGUAGES),
        sort=_one_of(args.get("sort"), ("newest", "date", "place")) or "newest",
        page=min(max(number(args.get("page")) or 1, 1), DEEPEST),
    )


def _one_of(given: str | None, known: Any) -> str:  # noqa: ANN401  # anything that knows its members
    return given if given and given in known else ""


def _month(given: str) -> tuple[date, date] | None:
    try:
        first = date.fromisoformat(f"{given}-01")
    except ValueError:
        return None
    if first.year >= date.max.year:
        return None
    last = first.month == DECEMBER
    return first, date(first.year + last, 1 if last else first.month + 1, 1)


def _options() -> dict[str, list[tuple[str, Any]]]:
    language = g.language
    return {
        "pillar": [(key, p.short(language)) for key, p in PILLARS.items()],
        "kind": [(key, k.label(language)) for key, k in KINDS.items() if k.pillar == "citizens"],
        "audience": list(AUDIENCES.items()),
        "province": [(key, p.names[language]) for key, p in provinces().items()],
        "state": [(s, STATUSES[s]) for s in ("consultation", "published", "concluded", "withdrawn")],
        "language": [(code, LANGUAGES[code]) for code in ("nl", "fr", "de")],
        "sort": [("newest", _("newest first")), ("date", _("by date")), ("place", _("by place"))],
    }


@bp.get("/<lang>/initiatives/<reference>")
def initiative(reference: str) -> ResponseReturnValue:
    """Show one initiative, or, to those who may only know of it, its state, date and reason."""
    actor = current_actor()
    found = policy.require_known(actor, initiatives.one(db.session(), reference))
    if not policy.allows(actor, Permission.VIEW, found):
        return render_template("portal/notice.html", **page.notice(found))
    acts = [(t.address, ACTS[t.name], t.destructive) for t in policy.open_transitions(actor, found)]
    acts += [
        (permission.value.replace("_", "-"), ACTS[permission.value], False)
        for permission in (Permission.EDIT, Permission.CO_SIGN, Permission.REAFFIRM, Permission.WITHDRAW_CO_SIGNATURE)
        if policy.allows(actor, permission, found) and page.makes_sense(actor, permission, found)
    ]
    return render_template(
        "portal/initiative.html", **page.whole(actor, found), acts=acts,
        speaks_for=actor.in_force.organisation if actor.in_force else "",
    )  # fmt: skip


@bp.get("/<lang>/organisations/")
def organisations() -> ResponseReturnValue:
    """List the network by pillar."""
    found = list(db.session.scalars(organisations_queries.listed()))
    groups = [(p, [page.organisation_card(o) for o in found if o.pillar == key]) for key, p in PILLARS.items()]
    rows = [(p.label(g.language), p.look, p.role_note(g.language) or "", members) for p, members in groups]
    return render_template("portal/organisations.html", groups=rows)


@bp.get("/<lang>/organisations/<slug>")
def organisation(slug: str) -> ResponseReturnValue:
    """Show one organisation."""
    found = organisations_queries.by_slug(db.session(), slug)
    if found is None or found.state not in LISTED:
        raise NotFound
    about = found.about.get(g.language) or found.about.get(found.language, "")
    return render_template(
        "portal/organisation.html",
        name=found.name_in(g.language),
        about=about,
        about_language=g.language if g.language in found.about else found.language,
        look=PILLARS[found.pillar].look,
        kind=KINDS[found.kind].label(g.language),
        role=PILLARS[found.pillar].role_note(g.language),
        place=name_of(found.municipality, g.language) if found.municipality else "",
        website=found.website,
    )


@bp.get("/<lang>/about")
def about() -> ResponseReturnValue:
    """Say what the campaign is, and where the data come from."""
    threshold = current_app.config["THRESHOLD"]
    return render_template("portal/about.html", threshold=threshold)


@bp.get("/<lang>/municipalities")
def municipalities() -> ResponseReturnValue:
    """Suggest municipalities for what was typed, for the type-ahead."""
    found = suggest(request.args.get("q", ""), g.language)
    return jsonify([{"value": m.name_in(g.language), "label": m.name_in(g.language)} for m in found])
