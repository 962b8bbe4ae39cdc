"""How an entry is written down and how each link follows from the last; pure, so that anyone can check it."""

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

START = "0" * 64  # what the first link follows


class Head(NamedTuple):
    """The end of the chain, as it is published out of the database's reach."""

    position: int
    hash: str


def canonical(facts: Mapping[str, object]) -> str:
    """Write `facts` in the one form that has a digest: keys sorted, no white space, UTF-8."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(body: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def follow(previous: str, position: int, entry_id: int, entry_digest: str) -> str:
    """Return the hash of the link that seals an entry at `position`."""
    return digest(f"{previous}|{position}|{entry_id}|{entry_digest}")
