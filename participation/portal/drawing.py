"""Where the circles of the network stand: the same rows make the same drawing, and a new one moves the rest little.

`arrange` gives every organisation a place on a square, which is kept from day to day; `settle` fits some of these
places into the frame of one picture, so that no two circles cover one another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import cos, hypot, pi, sin
from typing import NamedTuple

SIDE = 1000  # of the square
DRIFT = 20  # how far a kept place may move in one arrangement
ROUNDS, FEWER = 240, 60  # from nothing; around what is kept
PUSHES = 80
MARGIN = 6
GOLDEN = pi * (3 - 5**0.5)

Place = tuple[int, int]
Link = tuple[int, int, int]  # one, other, weight
Spot = list[float]


class Frame(NamedTuple):
    """The paper of a picture, the smallest and largest radius on it, and the air around."""

    width: int
    height: int
    smallest: int = 13
    largest: int = 30
    gap: int = 13  # between two circles


def arrange(
    ones: Sequence[int], links: Sequence[Link], kept: Mapping[int, Place], say: Callable[[int, int], None] | None = None
) -> dict[int, Place]:
    """Place each of `ones` on the square: what is linked draws near, what is `kept` stays where it was or close by.

    Before each round `say` is told how many of how many are done.
    """
    spots = _begun(ones, links, kept)
    room = 0.85 * SIDE / max(len(ones), 1) ** 0.5
    rounds = FEWER if kept else ROUNDS
    for turn in range(rounds):
        if say is not None:
            say(turn, rounds)
        _pull(spots, links, 0.06 * (1 - turn / rounds))
        _part(spots, room)
        for one, (x, y) in kept.items():
            if one in spots:
                spots[one][0] = _within(spots[one][0], x - DRIFT, x + DRIFT)
                spots[one][1] = _within(spots[one][1], y - DRIFT, y + DRIFT)
        for spot in spots.values():
            spot[:] = (_within(value, 0, SIDE) for value in spot)
    if not kept:
        _stretch(list(spots.values()), (0, 0), (SIDE, SIDE))
    return {one: (round(x), round(y)) for one, (x, y) in spots.items()}


def settle(places: Sequence[Place], weights: Sequence[int], frame: Frame) -> list[tuple[int, int, int]]:
    """Fit places into a frame, (x, y, radius) each, the weightiest largest."""
    most = max(weights, default=1) or 1
    sizes = [frame.smallest + (frame.largest - frame.smallest) * (weight / most) ** 0.5 for weight in weights]
    spots = [[float(x), float(y)] for x, y in places]
    edge = MARGIN + max(sizes, default=0)
    _stretch(spots, (edge, edge), (frame.width - edge, frame.height - edge))
    for _turn in range(PUSHES):
        if not _push(spots, sizes, frame):
            break
    return [(round(x), round(y), int(size)) for (x, y), size in zip(spots, sizes, strict=True)]


def seats(number: int, frame: Frame) -> list[Place]:
    """Place `number` circles down one side of a table and up the other: they stay whatever joins in elsewhere."""
    right = (number + 1) // 2
    away = MARGIN + frame.largest
    found = []
    for one in range(number):
        turn, many = (one, right) if one < right else (number - 1 - one, number - right)
        share = turn / (many - 1) if many > 1 else 0.5
        bow = (frame.width / 2 - away) * (1 - 0.55 * (2 * share - 1) ** 2)
        x = frame.width / 2 + (bow if one < right else -bow)
        found.append((round(x), round(away + share * (frame.height - 2 * away))))
    return found


def _begun(ones: Sequence[int], links: Iterable[Link], kept: Mapping[int, Place]) -> dict[int, Spot]:
    """Begin where it was kept, else beside those it is linked with, else on a spiral as seeds stand in a sunflower."""
    beside: dict[int, list[Place]] = defaultdict(list)
    for a, b, _weight in links:
        for one, other in ((a, b), (b, a)):
            if other in kept:
                beside[one].append(kept[other])
    found: dict[int, Spot] = {}
    for turn, one in enumerate(ones):
        far, angle = ((turn + 0.5) / len(ones)) ** 0.5 * SIDE / 2, one * GOLDEN
        middle = SIDE / 2, SIDE / 2
        if here := beside[one]:
            far, middle = SIDE / 20, (sum(x for x, _y in here) / len(here), sum(y for _x, y in here) / len(here))
        spot = kept.get(one) or (middle[0] + far * cos(angle), middle[1] + far * sin(angle))
        found[one] = [float(spot[0]), float(spot[1])]
    return found


def _pull(spots: Mapping[int, Spot], links: Iterable[Link], by: float) -> None:
    for a, b, weight in links:
        for axis in (0, 1):
            way = (spots[b][axis] - spots[a][axis]) * by * min(weight, 3) / 3
            spots[a][axis] += way
            spots[b][axis] -= way


def _part(spots: Mapping[int, Spot], room: float) -> None:
    """Move apart what stands closer than `room`, looking only around each: there may be hundreds."""
    cells: dict[Place, list[int]] = defaultdict(list)
    for one, (x, y) in spots.items():
        cells[int(x // room), int(y // room)].append(one)
    for one, spot in spots.items():
        column, row = int(spot[0] // room), int(spot[1] // room)
        near = (cells.get((column + dx, row + dy), ()) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        for other in (other for cell in near for other in cell if other > one):
            _apart(spot, spots[other], room)


def _apart(one: Spot, other: Spot, room: float) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    far = hypot(dx, dy)
    if far >= room:
        return False
    if far == 0:
        dx = far = 1.0
    for axis, way in ((0, dx), (1, dy)):
        one[axis] -= way / far * (room - far) / 2
        other[axis] += way / far * (room - far) / 2
    return True


def _push(spots: Sequence[Spot], sizes: Sequence[float], frame: Frame) -> bool:
    """Move apart what covers another, and keep everything inside the frame; tell whether anything moved."""
    moved = [
        _apart(spots[a], spots[b], sizes[a] + sizes[b] + frame.gap) for a, b in combinations(range(len(spots)), 2)
    ]  # all of them
    for spot, size in zip(spots, sizes, strict=True):
        spot[0] = _within(spot[0], size + MARGIN, frame.width - size - MARGIN)
        spot[1] = _within(spot[1], size + MARGIN, frame.height - size - MARGIN)
    return any(moved)


def _stretch(spots: Sequence[Spot], first: tuple[float, float], last: tuple[float, float]) -> None:
    """Spread what is there from one corner to the other; what has no extent goes to the middle."""
    for axis in (0, 1):
        low, high = min((s[axis] for s in spots), default=0), max((s[axis] for s in spots), default=0)
        for spot in spots:
            share = (spot[axis] - low) / (high - low) if high - low > 1 else 0.5
            spot[axis] = first[axis] + share * (last[axis] - first[axis])


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
