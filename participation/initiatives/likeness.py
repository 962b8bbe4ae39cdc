"""What two texts are about: the words they share that say something, and how much these say."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from participation.places.data import normalise

MOST_WORDS = 12  # that are looked for; a longer text says the same in more words
SHORTEST = 3  # letters of a word that says something
PART = 5  # letters from which a word may be part of another: kazerne, brandweerkazerne, kazernes
ENOUGH = 1.5  # two telling words, or one and the name of a profession or an audience
_LISTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
GENERAL, SILENT = frozenset(_LISTS["general"].split()), frozenset(_LISTS["silent"].split())


def telling(text: str) -> dict[str, float]:
    """List the words of `text` that say something, each once in its order, with how much it says.

    A word that begins with somebody's profession is taken apart: brandweerkazerne is about both.
    """
    found: dict[str, float] = {}
    for word in normalise(text).split():
        for part in _parts(word):
            if len(part) >= SHORTEST and part not in SILENT:
                found.setdefault(part, 0.5 if part in GENERAL else 1.0)
    return found


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    begins = (one for one in sorted(GENERAL) if len(one) >= PART and word.startswith(one))
    rests = [(one, word.removeprefix(one)) for one in begins]
    return next(((one, rest) for one, rest in rests if len(rest) >= PART), (word,))


def shared(ours: dict[str, float], theirs: Iterable[str]) -> float:
    """Say how much two texts have in common: 0 where it is too little to call them alike."""
    found = 0.0
    for word, weight in telling(" ".join(theirs)).items():
        found += max((min(weight, said) for one, said in ours.items() if _same(one, word)), default=0)
    return found if found and found >= min(ENOUGH, sum(ours.values())) else 0


def _same(one: str, other: str) -> bool:
    """Tell whether two words are one, up to an ending, or to what a compound is made of."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= PART and (long.startswith(short) or long.endswith(short)))
