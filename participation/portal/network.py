"""The picture of the network: who is drawn for what the address asks, how large, where, and who stands together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from flask import current_app, g, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.reference import KINDS, PILLARS
from participation.portal import queries
from participation.portal.arranging import kept, undirected
from participation.portal.drawing import Frame, Link, Place, arrange, seats, settle
from participation.portal.naming import Mark, marks
from participation.portal.page import organisations_in_words
from participation.portal.queries import Member
from participation.portal.tally import Tally
from participation.portal.touched import moment
from participation.web import formats
from participation.web.kept import Kept

MOST = 60  # circles; beyond that there is one for each kind of organisation
FEW = 24  # circles that leave room for names
LINES = 150  # drawn; the table knows them all
NAMED = 7  # circles whose names stand beside them
PARTNERS = 8  # named in a row of the table
WIDE, AIRY, TALL = Frame(1080, 640, 15, 32), Frame(1080, 640, 18, 42, 48), Frame(360, 560, 12, 26, 10)
ROUND, HIGH = Frame(460, 620, 11, 22), Frame(360, 620, 12, 22)
PAPER = WIDE.width, 664  # with room for names below the lowest circles
LEFT, ABOVE = 310, 10  # of the round drawing: room for the names beside it


class Wanted(NamedTuple):
    """What the address asks for; an empty value asks for nothing."""

    pillar: str = ""
    kind: str = ""
    year: int = 0


class Node(NamedTuple):
    """A circle: an organisation, or all of one kind."""

    pillar: str
    kind: str
    weight: int  # co-signatures
    member: Member | None = None
    members: int = 1

    def name(self, language: str) -> str:
        """Return its name."""
        one = self.member
        return (one.names.get(language) or one.name) if one else KINDS[self.kind].label(language)


class Network(NamedTuple):
    """What is drawn, and where: on a wide page and on a telephone."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]  # indexes of nodes, the strongest first
    wide: list[tuple[int, int, int]]
    tall: list[tuple[int, int, int]]
    organisations: int  # whether drawn or not
    alone: int
    years: tuple[int, ...]
    is_grouped: bool


class Stand(NamedTuple):
    """Who stands together, of those that take part."""

    members: dict[int, Member]
    pairs: dict[tuple[int, int], int]
    weights: Counter[int]
    places: dict[int, Place]
    years: tuple[int, ...]
    alone: int  # organisations that are meant and stand beside nobody


def tallied() -> Tally:
    """Return the figures of this process; `follow` and the lock are the caller's."""
    found: Tally = current_app.extensions.setdefault("portal.tally", Tally())
    return found


def network(session: Session, wanted: Wanted) -> Network:
    """Return the drawing of this moment; only what has happened since the last look is counted and drawn anew."""
    store: Kept[tuple[int, Wanted], Network] = current_app.extensions.setdefault("portal.networks", Kept(64))
    key = moment(), wanted
    return store.get(key) or store.put(key, _network(session, wanted))


def _network(session: Session, wanted: Wanted) -> Network:
    stand = _stand(session, wanted)
    if len(stand.members) > MOST and not wanted.kind:
        return _grouped(stand)
    shown = sorted(stand.members, key=lambda o: (-stand.weights[o], o))[:MOST]
    at = {one: index for index, one in enumerate(shown)}
    links = _strongest((at[a], at[b], number) for (a, b), number in stand.pairs.items() if a in at and b in at)
    nodes = tuple(Node(o.pillar, o.kind, stand.weights[one], o) for one in shown for o in [stand.members[one]])
    places = stood(shown, links, stand.places)
    weights = [node.weight for node in nodes]
    return Network(
        nodes, links, settle(places, weights, WIDE if len(shown) > FEW else AIRY), settle(places, weights, TALL),
        len(stand.members), stand.alone, stand.years, is_grouped=False,
    )  # fmt: skip


def _strongest(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (-link[2], link)))


def stood(shown: list[int], links: tuple[Link, ...], places: dict[int, Place]) -> list[Place]:
    """Say where each of `shown` stands; whoever is too new to be kept yet stands beside those it is linked with."""
    if all(one in places for one in shown):
        return [places[one] for one in shown]
    known = tuple((one, places[one]) for one in shown if one in places)
    return _arranged(tuple(shown), tuple((shown[a], shown[b], number) for a, b, number in links), known)


@lru_cache(maxsize=64)
def _arranged(shown: tuple[int, ...], links: tuple[Link, ...], known: tuple[tuple[int, Place], ...]) -> list[Place]:
    found = arrange(sorted(shown), sorted(links), dict(known))
    return [found[one] for one in shown]


def _stand(session: Session, wanted: Wanted) -> Stand:
    """Choose whom the address means, and those they stand with."""
    tally = tallied()
    with tally.lock:
        tally.follow(session)
        pairs = undirected((tally.yearly.get(wanted.year, Counter()) if wanted.year else tally.pairs).items())
        years = tuple(sorted((year for year, found in tally.yearly.items() if found.total()), reverse=True))
    everyone = queries.members(session)
    meant = {one for one, o in everyone.items() if wanted.pillar in {"", o.pillar} and wanted.kind in {"", o.kind}}
    pairs = {
        (a, b): number
        for (a, b), number in sorted(pairs.items())
        if a in everyone and b in everyone and (a in meant or b in meant)
    }
    weights: Counter[int] = Counter()
    for pair, number in pairs.items():
        weights.update(dict.fromkeys(pair, number))
    members = {one: o for one, o in everyone.items() if one in weights}
    return Stand(members, pairs, weights, kept(session), years, len(meant - set(weights)))


