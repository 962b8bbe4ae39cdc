"""Letters: the font, which signs it has, and how words are set into a box."""

from functools import cache
from typing import NamedTuple
from unicodedata import normalize

import fontpkg_atkinson_hyperlegible as atkinson
from fontTools.ttLib import TTFont
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

REGULAR, BOLD = "Regular", "Bold"
LEADING = 1.14  # of the size, from line to line
CUT = "…"
LOOSE = " ,;:-\u2013\u00a0"  # does not stand before it
SHORTEST_PART = 4  # letters of a word that stand before or behind a break
INSTEAD = str.maketrans({"\u202f": "\u00a0", "\t": " ", "\r": " ", "\n": " "})  # the font knows one space that holds


class Face(NamedTuple):
    """A weight at a size in pixels."""

    weight: str
    size: int

    def font(self) -> FreeTypeFont:
        """Return it loaded."""
        return _font(self)

    def width(self, words: str) -> float:
        """Measure one line."""
        return self.font().getlength(words)

    @property
    def step(self) -> int:
        """How far the next line stands below."""
        return round(self.size * LEADING)


class Block(NamedTuple):
    """Words set in lines."""

    face: Face
    lines: tuple[str, ...]

    @property
    def height(self) -> int:
        """How much room the lines take."""
        return self.face.step * len(self.lines)


def plain(words: str) -> str:
    """Bring words into the signs the font has, in one line; a sign it lacks would be an empty box."""
    known = _signs()
    whole = "".join(sign for sign in normalize("NFC", words).translate(INSTEAD) if ord(sign) in known)
    return " ".join(part for part in whole.split(" ") if part)


def fitted(words: str, width: int, height: int, faces: tuple[Face, ...]) -> Block:
    """Set words as large as they fit, in lines of about one length; with the last face what is too much is cut."""
    words = plain(words)
    for face in faces:
        lines = _broken(words, width, face, split=False)
        if lines and len(lines) * face.step <= height and all(face.width(line) <= width for line in lines):
            return Block(face, _balanced(lines, words, width, face))
    face = faces[-1]
    return Block(face, _cut(_broken(words, width, face, split=True), max(1, height // face.step), width, face))


def first_that_holds(words: str, width: int, faces: tuple[Face, ...]) -> Face:
    """Choose the first face in which one line holds the words, or the last."""
    return next((face for face in faces if face.width(words) <= width), faces[-1])


def one_line(words: str, width: int, face: Face) -> str:
    """Cut words at the end where one line does not hold them."""
    return _cut((plain(words),), 1, width, face)[0]


def _broken(words: str, width: float, face: Face, *, split: bool) -> tuple[str, ...]:
    """Break at spaces, a word longer than a line inside itself where that is allowed."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer) <= width:
            lines[-1] = longer
        else:
            lines += _parts(word, width, face) if split else [word]
    return tuple(lines)


def _parts(word: str, width: float, face: Face) -> list[str]:
    """Take a word apart, with a hyphen where it is broken."""
    parts = []
    while face.width(word) > width and len(word) > 2 * SHORTEST_PART:
        room = max(n for n in range(1, len(word)) if n == 1 or face.width(f"{word[:n]}-") <= width)
        at = max(1, min(room, len(word) - SHORTEST_PART))
        parts.append(word[:at] if word[at - 1] == "-" else f"{word[:at]}-")
        word = word[at:]
    return [*parts, word]


def _balanced(lines: tuple[str, ...], words: str, width: int, face: Face) -> tuple[str, ...]:
    """Find the narrowest setting in as many lines, so that no word stands alone at the end."""
    low, high, best = 0, width, lines
    while low + 1 < high:
        middle = (low + high) // 2
        tried = _broken(words, middle, face, split=False)
        if len(tried) == len(lines) and all(face.width(line) <= middle for line in tried):
            high, best = middle, tried
        else:
            low = middle
    return best


def _cut(lines: tuple[str, ...], most: int, width: int, face: Face) -> tuple[str, ...]:
    """Keep the first lines, and end the last at a word where anything was left out."""
    kept = list(lines[:most])
    last, rest = kept[-1], len(lines) > most
    if not rest and face.width(last) <= width:
        return tuple(kept)
    while last and face.width(last + CUT) > width:
        shorter = last.rsplit(" ", 1)[0]
        last = shorter if shorter != last else last[:-1]
    return (*kept[:-1], last.rstrip(LOOSE) + CUT)


@cache
def _signs() -> frozenset[int]:
    with TTFont(_path(REGULAR), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _font(face: Face) -> FreeTypeFont:
    return ImageFont.truetype(_path(face.weight), face.size)


def _path(weight: str) -> str:
    return str(atkinson.ROOT / "files" / f"AtkinsonHyperlegible-{weight}.ttf")
