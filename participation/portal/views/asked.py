"""What the address of a list asks for."""

from collections.abc import Container
from dataclasses import replace
from urllib.parse import urlencode

from flask import request

from participation.initiatives.labels import AUDIENCES, STATUSES
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import find, provinces
from participation.portal.listing import ASKED, Wanted
from participation.portal.views.blueprint import page_asked
from participation.tongues import LANGUAGES
from participation.web.months import month


def wanted() -> Wanted:
    """Read the address; what is not one of the values asks for nothing."""
    args = request.args
    place = find(args.get("municipality", "")) if args.get("municipality") else None
    return Wanted(
        q=args.get("q", ""),
        pillar=one_of(args.get("pillar"), PILLARS),
        kind=one_of(args.get("kind"), KINDS),
        audience=one_of(args.get("audience"), AUDIENCES),
        province=one_of(args.get("province"), provinces()),
        municipality=place.nis if place else "",
        month=month(args.get("month", "")),
        state=one_of(args.get("state"), STATUSES),
        language=one_of(args.get("language"), LANGUAGES),
        sort=one_of(args.get("sort"), ("newest", "date", "place")) or "newest",
        page=page_asked(),
    )


def newest() -> Wanted:
    """Read the filters alone: what goes on somewhere else is not turned over page by page."""
    return replace(wanted(), sort="newest", page=1)


def filters() -> str:
    """Write the filters of this address, in one order, for another one; empty where there are none."""
    given = {name: request.args.get(name, "") for name in ("q", *ASKED)}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"?{query}" if query else ""


def one_of(given: str | None, known: Container[str]) -> str:
    """Take a value that is known; any other is none."""
    return given if given and given in known else ""