def _grouped(stand: Stand) -> Network:
    """Draw one circle for each kind, in the order of the reference, so that each has its seat."""
    numbers = Counter((o.pillar, o.kind) for o in stand.members.values())
    order = [(kind.pillar, key) for key, kind in KINDS.items() if (kind.pillar, key) in numbers]
    at = {key: index for index, key in enumerate(order)}
    weights: Counter[int] = Counter()
    links: Counter[tuple[int, int]] = Counter()  # of kinds
    for (a, b), number in stand.pairs.items():
        one, other = sorted(at[stand.members[o].pillar, stand.members[o].kind] for o in (a, b))
        weights.update(dict.fromkeys({one, other}, number))
        if one != other:
            links[one, other] += number
    nodes = tuple(Node(*key, weights[index], None, numbers[key]) for key, index in at.items())
    sizes = [node.members for node in nodes]
    wide = [(x + LEFT, y + ABOVE, radius) for x, y, radius in _seated(sizes, ROUND)]
    tall = _seated(sizes, HIGH)
    lines = _strongest((a, b, number) for (a, b), number in links.items())
    return Network(nodes, lines, wide, tall, len(stand.members), stand.alone, stand.years, is_grouped=True)


def _seated(sizes: list[int], frame: Frame) -> list[tuple[int, int, int]]:
    most, room = max(sizes), frame.largest - frame.smallest
    radii = [frame.smallest + round(room * (size / most) ** 0.5) for size in sizes]
    return [(x, y, radius) for (x, y), radius in zip(seats(len(sizes), frame), radii, strict=True)]


def values(session: Session, wanted: Wanted) -> dict[str, Any]:
    """Return what the template of the network's page draws."""
    found = network(session, wanted)
    names = [node.name(g.language) for node in found.nodes]
    most = max((number for _a, _b, number in found.links), default=1)
    rows = [_row(node, name, wanted) for node, name in zip(found.nodes, names, strict=True)]
    return {
        "wide": [(*place, *row, mark) for place, row, mark in zip(found.wide, rows, _marks(found, names), strict=True)],
        "tall": [(*place, *row) for place, row in zip(found.tall, rows, strict=True)],
        "links": [(a, b, round(5 * number / most)) for a, b, number in found.links[:LINES]],
        "lines_left_out": max(len(found.links) - LINES, 0),
        "heads": _heads(found),
        "rows": _table(found, names, rows),
        "is_grouped": found.is_grouped,
        "number": organisations_in_words(found.organisations),
        "alone": _n(
            "%(number)s more organisation takes part, and stands beside nobody yet.",
            "%(number)s more organisations take part, and stand beside nobody yet.",
            found.alone,
        )
        if found.alone
        else "",
        "left_out": 0 if found.is_grouped else found.organisations - len(found.nodes),
        "drawn": len(found.nodes),
        "years": [(str(year), str(year)) for year in found.years],
        "pillars": [(key, pillar.short(g.language)) for key, pillar in PILLARS.items()],
        "kinds": [(key, kind.label(g.language)) for key, kind in KINDS.items()],
        "legend": [(PILLARS[key].look, PILLARS[key].short(g.language)) for key in PILLARS if key in _drawn(found)],
    }


def _marks(found: Network, names: list[str]) -> Sequence[str | Mark | None]:
    """Name every kind; of organisations those that there is room for, or where they are many the busiest."""
    most = FEW if len(names) <= FEW else NAMED
    return names if found.is_grouped else marks(found.wide, names, PAPER, most)


def _drawn(found: Network) -> set[str]:
    return {node.pillar for node in found.nodes}


def _row(node: Node, name: str, wanted: Wanted) -> tuple[str, str, str]:
    """Return look, words and address of a circle."""
    many = _n("%(number)s co-signature", "%(number)s co-signatures", node.weight)
    look = PILLARS[node.pillar].look
    if node.member:
        words = _("%(name)s: %(co_signatures)s", name=name, co_signatures=many)
        return look, words, f"/{g.language}/organisations/{node.member.slug}"
    number = organisations_in_words(node.members)
    words = _("%(kind)s: %(organisations)s, %(co_signatures)s", kind=name, organisations=number, co_signatures=many)
    return look, words, url_for("portal.network", kind=node.kind, year=wanted.year or None)


def _table(found: Network, names: list[str], rows: list[tuple[str, str, str]]) -> list[tuple[str | Markup, ...]]:
    """List each circle with the same figures in words; its number is the one on a telephone's drawing."""
    beside: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for a, b, number in found.links:
        beside[a].append((-number, names[b]))
        beside[b].append((-number, names[a]))
    table = []
    for index, (node, name, row) in enumerate(zip(found.nodes, names, rows, strict=True)):
        follow = Markup(' rel="nofollow"') if found.is_grouped else ""
        link = Markup('<a href="{}"{}>{}</a>').format(row[2], follow, name)
        members = (formats.number(node.members, g.language),) if found.is_grouped else ()
        weight = formats.number(node.weight, g.language)
        pillar = PILLARS[node.pillar].short(g.language)
        table.append((str(index + 1), link, pillar, *members, weight, _beside(sorted(beside[index]))))
    return table


def _heads(found: Network) -> list[str]:
    if found.is_grouped:
        who = [_("Kind of organisation"), _("Pillar"), _("Organisations")]
    else:
        who = [_("Organisation"), _("Pillar")]
    return [_("Number"), *who, _("Co-signatures"), _("Stands together with")]


def _beside(others: list[tuple[int, str]]) -> str:
    said = ", ".join(f"{name} ({-number})" for number, name in others[:PARTNERS])
    left = len(others) - PARTNERS
    return said if left <= 0 else _("%(names)s and %(number)s more", names=said, number=left)
