"""What the home page tells beyond the newest initiatives: figures, pillars, and the network as it stands."""

from functools import lru_cache
from heapq import nsmallest
from itertools import combinations
from typing import Any, NamedTuple

from flask import current_app, g, url_for
from sqlalchemy.orm import Session

from participation.languages import texts as _n
from participation.organisations.reference import PILLARS
from participation.portal import queries
from participation.portal.drawing import Link, lay_out
from participation.portal.page import organisations_in_words
from participation.portal.tally import Tally
from participation.portal.touched import moment
from participation.web import formats
from participation.web.kept import Kept

MOST_CIRCLES = 14


class Circle(NamedTuple):
    """An organisation of the drawing, in every language."""

    x: int
    y: int
    radius: int
    pillar: str
    slug: str
    name: str
    names: dict[str, str]


class Network(NamedTuple):
    """Everything counted in public, and the drawing of the organisations that stand together most often."""

    initiatives: int
    co_signatures: int
    provinces: int
    pillars: dict[str, int]
    circles: tuple[Circle, ...]
    links: tuple[Link, ...]


def network(session: Session) -> Network:
    """Return the network of this moment; only what has happened since the last look is counted and drawn anew."""
    store: Kept[int, Network] = current_app.extensions.setdefault("portal.network", Kept(4))
    tally: Tally = current_app.extensions.setdefault("portal.tally", Tally())
    now = moment()
    if (found := store.get(now)) is not None:
        return found
    with tally.lock:
        return store.put(now, _network(session, tally))


def _network(session: Session, tally: Tally) -> Network:
    tally.follow(session)
    weights = {organisation: weight for organisation, weight in tally.weights.items() if weight}
    shown = nsmallest(MOST_CIRCLES, weights, key=lambda o: (-weights[o], o))
    links = tuple(
        (a, b, number)
        for a, b in combinations(range(len(shown)), 2)
        if (number := tally.pairs[shown[a], shown[b]] + tally.pairs[shown[b], shown[a]])
    )
    known = queries.organisations(session, shown)
    places = zip(_places(len(shown), links), (known[o] for o in shown), strict=True)
    return Network(
        initiatives=tally.initiatives,
        co_signatures=tally.pairs.total(),
        provinces=sum(number > 0 for number in tally.provinces.values()),
        pillars={row[0]: row[1] for row in session.execute(queries.TAKING_PART)},
        circles=tuple(Circle(*place, o.pillar, o.slug, o.name, dict(o.names)) for place, o in places),
        links=links,
    )


@lru_cache(maxsize=16)
def _places(number: int, links: tuple[Link, ...]) -> list[tuple[int, int, int]]:
    return lay_out(number, links)


def values(session: Session) -> dict[str, Any]:
    """Return what the template of the home page draws."""
    found = network(session)
    names = [circle.names.get(g.language) or circle.name for circle in found.circles]
    return {
        "figures": _figures(found),
        "pillars": [_pillar(key, found.pillars.get(key, 0)) for key in PILLARS],
        "nodes": [
            (circle.x, circle.y, circle.radius, PILLARS[circle.pillar].look, name)
            for circle, name in zip(found.circles, names, strict=True)
        ],
        "links": found.links,
        "ties": [_tie(names[a], names[b], number) for a, b, number in found.links],
        "threshold": current_app.config["THRESHOLD"],
    }


def _figures(found: Network) -> list[tuple[str, str]]:
    rows = (
        (_n("public initiative", "public initiatives", found.initiatives), found.initiatives),
        (_n("organisation", "organisations", sum(found.pillars.values())), sum(found.pillars.values())),
        (_n("co-signature", "co-signatures", found.co_signatures), found.co_signatures),
        (_n("province, Brussels included", "provinces, Brussels included", found.provinces), found.provinces),
    )
    return [(label, formats.number(value, g.language)) for label, value in rows]


def _pillar(key: str, number: int) -> tuple[str, str, str, str]:
    where = url_for("portal.organisations", pillar=key)
    return PILLARS[key].look, PILLARS[key].label(g.language), organisations_in_words(number), where


def _tie(one: str, other: str, number: int) -> str:
    return _n(
        "%(first)s and %(second)s: %(number)s initiative together",
        "%(first)s and %(second)s: %(number)s initiatives together",
        number, first=one, second=other,
    )  # fmt: skip
