"""What a written reason must have: the same for an initiative, a comment and an organisation."""

import unicodedata

from participation.errors import Problem

SHORTEST, LONGEST = 10, 2000  # signs one can see


def length(text: str) -> int:
    """Count what can be seen: signs without a width say nothing."""
    return sum(unicodedata.category(sign) not in {"Cf", "Cc"} for sign in text.strip())


def problem(words: str, shortest: int = SHORTEST) -> Problem | None:
    """Say what is wrong with a reason; None where nothing is."""
    written = length(words)
    if written == 0:
        return Problem("reason_needed")
    if written < shortest:
        return Problem("too_short", shortest)
    return Problem("too_long", LONGEST) if len(words.strip()) > LONGEST else None
