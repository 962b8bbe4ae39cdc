"""Where the names stand beside the circles of a drawing: none covers another name or a circle."""

from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import NamedTuple

LONGEST = 30  # signs; the whole name is in the circle's title and in the table
SIGN = 9.4  # wide, of the drawing's letters
RISE, FALL = 15, 5  # of a line above and below its foot
AIR = 4

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Mark(NamedTuple):
    """A name beside a circle."""

    x: int
    y: int
    anchor: str
    words: str

    @property
    def box(self) -> Box:
        """Return what it covers, rather too much than too little."""
        width = len(self.words) * SIGN
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - RISE, left + width, self.y + FALL


def cut(name: str) -> str:
    """Shorten a name at the end of a word, or within its only one."""
    whole = " ".join(name.split())
    found = shorten(whole, LONGEST, placeholder="…")
    return found if len(found) > 1 else f"{whole[: LONGEST - 1]}…"


def marks(
    circles: Sequence[tuple[int, int, int]], names: Sequence[str], size: tuple[int, int], most: int
) -> list[Mark | None]:
    """Give at most so many circles their names, the first before the others, wherever there is room for one."""
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    found: list[Mark | None] = [None] * len(circles)
    left = most
    for index, (circle, name) in enumerate(zip(circles, names, strict=True)):
        fitting = (mark for mark in _spots(circle, cut(name)) if _is_free(mark.box, taken, size))
        if left and (mark := next(fitting, None)):
            found[index] = mark
            taken.append(mark.box)
            left -= 1
    return found


def _spots(circle: tuple[int, int, int], words: str) -> Iterator[Mark]:
    """Try below, above, to the right and to the left."""
    x, y, radius = circle
    yield Mark(x, y + radius + RISE + AIR, "middle", words)
    yield Mark(x, y - radius - FALL - AIR, "middle", words)
    yield Mark(x + radius + AIR + 3, y + FALL, "start", words)
    yield Mark(x - radius - AIR - 3, y + FALL, "end", words)


def _is_free(box: Box, taken: Sequence[Box], size: tuple[int, int]) -> bool:
    inside = box[0] >= AIR and box[1] >= 0 and box[2] <= size[0] - AIR and box[3] <= size[1]
    return inside and not any(_meet(box, other) for other in taken)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
