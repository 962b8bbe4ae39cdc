"""What the home page tells beyond the newest initiatives: figures, pillars, and the network as it stands."""

from collections import Counter
from heapq import nsmallest
from itertools import combinations
from typing import Any, NamedTuple

from flask import current_app, g, url_for
from sqlalchemy.orm import Session

from participation.languages import texts as _n
from participation.organisations.reference import PILLARS
from participation.portal import queries
from participation.portal.arranging import kept
from participation.portal.drawing import Frame, Link, settle
from participation.portal.naming import marks
from participation.portal.network import stood, tallied
from participation.portal.page import organisations_in_words
from participation.portal.queries import Member
from participation.portal.tally import Tally
from participation.portal.touched import moment
from participation.web import formats
from participation.web.kept import Kept

MOST_CIRCLES = 8  # each with its name, or on a telephone with its number in the list below
WIDE, TALL = Frame(500, 410, 15, 28, 50), Frame(340, 270, 15, 24, 12)
PAPER = WIDE.width, 454  # with room for names below the lowest circles


class Home(NamedTuple):
    """Everything counted in public, and the drawing of the organisations that stand together most often."""

    initiatives: int
    co_signatures: int
    provinces: int
    pillars: dict[str, int]
    circles: tuple[Member, ...]
    wide: list[tuple[int, int, int]]
    tall: list[tuple[int, int, int]]
    links: tuple[Link, ...]


def counted(session: Session) -> Home:
    """Return the figures of this moment; only what has happened since the last look is counted and drawn anew."""
    store: Kept[int, Home] = current_app.extensions.setdefault("portal.home", Kept(4))
    tally, now = tallied(), moment()
    if (found := store.get(now)) is not None:
        return found
    with tally.lock:
        return store.put(now, _counted(session, tally))


def _counted(session: Session, tally: Tally) -> Home:
    tally.follow(session)
    known = queries.members(session)
    weights = {one: weight for one, weight in tally.weights.items() if weight and one in known}
    shown = nsmallest(MOST_CIRCLES, weights, key=lambda o: (-weights[o], o))
    links = tuple(
        (a, b, number)
        for a, b in combinations(range(len(shown)), 2)
        if (number := tally.pairs[shown[a], shown[b]] + tally.pairs[shown[b], shown[a]])
    )
    places, heavy = stood(shown, links, kept(session)), [weights[one] for one in shown]
    return Home(
        initiatives=tally.initiatives,
        co_signatures=tally.pairs.total(),
        provinces=sum(number > 0 for number in tally.by["province"].values()),
        pillars=dict(Counter(member.pillar for member in known.values())),
        circles=tuple(known[one] for one in shown),
        wide=settle(places, heavy, WIDE),
        tall=settle(places, heavy, TALL),
        links=links,
    )


def values(session: Session) -> dict[str, Any]:
    """Return what the template of the home page draws."""
    found = counted(session)
    names = [one.names.get(g.language) or one.name for one in found.circles]
    rows = [
        (PILLARS[one.pillar].look, name, f"/{g.language}/organisations/{one.slug}")
        for one, name in zip(found.circles, names, strict=True)
    ]
    named = marks(found.wide, names, PAPER, MOST_CIRCLES)
    return {
        "figures": _figures(found),
        "pillars": [_pillar(key, found.pillars.get(key, 0)) for key in PILLARS],
        "wide": [(*place, *row, mark) for place, row, mark in zip(found.wide, rows, named, strict=True)],
        "tall": [(*place, *row[:2]) for place, row in zip(found.tall, rows, strict=True)],
        "circles": rows,
        "links": found.links,
        "ties": [_tie(names[a], names[b], number) for a, b, number in found.links],
        "threshold": current_app.config["THRESHOLD"],
    }


def _figures(found: Home) -> list[tuple[str, str]]:
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
