"""What leaves the screen: a poster, the square on it, and the short address it leads to."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.errors import NotFound
from participation.portal import covers, page, poster
from participation.portal.views.blueprint import bp
from participation.tongues import LANGUAGES

KEPT = 3600  # seconds


@bp.get("/<lang>/initiatives/<reference>/poster")
def sheet(reference: str) -> ResponseReturnValue:
    """Show a sheet to print for a public initiative that is still to come."""
    found = page.seen_by_all(reference)
    if not page.has_poster(found):
        raise NotFound
    return render_template("portal/poster.html", **poster.values(found), cover=covers.of_public(found))


@bp.get("/<lang>/initiatives/<reference>/code.svg")
def code(reference: str) -> ResponseReturnValue:
    """Hand out the address of a public initiative as a QR code."""
    answer = make_response(poster.square(page.seen_by_all(reference)))
    answer.mimetype = "image/svg+xml"
    answer.headers["Content-Disposition"] = f'inline; filename="{reference}.svg"'
    answer.cache_control.public, answer.cache_control.max_age = True, KEPT
    return answer


@bp.get("/i/<reference>")
def bare_short(reference: str) -> ResponseReturnValue:
    """Lead from a short address to the page in the best language for this browser, whether or not there is one."""
    language = request.accept_languages.best_match(list(LANGUAGES)) or "nl"
    answer = redirect(url_for("portal.initiative", lang=language, reference=reference), 302)
    answer.vary.add("Accept-Language")
    return answer
