"""The pages of pictures: the network, the map, the figures; each is drawn from what is kept counted."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from participation.errors import NotFound
from participation.extensions import db
from participation.organisations.lifecycle import LISTED
from participation.organisations.models import Organisation
from participation.organisations.policy import require_sight
from participation.organisations.reference import KINDS, PILLARS
from participation.organisations.session import current_actor
from participation.portal import atlas, drawn, queries
from participation.portal import network as network_page
from participation.portal import statistics as figures
from participation.portal.views.blueprint import bp
from participation.web.forms import number
from participation.web.headers import A_YEAR


@bp.get("/<lang>/network")
def network() -> ResponseReturnValue:
    """Draw who stands together behind what is public."""
    return drawn.once(drawn.of_everything, _network)


def _network() -> str:
    pillar, kind = request.args.get("pillar", ""), request.args.get("kind", "")
    wanted = network_page.Wanted(
        pillar if pillar in PILLARS else "", kind if kind in KINDS else "", number(request.args.get("year")) or 0
    )
    return render_template(
        "portal/network.html",
        values={"pillar": wanted.pillar, "kind": wanted.kind, "year": str(wanted.year or "")},
        is_asked=bool(request.args),
        **network_page.values(db.session(), wanted),
    )


@bp.get("/<lang>/map")
def map_page() -> ResponseReturnValue:
    """Draw in which provinces the public initiatives are."""
    return drawn.once(drawn.of_everything, lambda: render_template("portal/map.html", **atlas.values(db.session())))


@bp.get("/<lang>/statistics")
def statistics() -> ResponseReturnValue:
    """Draw the figures in public."""
    return drawn.once(
        drawn.of_everything, lambda: render_template("portal/statistics.html", **figures.values(db.session()))
    )


@bp.get("/<lang>/statistics.csv")
def statistics_file() -> ResponseReturnValue:
    """Hand out the tables of the statistics for a spreadsheet."""
    headers = {"Content-Disposition": 'attachment; filename="statistics.csv"'}
    return figures.as_file(db.session()), {"Content-Type": "text/csv; charset=utf-8", **headers}


@bp.get("/logos/<organisation>-<fingerprint>-<any('256', '64'):side>.png")
def bare_logo(organisation: str, fingerprint: str, side: str) -> ResponseReturnValue:
    """Hand out the logo of an organisation: for ever, since another picture has another address."""
    found = queries.logo(db.session(), number(organisation) or 0, fingerprint)
    if found is None:
        raise NotFound
    state, logo = found
    if state not in LISTED:
        require_sight(current_actor(), db.session.get(Organisation, logo.organisation_id))
    answer = Response(logo.large if side == "256" else logo.small, mimetype="image/png")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if state in LISTED:
        answer.cache_control.public, answer.cache_control.immutable = True, True
        answer.cache_control.max_age = A_YEAR
    return answer
