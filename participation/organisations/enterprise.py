"""Belgian enterprise numbers (KBO, BCE, ZDU): read as people write them, shown as the register does."""

import re

MODULUS = 97
_WRITTEN = re.compile(r"(?:BE)?([01]?[0-9]{9})", re.ASCII | re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-/]+")


def parse(text: str) -> str | None:
    """Return the ten digits, or None where nothing is written: the number is always optional.

    Nine digits are an old number without its leading 0. Raise `ValueError` for what is no such number: the last
    two digits must be 97 less the remainder of the first eight by 97.
    """
    bare = _SEPARATORS.sub("", text)
    if not bare:
        return None
    written = _WRITTEN.fullmatch(bare)
    if written is None:
        raise ValueError(text)
    digits = written[1].zfill(10)
    if int(digits[8:]) != MODULUS - int(digits[:8]) % MODULUS:
        raise ValueError(text)
    return digits


def show(digits: str) -> str:
    """Return ten digits in the register's groups: `0428.759.497`."""
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
