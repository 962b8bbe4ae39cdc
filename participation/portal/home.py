"""What the home page tells beyond the newest initiatives: figures, pillars, and the network as it stands."""

from collections import Counter
from typing import Any, NamedTuple

from flask import current_app, g, url_for
from sqlalchemy.orm import Session

from participation.journal.queries import written
from participation.languages import texts as _n
from participation.organisations.reference import PILLARS
from participation.portal import queries
from participation.portal.drawing import Link, lay_out
from participation.portal.page import organisations_in_words
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
    """Return the network of this moment; counted and drawn anew only after something has happened."""
    store: Kept[int, Network] = current_app.extensions.setdefault("portal.network", Kept(4))
    moment = written(session)
    return store.get(moment) or store.put(moment, _network(session))


def _network(session: Session) -> Network:
    ties = [(row[0], row[1], row[2]) for row in session.execute(queries.TIES)]
    weights: Counter[int] = Counter()
    for one, other, number in ties:
        weights.update({one: number, other: number})
    shown = sorted(weights, key=lambda o: (-weights[o], o))[:MOST_CIRCLES]
    at = {organisation: index for index, organisation in enumerate(shown)}
    pairs: Counter[tuple[int, int]] = Counter()
    for one, other, number in ties:
        if one in at and other in at:
            pairs[min(at[one], at[other]), max(at[one], at[other])] += number
    links = tuple((a, b, number) for (a, b), number in sorted(pairs.items()))
    known = queries.organisations(session, shown)
    places = zip(lay_out(len(shown), links), (known[o] for o in shown), strict=True)
    return Network(
        initiatives=session.scalar(queries.NUMBER_OPEN) or 0,
        co_signatures=sum(number for _one, _other, number in ties),
        provinces=session.scalar(queries.PROVINCES_REACHED) or 0,
        pillars={row[0]: row[1] for row in session.execute(queries.TAKING_PART)},
        circles=tuple(Circle(*place, o.pillar, o.slug, o.name, dict(o.names)) for place, o in places),
        links=links,
    )


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
