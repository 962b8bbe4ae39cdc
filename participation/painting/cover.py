"""The picture that goes with a page wherever it is passed on: what, where, when, and who stands behind it."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from participation.painting.easel import Easel, Point, shapes
from participation.painting.lettering import BOLD, REGULAR, Face, first_that_holds, fitted, one_line, plain

WIDTH, HEIGHT = 1200, 630
# How it is painted: where that changes, so does every address.
DESIGN = hashlib.sha256(b"".join(part.read_bytes() for part in sorted(Path(__file__).parent.glob("*.py")))).hexdigest()
PAPER, INK, SOFT, EMPTY = "#ffffff", "#16222b", "#44525c", "#6b7780"
MARGIN, BAND = 64, 120
TITLES = tuple(Face(BOLD, size) for size in (84, 76, 68, 62, 56, 52, 48, 44, 40))
STRONG = Face(BOLD, 33)
NAMES, NAME_WIDTH = tuple(Face(BOLD, size) for size in (36, 32, 28, 24)), 290
SMALLS = tuple(Face(REGULAR, size) for size in (27, 25))
FACTS = tuple(Face(REGULAR, size) for size in (32, 30, 28, 26))
CHIPS = tuple(Face(BOLD, size) for size in (29, 27, 25, 23))
MIDDLE: Point = (944, 255)  # of the circle of those who stand together
ROUND, HUB, ALONE = 160, 66, 128
SEAT = 40
MOST = 12  # seats that are drawn; the words count them all
TEXT = 640  # width of what is read
VIEW = 48  # side of a pictogram, in its own units
# Where, and when: a pin and a leaf of a calendar.
PIN = (
    '<path fill-rule="evenodd" d="M24 3a16 16 0 0 1 16 16c0 11-11 20-16 26C19 39 8 30 8 19A16 16 0 0 1 24 3z'
    'm0 9a7 7 0 1 0 0 14 7 7 0 0 0 0-14z"/>'
)
LEAF = (
    '<path fill-rule="evenodd" d="M13 3h5v5h12V3h5v5h5a4 4 0 0 1 4 4v28a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V12a4 4 0 0 1 4-4'
    'h5zM10 19v19h28V19zm5 5h6v6h-6z"/>'
)


@dataclass(frozen=True)
class Brand:
    """Whose picture it is: name, logo as markup, colours by name, pictograms by look."""

    name: str
    logo: str
    colours: Mapping[str, str]
    pictograms: Mapping[str, str]

    @cached_property
    def fingerprint(self) -> str:
        """Another one whenever a picture would look otherwise, whatever it shows."""
        worn = self.name, self.logo, sorted(self.colours.items()), sorted(self.pictograms.items())
        return hashlib.sha256(repr((DESIGN, worn)).encode()).hexdigest()

    def tone(self, look: str, kind: str = "") -> str:
        """Return a colour of a look; what the campaign does not know is soft ink."""
        return self.colours.get(f"{look}{kind}", PAPER if kind == "-wash" else SOFT)


class Cover(NamedTuple):
    """All that a picture shows; an empty value leaves its place out."""

    look: str
    """Of whoever stands in the middle of the circle."""
    label: str
    title: str
    place: str
    day: str
    around: tuple[str, ...]
    """Looks of those who stand with it."""
    seats: int
    """How many it takes: those that are missing are drawn empty."""
    strong: str
    soft: str
    note: str = ""
    """Stands beside the label: that it is over, or how it went."""


def mark(cover: Cover, brand: Brand) -> str:
    """Return another mark whenever the picture would be another."""
    return hashlib.sha256(repr((brand.fingerprint, cover)).encode()).hexdigest()[:20]


def painted(cover: Cover, brand: Brand) -> bytes:
    """Paint the picture, and return it as PNG."""
    easel = Easel((WIDTH, HEIGHT), PAPER)
    easel.area((0, 0, WIDTH, HEIGHT - BAND), brand.tone(cover.look, "-wash"))
    _circle(easel, cover, brand)
    _read(easel, cover, brand)
    _band(easel, cover, brand)
    return easel.png()


def _circle(easel: Easel, cover: Cover, brand: Brand) -> None:
    """Draw who stands together: one in the middle, the others around it, and the seats that are still free."""
    taken = cover.around[:MOST]
    seats = [*taken, *[""] * (min(cover.seats, MOST) - len(taken))]
    size = min(SEAT, math.pi * ROUND / max(len(seats), 1) - 4)
    places = [_seat(number, len(seats)) for number in range(len(seats))]
    easel.disc(MIDDLE, ROUND + SEAT + 18, PAPER)
    for look, place in zip(seats, places, strict=True):
        if look:
            easel.line(MIDDLE, place, 7, brand.tone(look))
    for look, place in zip(seats, places, strict=True):
        if look:
            _seated(easel, brand, look, place, size)
        else:
            easel.disc(place, size, PAPER)
            easel.ring(place, size, 4, EMPTY, dashed=True)
    _seated(easel, brand, cover.look, MIDDLE, HUB if seats else ALONE)


def _seat(number: int, of: int) -> Point:
    turn = 2 * math.pi * number / of - math.pi / 2
    return MIDDLE[0] + ROUND * math.cos(turn), MIDDLE[1] + ROUND * math.sin(turn)


def _seated(easel: Easel, brand: Brand, look: str, at: Point, radius: float) -> None:
    easel.disc(at, radius + 6, PAPER)
    easel.disc(at, radius, brand.tone(look))
    side = radius * 1.18
    _drawing(easel, brand.pictograms.get(look, ""), (at[0] - side / 2, at[1] - side / 2), side / VIEW, PAPER)


def _drawing(easel: Easel, markup: str, at: Point, scale: float, colour: str) -> None:
    for shape, _own, _class in shapes(markup):
        easel.shape(shape, at, scale, colour)


def _read(easel: Easel, cover: Cover, brand: Brand) -> None:
    """Write from above what it is and who asks, then the title in what is left, then where and when."""
    top = MARGIN - 8
    ink = brand.tone(cover.look, "-ink")
    if cover.label:
        _label(easel, cover, brand, top)
        top += 80
    facts = [(drawing, words) for drawing, words in ((PIN, cover.place), (LEAF, cover.day)) if words]
    low = HEIGHT - BAND - 34 - 46 * len(facts)
    title = fitted(cover.title, TEXT, low - top - 14, TITLES)
    line = top + title.face.size
    for words in title.lines:
        easel.words((MARGIN - 3, line), words, title.face, INK)
        line += title.face.step
    for drawing, words in facts:
        low += 46
        _drawing(easel, drawing, (MARGIN, low - 27), 30 / VIEW, ink)
        easel.line_of((MARGIN + 46, low), words, TEXT - 46, FACTS, INK)


def _label(easel: Easel, cover: Cover, brand: Brand, top: int) -> None:
    ink, width = brand.tone(cover.look, "-ink"), TEXT - 70
    words = plain(f"{cover.label} · {cover.note}" if cover.note else cover.label)
    face = first_that_holds(words, width, CHIPS)
    words = one_line(words, width, face)
    easel.rounded((MARGIN, top, MARGIN + 70 + round(face.width(words)), top + 54), 27, PAPER)
    _drawing(easel, brand.pictograms.get(cover.look, ""), (MARGIN + 14, top + 12), 30 / VIEW, ink)
    easel.words((MARGIN + 50, top + 37), words, face, ink)


def _band(easel: Easel, cover: Cover, brand: Brand) -> None:
    """Write below how much support there is, and whose platform this is."""
    top = HEIGHT - BAND
    easel.area((0, top, WIDTH, HEIGHT), brand.colours.get("band", INK))
    on = brand.colours.get("on-band", PAPER)
    signed = _signed(easel, brand, on, top)
    width = signed - MARGIN - 40
    if cover.soft:
        easel.line_of((MARGIN, top + 54), cover.strong, width, (STRONG,), on)
        easel.line_of((MARGIN, top + 91), cover.soft, width, SMALLS, on)
    else:
        easel.line_of((MARGIN, top + 72), cover.strong, width, (STRONG,), on)


def _signed(easel: Easel, brand: Brand, on: str, top: int) -> int:
    """Put logo and name to the right; return where they begin."""
    name = fitted(brand.name, NAME_WIDTH, BAND - 30, NAMES)
    begin = WIDTH - MARGIN - round(max(name.face.width(line) for line in name.lines))
    line = top + (BAND - name.height) // 2 + round(name.face.size * 0.9)
    for words in name.lines:
        easel.words((begin, line), words, name.face, on)
        line += name.face.step
    if not (logo := _logo(brand.logo)):
        return begin
    side = 52
    middle = begin - 20 - 38, top + BAND // 2
    easel.disc(middle, 38, PAPER)
    for markup, colour, scale in logo:
        at = middle[0] - side / 2, middle[1] - side / 2 + 1
        for shape, own, _class in shapes(markup):
            easel.shape(shape, at, side * scale, own or colour)
    return round(middle[0] - 38)


def _logo(markup: str) -> Sequence[tuple[str, str, float]]:
    """Return the drawing with the scale that makes its side 1; nothing where it is more than paths and circles."""
    view = markup.partition('viewBox="')[2].partition('"')[0].replace(",", " ").split()
    try:
        left, high, wide, tall = (float(one) for one in view)
        shapes(markup)
    except ValueError:
        return ()
    return ((markup, INK, 1 / max(wide, tall)),) if left == high == 0 else ()
