"""Where the names stand beside the circles of a drawing: none covers another name or a circle."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import shorten
from typing import NamedTuple

from participation.web.lines import in_lines

LONGEST = 36  # signs, on two lines; the whole name is in the circle's title and in the table
LINE = LONGEST // 2
SIGN = 8.8  # wide, of the drawing's letters
RISE, FALL, STEP = 15, 5, 19  # of a line above and below its foot, and from foot to foot
AIR = 4
TRIES = 12

Box = tuple[float, float, float, float]  # left, top, right, bottom
Circle = tuple[int, int, int]  # x, y, radius


class Mark(NamedTuple):
    """A name beside a circle; y is the foot of its first line."""

    x: int
    y: int
    anchor: str
    lines: tuple[str, ...]

    @property
    def box(self) -> Box:
        """Return what it covers, rather too much than too little."""
        width = max(len(line) for line in self.lines) * SIGN
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - RISE, left + width, self.y + FALL + _deep(self.lines)


def cut(name: str) -> tuple[str, ...]:
    """Set a name on one line or two; shorten one that is longer at the end of a word, or within its only one."""
    whole = " ".join(name.split())
    found = shorten(whole, LONGEST, placeholder="…")
    return in_lines(found if len(found) > 1 else f"{whole[: LONGEST - 1]}…", LINE)


def marks(circles: Sequence[Circle], names: Sequence[str], size: tuple[int, int], most: int) -> list[Mark | None]:
    """Give at most so many circles their names, the first before the others, wherever there is room for one.

    Where there is room for all but for the order, whoever found none is served first in another try.
    """
    order, found = list(range(len(circles))), _served(range(len(circles)), circles, names, size, most)
    for _try in range(TRIES if len(circles) <= most else 0):
        left_out = [one for one in order if found[one] is None]
        order = left_out + [one for one in order if one not in left_out]
        found = max(found, _served(order, circles, names, size, most), key=_named) if left_out else found
    return found


def _served(
    order: Iterable[int],
    circles: Sequence[Circle],
    names: Sequence[str],
    size: tuple[int, int],
    most: int,
) -> list[Mark | None]:
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    found: list[Mark | None] = [None] * len(circles)
    for index in order:
        fitting = (mark for mark in _spots(circles[index], cut(names[index])) if _is_free(mark.box, taken, size))
        if _named(found) < most and (mark := next(fitting, None)):
            found[index] = mark
            taken.append(mark.box)
    return found


def _named(found: Iterable[Mark | None]) -> int:
    return sum(one is not None for one in found)


def _spots(circle: Circle, lines: tuple[str, ...]) -> Iterator[Mark]:
    """Try below, above, to the right and to the left; then below and above, from one edge of the circle on."""
    x, y, radius = circle
    deep = _deep(lines)
    heights = y + radius + RISE + AIR, y - radius - FALL - AIR - deep
    sides = (1, "start"), (-1, "end")
    yield from (Mark(x, height, "middle", lines) for height in heights)
    for way, anchor in sides:
        yield Mark(x + way * (radius + AIR + 3), y + FALL - deep // 2, anchor, lines)
    yield from (Mark(x - way * radius, height, anchor, lines) for height in heights for way, anchor in sides)


def _deep(lines: Sequence[str]) -> int:
    """Say how far the foot of the last line lies below that of the first."""
    return (len(lines) - 1) * STEP


def _is_free(box: Box, taken: Sequence[Box], size: tuple[int, int]) -> bool:
    inside = box[0] >= AIR and box[1] >= 0 and box[2] <= size[0] - AIR and box[3] <= size[1]
    return inside and not any(_meet(box, other) for other in taken)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
