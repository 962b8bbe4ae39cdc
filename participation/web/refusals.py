"""Which page a refused POST comes back on, with what was typed still in it, and where a success leads."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Response, g

from participation.errors import DomainError

Again = Callable[[DomainError], str | Response]


class Way(NamedTuple):
    """The two ends of a POST: the page to draw again, and the address a success leads to."""

    page: Again
    done: str


def come_back_to(page: Again, done: str = "") -> None:
    """Let a refusal of this request be answered with `page`; called before anything can be refused."""
    g.way = Way(page, done)


def way_back() -> Way | None:
    """Return what the view named; None where the general page answers."""
    found: Way | None = g.get("way")
    return found
