"""Which page a refused POST comes back on, with what was typed still in it, and where a success leads."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Response, g, request

from participation.errors import DomainError
from participation.web.csrf import FIELD

SHORTEST = 10  # signs; less is soon typed anew
OF_THE_SESSION = frozenset({FIELD, "nonce", "organisation"})
SECRETS = frozenset({"password", "current", "old", "new", "code", "answer", "secret"})  # never kept nor shown as typed
NOT_TEXTS = OF_THE_SESSION | SECRETS | {"next", "kept"}
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
    return [text for name, text in given.items() if name not in NOT_TEXTS and len(text.strip()) >= SHORTEST]
