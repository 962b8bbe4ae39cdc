"""Where the circles of the network stand: the same rows make the same drawing, in whole numbers."""

from collections.abc import Sequence
from itertools import combinations
from math import cos, hypot, pi, sin

WIDTH, HEIGHT = 440, 370
SMALLEST, LARGEST = 13, 30  # radius
ROUNDS = 240
GAP = 16  # between two circles
MARGIN = 6
GOLDEN = pi * (3 - 5**0.5)

Link = tuple[int, int, int]  # index, index, weight


def lay_out(number: int, links: Sequence[Link]) -> list[tuple[int, int, int]]:
    """Place `number` circles, (x, y, radius) each: what is linked draws near, and no two overlap."""
    weights = [sum(w for a, b, w in links if one in (a, b)) for one in range(number)]
    most = max(weights, default=1) or 1
    sizes = [SMALLEST + (LARGEST - SMALLEST) * (weight / most) ** 0.5 for weight in weights]
    places = [_start(one, number) for one in range(number)]
    for turn in range(ROUNDS):
        _pull(places, links, 0.06 * (1 - turn / ROUNDS))
        _push(places, sizes)
    _spread(places, sizes)
    return [(round(x), round(y), round(size)) for (x, y), size in zip(places, sizes, strict=True)]


def _start(one: int, number: int) -> list[float]:
    """Begin on a spiral from the middle, as seeds stand in a sunflower."""
    far = ((one + 0.5) / number) ** 0.5
    return [WIDTH / 2 + far * 0.48 * WIDTH * cos(one * GOLDEN), HEIGHT / 2 + far * 0.48 * HEIGHT * sin(one * GOLDEN)]


def _pull(places: list[list[float]], links: Sequence[Link], by: float) -> None:
    for a, b, weight in links:
        for axis in (0, 1):
            way = (places[b][axis] - places[a][axis]) * by * min(weight, 3) / 3
            places[a][axis] += way
            places[b][axis] -= way


def _push(places: list[list[float]], sizes: Sequence[float]) -> None:
    """Move apart what comes too close, and keep everything inside the frame."""
    for a, b in combinations(range(len(places)), 2):
        dx, dy = places[b][0] - places[a][0], places[b][1] - places[a][1]
        far = hypot(dx, dy) or 1.0
        missing = sizes[a] + sizes[b] + GAP * 2 - far
        if missing > 0:
            for axis, way in ((0, dx), (1, dy)):
                places[a][axis] -= way / far * missing / 2
                places[b][axis] += way / far * missing / 2
    for place, size in zip(places, sizes, strict=True):
        place[0] = min(max(place[0], size + MARGIN), WIDTH - size - MARGIN)
        place[1] = min(max(place[1], size + MARGIN), HEIGHT - size - MARGIN)


def _spread(places: list[list[float]], sizes: Sequence[float]) -> None:
    """Stretch the drawing to its frame."""
    for axis, length in ((0, WIDTH), (1, HEIGHT)):
        low = min((p[axis] - s for p, s in zip(places, sizes, strict=True)), default=0)
        high = max((p[axis] + s for p, s in zip(places, sizes, strict=True)), default=1)
        if high - low < 1:
            continue
        factor = (length - 2 * MARGIN) / (high - low)
        for place in places:
            place[axis] = MARGIN + (place[axis] - low) * factor
    for place, size in zip(places, sizes, strict=True):
        place[0] = min(max(place[0], size + MARGIN), WIDTH - size - MARGIN)
        place[1] = min(max(place[1], size + MARGIN), HEIGHT - size - MARGIN)
