"""What a list says about itself: how much was found, and which filters are on, each with a way to take it off."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import g

from participation.languages import text as _
from participation.languages import texts as _n
from participation.portal.listing import PAGE, Wanted
from participation.web import formats
from participation.web.limits import Pace, network, require_pace

SEARCHES = Pace("searches", 120, 60)  # a school or a town hall is one network


def require_calm(typed: str) -> None:
    """Count one search of this network, and raise `TooMany` beyond the limit; only a page that is drawn is a search."""
    if typed.strip():
        require_pace(SEARCHES, network())


def words(number: int, page: int, *, more: bool) -> str:
    """Say how many there are without counting what is not shown."""
    if page == 1 and not more:
        return _n("%(number)s initiative found", "%(number)s initiatives found", number)
    first = (page - 1) * PAGE + 1
    if more and page == 1:
        return _("More than %(number)s initiatives found", number=PAGE)
    return _("Initiatives %(first)s to %(last)s", first=first, last=first + number - 1)


def chips(
    wanted: Wanted, labels: Mapping[str, Mapping[str, str]], given: Mapping[str, str], here: str
) -> list[tuple[str, str]]:
    """List each filter that is on in words, with the address of the list without it."""
    rows = [("q", wanted.q, _("Search")), ("municipality", _place(wanted, given), _("Municipality"))]
    rows += [
        ("province", _label(labels, "province", wanted.province), _("Province")),
        ("month", formats.month(wanted.month[0], g.language) if wanted.month else "", _("Month")),
        ("audience", _label(labels, "audience", wanted.audience), _("For whom")),
        ("kind", _label(labels, "kind", wanted.kind), _("Proposed by")),
        ("pillar", _label(labels, "pillar", wanted.pillar), _("Partners asked")),
        ("state", _label(labels, "state", wanted.state), _("State")),
        ("language", _label(labels, "language", wanted.language), _("Language of the text")),
    ]
    return [
        (f"{label}{formats.COLON[g.language]} {value}", _without(name, given, here))
        for name, value, label in rows
        if value
    ]


def _place(wanted: Wanted, given: Mapping[str, str]) -> str:
    return given.get("municipality", "") if wanted.municipality else ""


def _label(labels: Mapping[str, Mapping[str, str]], name: str, value: str) -> str:
    return str(labels[name].get(value, value)) if value else ""


def _without(name: str, given: Mapping[str, str], here: str) -> str:
    rest = {key: value for key, value in given.items() if key not in {name, "page"} and value}
    return f"{here}?{urlencode(rest)}" if rest else here
