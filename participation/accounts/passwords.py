"""Passwords, kept as argon2, and which ones are not taken.

There are no rules of composition: length is what counts. What others would try first is refused: the ten thousand
commonest passwords, also with digits or signs after them; and by rule what such lists, mostly English, do not hold: one
or two words common here with digits, signs or repeats around them, in the spellings everybody knows.
"""

import re
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from participation.errors import Problem

SHORTEST, LONGEST_NEW = 12, 200  # characters of a new password
FEW = 4  # letters that a password must hold beside common words
MOST_TRIED = 10_000  # of the list of the commonest, commonest first
MOST_WORDS = 2  # three of them are a phrase
LONGEST = 1024  # characters that are looked at: a megabyte would only cost time

COMMON = tuple(
    sorted(Path(__file__).with_name("common.txt").read_text(encoding="ascii").split(), key=len, reverse=True)
)  # the longest first, so that a word is found before its parts
_SPELT = str.maketrans({"@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "$": "s", "5": "s", "7": "t"})


@cache
def _hasher(cost: int) -> PasswordHasher:
    return PasswordHasher(time_cost=cost, memory_cost=65536 if cost > 1 else 1024, parallelism=1)


@cache
def _decoy(cost: int) -> str:
    return _hasher(cost).hash("nobody has this password")


def make(password: str, cost: int) -> str:
    """Hash a password; `cost` is the number of passes."""
    return _hasher(cost).hash(password)


def fits(kept: str | None, password: str, cost: int) -> bool:
    """Tell whether `password` is the one; the same work is done where there is none to compare with."""
    if len(password) > LONGEST:
        return False
    try:
        _hasher(cost).verify(kept or _decoy(cost), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def problem_of(password: str, *own: str) -> Problem | None:
    """Say why a new password is not taken; `own` are words that everyone ties to the person, such as the address."""
    if len(password) < SHORTEST:
        return Problem("too_short", SHORTEST)
    if len(password) > LONGEST_NEW:
        return Problem("too_long", LONGEST_NEW)
    return Problem("common_password") if _is_common(password, own) else None


def _is_common(password: str, own: tuple[str, ...]) -> bool:
    lowered = password.casefold()
    if any(word and word.casefold() in lowered for word in own if len(word) >= FEW):
        return True
    spellings = (lowered, lowered.translate(_SPELT))
    return _is_tried_first(lowered) or any(_little_is_left(spelling) for spelling in spellings)


@cache
def _tried_first() -> frozenset[str]:
    """Load the list when the first password is chosen: the module holds others too, and not every process needs it."""
    listed: list[str] = import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS["passwords"]
    return frozenset(listed[:MOST_TRIED])


def _is_tried_first(lowered: str) -> bool:
    """Tell whether it is one of the commonest passwords, whatever digits and signs follow it."""
    bare = re.sub(r"[^a-z\x80-\U0010ffff]+$", "", lowered)
    heads = {lowered[:end] for end in range(len(bare), len(lowered) + 1)}
    return not _tried_first().isdisjoint(heads | {head.translate(_SPELT) for head in heads})


def _little_is_left(spelling: str) -> bool:
    """Tell whether a spelling is all repeats, rows and common words; a second such word makes it no better."""
    if len(set(spelling)) < FEW or _is_row(spelling):
        return True
    left = spelling
    words = [word for word in COMMON if (shorter := left.replace(word, " ")) != left and (left := shorter)]
    letters = [sign for sign in left if sign.isalpha() or not sign.isascii()]
    return 0 < len(words) <= MOST_WORDS and len(letters) < FEW


def _is_row(spelling: str) -> bool:
    """Tell whether it is a short piece over and over, or digits that follow each other such as 123456789012."""
    if re.fullmatch(r"(.{1,6})\1+.{0,5}", spelling):
        return True
    return spelling.isdigit() and len({(int(b) - int(a)) % 10 for a, b in pairwise(spelling)}) == 1
