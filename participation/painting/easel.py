"""A sheet that is painted on: outlines, discs, lines and words, each smooth at its edges."""

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree as ET

from fontTools.svgLib.path import parse_path
from PIL import Image, ImageChops, ImageDraw

from participation.icons import Outline
from participation.painting.lettering import Face, first_that_holds, one_line, plain

Point = tuple[float, float]
Line = tuple[Point, ...]
FINE = 4  # shapes are drawn this much larger, then made small
CORNERS = 72  # of what stands for a circle
COLOURS = 128  # of the finished picture: flat ones, and what lies between them at the edges
DASHES = 16


class Shape(NamedTuple):
    """Closed lines that are filled: together, or where an odd number of them lie over one another."""

    lines: tuple[Line, ...]
    odd: bool


class Easel:
    """A sheet of one colour, to be painted from back to front; lengths are pixels."""

    def __init__(self, size: tuple[int, int], ground: str) -> None:
        """Start with an empty sheet."""
        self.sheet = Image.new("RGB", size, ground)

    def area(self, box: tuple[int, int, int, int], colour: str) -> None:
        """Fill a rectangle with straight edges."""
        ImageDraw.Draw(self.sheet).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=colour)

    def rounded(self, box: tuple[int, int, int, int], radius: int, colour: str) -> None:
        """Fill a rectangle with round corners."""
        inside = (0, 0, (box[2] - box[0]) * FINE - 1, (box[3] - box[1]) * FINE - 1)
        self._stamp(box, colour, lambda pen: pen.rounded_rectangle(inside, radius * FINE, fill=1))

    def disc(self, centre: Point, radius: float, colour: str) -> None:
        """Fill a circle."""
        box = _around(centre, radius)
        inside = _inside(box, centre, radius)
        self._stamp(box, colour, lambda pen: pen.ellipse(inside, fill=1))

    def ring(self, centre: Point, radius: float, width: float, colour: str, *, dashed: bool = False) -> None:
        """Draw a circle's line, inside of its radius."""
        box = _around(centre, radius)
        inside = _inside(box, centre, radius)
        turn = 360 / DASHES
        arcs = [(n * turn, n * turn + turn * 0.58) for n in range(DASHES)] if dashed else [(0, 360)]

        def draw(pen: ImageDraw.ImageDraw) -> None:
            for begin, end in arcs:
                pen.arc(inside, begin, end, fill=1, width=round(width * FINE))

        self._stamp(box, colour, draw)

    def line(self, begin: Point, end: Point, width: float, colour: str) -> None:
        """Draw a straight line."""
        xs, ys = sorted((begin[0], end[0])), sorted((begin[1], end[1]))
        box = (
            math.floor(xs[0] - width),
            math.floor(ys[0] - width),
            math.ceil(xs[1] + width),
            math.ceil(ys[1] + width),
        )
        placed = [((x - box[0]) * FINE, (y - box[1]) * FINE) for x, y in (begin, end)]
        self._stamp(box, colour, lambda pen: pen.line(placed, fill=1, width=round(width * FINE)))

    def shape(self, shape: Shape, at: Point, scale: float, colour: str) -> None:
        """Fill a shape, its own origin at a point."""
        ends = [(x * scale + at[0], y * scale + at[1]) for line in shape.lines for x, y in line]
        if not ends:
            return
        left, top = math.floor(min(x for x, _y in ends)), math.floor(min(y for _x, y in ends))
        right, bottom = math.ceil(max(x for x, _y in ends)) + 1, math.ceil(max(y for _x, y in ends)) + 1
        size = (right - left) * FINE, (bottom - top) * FINE
        mask = Image.new("1", size)
        laid = ImageChops.logical_xor if shape.odd else ImageChops.logical_or
        for line in shape.lines:
            one = Image.new("1", size)
            placed = [((x * scale + at[0] - left) * FINE, (y * scale + at[1] - top) * FINE) for x, y in line]
            ImageDraw.Draw(one).polygon(placed, fill=1)
            mask = laid(mask, one)
        self._paste(mask, (left, top), colour)

    def words(self, at: Point, words: str, face: Face, colour: str) -> None:
        """Write one line; the point is the left end of its base line."""
        ImageDraw.Draw(self.sheet).text(at, words, font=face.font(), fill=colour, anchor="ls")

    def line_of(self, at: Point, words: str, width: int, faces: tuple[Face, ...], colour: str) -> None:
        """Write one line with the first face in which it fits, cut where it fits in none."""
        said = plain(words)
        face = first_that_holds(said, width, faces)
        self.words(at, one_line(said, width, face), face, colour)

    def png(self) -> bytes:
        """Return the picture as a file, in as few colours as it takes."""
        file = BytesIO()
        few = self.sheet.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(file, "PNG", optimize=True)
        return file.getvalue()

    def _stamp(
        self, box: tuple[int, int, int, int], colour: str, draw: Callable[[ImageDraw.ImageDraw], object]
    ) -> None:
        mask = Image.new("1", ((box[2] - box[0]) * FINE, (box[3] - box[1]) * FINE))
        draw(ImageDraw.Draw(mask))
        self._paste(mask, box[:2], colour)

    def _paste(self, mask: Image.Image, at: tuple[int, int], colour: str) -> None:
        self.sheet.paste(colour, (*at, at[0] + mask.width // FINE, at[1] + mask.height // FINE), _small(mask))


def _small(mask: Image.Image) -> Image.Image:
    return mask.convert("L").reduce(FINE)


def _around(centre: Point, radius: float) -> tuple[int, int, int, int]:
    x, y = centre
    return math.floor(x - radius), math.floor(y - radius), math.ceil(x + radius) + 1, math.ceil(y + radius) + 1


def _inside(box: tuple[int, int, int, int], centre: Point, radius: float) -> tuple[float, float, float, float]:
    x, y = (centre[0] - box[0]) * FINE, (centre[1] - box[1]) * FINE
    return x - radius * FINE, y - radius * FINE, x + radius * FINE, y + radius * FINE


@lru_cache(maxsize=200)
def shapes(markup: str) -> tuple[tuple[Shape, str, str], ...]:
    """Read the paths and circles of a drawing: shape, colour and class; raise `ValueError` for what is beyond that."""
    try:
        root = ET.fromstring(f"<g>{markup}</g>")  # noqa: S314  # our own drawing, or the installation's
        return tuple(_read(root))
    except (ET.ParseError, KeyError, NotImplementedError) as error:
        raise ValueError(markup) from error


def _read(parent: ET.Element) -> Iterable[tuple[Shape, str, str]]:
    for part in parent:
        name = part.tag.rsplit("}", 1)[-1]
        if name in {"svg", "g"} and not part.get("transform"):
            yield from _read(part)
        elif name in {"path", "circle"}:
            turned = tuple(tuple(_turned(p, part.get("transform", "")) for p in line) for line in _lines(name, part))
            yield Shape(turned, part.get("fill-rule") == "evenodd"), part.get("fill", ""), part.get("class", "")
        elif name not in {"title", "desc"}:
            raise ValueError(name)


def _lines(name: str, part: ET.Element) -> list[Line]:
    if name == "circle":
        x, y, radius = (float(part.attrib[key]) for key in ("cx", "cy", "r"))
        turns = [2 * math.pi * n / CORNERS for n in range(CORNERS)]
        return [tuple((x + radius * math.cos(a), y + radius * math.sin(a)) for a in turns)]
    pen = Outline()
    parse_path(part.attrib["d"], pen)
    return [tuple(line) for line in pen.lines]


def _turned(point: Point, said: str) -> Point:
    """Move a point as `rotate(angle x y)` or `translate(x y)` says; raise `ValueError` for any other wish."""
    if not said:
        return point
    kind, _, rest = said.strip().rstrip(")").partition("(")
    numbers = [float(one) for one in rest.replace(",", " ").split()]
    if kind == "translate":
        return point[0] + numbers[0], point[1] + (numbers[1] if len(numbers) > 1 else 0)
    if kind != "rotate":
        raise ValueError(said)
    angle, x, y = (*numbers, 0.0, 0.0)[:3]
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x + (point[0] - x) * cos - (point[1] - y) * sin, y + (point[0] - x) * sin + (point[1] - y) * cos
