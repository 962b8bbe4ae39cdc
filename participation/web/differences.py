"""What changed between two texts, word by word; bounded, whatever the texts are."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

WORDS = re.compile(r"\S+\s*|\s+")
LINES = re.compile(r"[^\n]*\n+|[^\n]+")
MOST_PAIRS = 100_000  # equal pieces to weigh against one another; beyond, larger pieces are compared


class Piece(NamedTuple):
    """A run of words that is in both texts, or in one of them."""

    kind: str
    """`same`, `removed` or `added`."""
    words: str


def difference(old: str, new: str) -> list[Piece]:
    """List the pieces of both texts in reading order: what went before what came in its place.

    Words are compared; lines where the same few words stand so often that it would take long; else whole texts.
    """
    for pieces in (WORDS.findall, LINES.findall):
        before, after = pieces(old), pieces(new)
        if _pairs(before, after) <= MOST_PAIRS:
            return _joined(before, after)
    return [piece for piece in (Piece("removed", old), Piece("added", new)) if piece.words]


def _pairs(before: list[str], after: list[str]) -> int:
    there = Counter(after)
    return sum(number * there[piece] for piece, number in Counter(before).items())


def _joined(before: list[str], after: list[str]) -> list[Piece]:
    found: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(before[first:last])))
            continue
        found += [Piece("removed", "".join(before[first:last])), Piece("added", "".join(after[start:end]))]
    return [piece for piece in found if piece.words]
