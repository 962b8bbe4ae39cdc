"""Old addresses of organisations lead to the new ones, with every page below them."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from participation.extensions import db
from participation.organisations.queries import moved_to


def lead_on() -> ResponseReturnValue | None:
    """Lead to the same page of an organisation that has another address now; a form goes along with what is in it."""
    given = dict(request.view_args or {})
    slug = given.pop("slug", "")
    if not (request.endpoint and slug and slug.isprintable()) or (now := moved_to(db.session(), slug)) is None:
        return None
    here, query = url_for(request.endpoint, slug=now, **given), request.query_string.decode("ascii", "replace")
    return redirect(f"{here}?{query}" if query else here, 301 if request.method in {"GET", "HEAD"} else 308)
