"""Which page a refused POST comes back on, with what was typed still in it, and where a success leads."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Response, g, request

from participation.errors import DomainError

TEXTS = ("title", "summary", "body", "limits", "text", "statement", "agreed", "reason")  # what is dear to type anew
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


def typed() -> list[str]:
    """List what was typed, to be copied where no form can come back: none is lost with a right."""
    given = request.form if request.method == "POST" else {}
    return [given[name] for name in TEXTS if given.get(name, "").strip()]
