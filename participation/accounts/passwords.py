"""Passwords, kept as argon2."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 1024  # characters that are looked at: a megabyte would only cost time


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
