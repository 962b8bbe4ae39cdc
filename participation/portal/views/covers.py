"""The pictures that go with pages that are passed on; nobody's sign-in changes what they show."""

from collections.abc import Mapping
from typing import Any

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from participation.errors import NotFound
from participation.extensions import db
from participation.organisations import queries as organisations
from participation.organisations.lifecycle import LISTED
from participation.painting.cover import Cover, mark
from participation.portal import covers, page
from participation.portal.views.blueprint import bp

KEPT = 3600  # seconds; what is taken from the public is out of every cache soon


@bp.get("/<lang>/picture-<mark>.png")
def picture_of_site(mark: str) -> ResponseReturnValue:
    """Hand out the picture of the pages that have none of their own."""
    return _answer(covers.of_site(), mark, {})


@bp.get("/<lang>/initiatives/<reference>/picture-<mark>.png")
def picture_of_initiative(reference: str, mark: str) -> ResponseReturnValue:
    """Hand out the picture of an initiative that everyone may read."""
    return _answer(covers.of_initiative(page.seen_by_all(reference)), mark, {"reference": reference})


@bp.get("/<lang>/organisations/<slug>/picture-<mark>.png")
def picture_of_organisation(slug: str, mark: str) -> ResponseReturnValue:
    """Hand out the picture of an organisation of the network."""
    found = organisations.by_slug(db.session(), slug)
    if found is None or found.state not in LISTED:
        raise NotFound
    return _answer(covers.of_organisation(found), mark, {"slug": slug})


def _answer(cover: Cover, asked: str, of: Mapping[str, Any]) -> ResponseReturnValue:
    """Answer with the picture as it is now; an older address leads to it."""
    now = mark(cover, covers.brand())
    if asked != now:
        answer = make_response(redirect(url_for(f"{request.endpoint}", mark=now, **of)))
    elif now in request.if_none_match:
        answer = make_response("", 304)
        answer.set_etag(now)
    else:
        answer = make_response(covers.png(cover))
        answer.mimetype = "image/png"
        answer.set_etag(now)
    answer.cache_control.public, answer.cache_control.max_age = True, KEPT
    return answer
