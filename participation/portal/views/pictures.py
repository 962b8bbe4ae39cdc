"""The pages of pictures: the network, the map, the figures; each is drawn from what is kept counted."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from participation.extensions import db
from participation.organisations.reference import KINDS, PILLARS
from participation.portal import atlas, drawn
from participation.portal import network as network_page
from participation.portal import statistics as figures
from participation.portal.views.blueprint import bp
from participation.web.forms import number


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
