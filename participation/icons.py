"""The brand as small pictures, for browsers and telephones that take no SVG: drawn from its `icon.svg`."""

import cmath
import math
import re
import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

Point = tuple[float, float]
Colour = tuple[int, int, int]
WHITE = (255, 255, 255)
FINE = 4  # lines looked at in each row of pixels
BENDS = 24  # straight pieces of one curve
NUMBER = re.compile(r"-?[\d.]+")
VIEW = 48  # the side of the drawing, in its own units


class Outline(BasePen):  # type: ignore[misc]  # fontTools is not typed
    """Keeps the corners of what is drawn, curves as many short lines."""

    def __init__(self) -> None:
        """Start with no line."""
        super().__init__(None)
        self.lines: list[list[Point]] = []

    def _moveTo(self, at: Point) -> None:  # noqa: N802  # named by fontTools
        self.lines.append([at])

    def _lineTo(self, at: Point) -> None:  # noqa: N802  # named by fontTools
        self.lines[-1].append(at)

    def _curveToOne(self, first: Point, second: Point, last: Point) -> None:  # noqa: N802  # named by fontTools
        begin = self.lines[-1][-1]
        for step in range(1, BENDS + 1):
            t = step / BENDS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            corners = tuple(zip(weights, (begin, first, second, last), strict=True))
            self.lines[-1].append((sum(w * p[0] for w, p in corners), sum(w * p[1] for w, p in corners)))


def shapes(svg: str) -> Iterator[tuple[Colour, list[list[Point]]]]:
    """Read each path of the drawing: its colour and its outline."""
    for path in ET.fromstring(svg):  # noqa: S314  # our own file
        pen = Outline()
        parse_path(path.attrib["d"], pen)
        fill, turn = path.attrib["fill"], [float(found) for found in NUMBER.findall(path.get("transform", ""))]
        lines = [[_turned(point, *turn) for point in line] for line in pen.lines] if turn else pen.lines
        yield (int(fill[1:3], 16), int(fill[3:5], 16), int(fill[5:7], 16)), lines


def _turned(point: Point, angle: float, x: float, y: float) -> Point:
    """Turn a point around (x, y), as `rotate(angle x y)` says."""
    turned = (complex(*point) - complex(x, y)) * cmath.rect(1, math.radians(angle)) + complex(x, y)
    return turned.real, turned.imag


def png(svg: str, side: int, margin: float = 0, *, opaque: bool = False) -> bytes:
    """Draw the icon as a square picture; `margin` is a part of its side, and an opaque one stands on white."""
    pixels = [[(*WHITE, 255 if opaque else 0)] * side for _row in range(side)]
    scale, shift = side * (1 - 2 * margin) / VIEW, side * margin
    for colour, lines in shapes(svg):
        placed = [[(x * scale + shift, y * scale + shift) for x, y in line] for line in lines]
        for row, covered in enumerate(_coverage(placed, side)):
            for column, part in covered.items():
                pixels[row][column] = _mixed(pixels[row][column], colour, min(part, 1.0))
    body = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in pixels)
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(body, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def ico(svg: str, sides: tuple[int, ...] = (16, 32, 48)) -> bytes:
    """Put several sizes into one file."""
    pictures = [png(svg, side) for side in sides]
    start = 6 + 16 * len(sides)
    rows, at = b"", start
    for side, picture in zip(sides, pictures, strict=True):
        rows += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return struct.pack("<HHH", 0, 1, len(sides)) + rows + b"".join(pictures)


def _coverage(lines: list[list[Point]], side: int) -> Iterator[dict[int, float]]:
    """Say for each row which pixels the shape covers, and how much of each."""
    edges = [pair for line in lines for pair in pairwise([*line, line[0]])]
    for row in range(side):
        covered: dict[int, float] = {}
        for fine in range(FINE):
            y = row + (fine + 0.5) / FINE
            crossed = sorted(
                x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges if (y1 <= y) != (y2 <= y)
            )
            for left, right in zip(crossed[::2], crossed[1::2], strict=True):
                for column in range(max(0, math.floor(left)), min(side, math.ceil(right))):
                    part = min(right, column + 1) - max(left, column)
                    covered[column] = covered.get(column, 0) + part / FINE
        yield covered


def _mixed(under: tuple[int, ...], colour: Colour, part: float) -> tuple[int, int, int, int]:
    """Lay a colour over a pixel."""
    seen = under[3] / 255 * (1 - part)
    whole = part + seen
    red, green, blue = (
        round((new * part + old * seen) / whole) if whole else old for new, old in zip(colour, under[:3], strict=True)
    )
    return red, green, blue, round(whole * 255)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
