"""The map: how many public initiatives there are in each province, Brussels included."""

from typing import Any

from flask import g, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from participation.languages import text as _
from participation.languages import texts as _n
from participation.places.data import provinces
from participation.places.outlines import outlines
from participation.portal.network import tallied
from participation.web import formats

SHADES = 4  # beside the one of nothing


def steps(most: int) -> list[tuple[int, int]]:
    """Part 1 to `most` into at most four ranges of about the same width."""
    ends = sorted({-(-most * one // SHADES) for one in range(1, SHADES + 1)} - {0})
    return [(low + 1, high) for low, high in zip([0, *ends], ends, strict=False)]


def shaded(number: int, ranges: list[tuple[int, int]]) -> int:
    """Return the shade of a number, the fullest for the last range; 0 where there is nothing."""
    at = next((at for at, (low, high) in enumerate(ranges, 1) if low <= number <= high), 0)
    return at and at + SHADES - len(ranges)


def values(session: Session) -> dict[str, Any]:
    """Return what the template of the map draws."""
    tally = tallied()
    with tally.lock:
        tally.follow(session)
        numbers = {key: tally.by["province"][key] for key in provinces()}
    ranges = steps(max(numbers.values()))
    paper = outlines()
    areas = [(paper.areas[key], _area(key, number, ranges)) for key, number in numbers.items()]
    # Brussels lies inside another province: what is drawn last can be pressed.
    areas.sort(key=lambda row: len(row[0].path), reverse=True)
    here = sorted(numbers, key=lambda key: (-numbers[key], provinces()[key].names[g.language]))
    return {
        "paper": paper,
        "areas": [(area.path, area.x, area.y, *row) for area, row in areas],
        "legend": [(0, _("none"))] + [(shaded(one[0], ranges), _range(*one)) for one in ranges],
        "rows": [(_link(key), formats.number(numbers[key], g.language)) for key in here],
        "total": _n("%(number)s public initiative", "%(number)s public initiatives", sum(numbers.values())),
        "is_empty": not sum(numbers.values()),
    }


def _area(key: str, number: int, ranges: list[tuple[int, int]]) -> tuple[str, str, int, str]:
    """Return address, words, shade and number of a province."""
    name = provinces()[key].names[g.language]
    words = _n("%(province)s: %(number)s initiative", "%(province)s: %(number)s initiatives", number, province=name)
    return _address(key), words, shaded(number, ranges), formats.number(number, g.language)


def _address(key: str) -> str:
    return url_for("portal.index", province=key)


def _link(key: str) -> Markup:
    name = provinces()[key].names[g.language]
    return Markup('<a href="{}" rel="nofollow">{}</a>').format(_address(key), name)


def _range(low: int, high: int) -> str:
    first, last = formats.number(low, g.language), formats.number(high, g.language)
    return first if low == high else _("%(first)s to %(last)s", first=first, last=last)
