"""What programs follow for people: feeds, and dates for a calendar."""

from collections.abc import Callable

from flask import g, make_response, request, url_for
from flask.typing import ResponseReturnValue

from participation.extensions import db
from participation.portal import drawn, feeds, search
from participation.portal import found as found_here
from participation.portal.invitation import calendar_of
from participation.portal.views import asked
from participation.portal.views.blueprint import bp

KEPT = 300  # seconds for which nobody asks again


@bp.get("/<lang>/initiatives/feed.atom")
def feed() -> ResponseReturnValue:
    """Tell the newest initiatives, with the filters of the list."""
    return _answer(lambda: drawn.once(drawn.of_everything, _feed), "application/atom+xml")


def _feed() -> str:
    wanted = asked.newest()
    found_here.require_calm(wanted.q)
    chips = found_here.chips(wanted, search.options(g.language), request.args, url_for("portal.index"))
    return feeds.written(feeds.of_list(wanted, asked.filters(), [words for words, _href in chips]))


@bp.get("/<lang>/initiatives/<reference>.atom")
def feed_of_initiative(reference: str) -> ResponseReturnValue:
    """Tell the public life of one initiative."""
    return _answer(
        lambda: drawn.once(
            lambda: drawn.happened(reference),
            lambda: feeds.written(feeds.of_initiative(reference)),
        ),
        "application/atom+xml",
    )


@bp.get("/<lang>/decisions.atom")
def feed_of_decisions() -> ResponseReturnValue:
    """Tell what moderators took from the public."""
    return _answer(
        lambda: drawn.once(drawn.of_everything, lambda: feeds.written(feeds.of_decisions())),
        "application/atom+xml",
    )


@bp.get("/<lang>/initiatives/calendar.ics")
def calendar_of_list() -> ResponseReturnValue:
    """Hand out the dates of what is to come, with the filters of the list."""
    return _answer(lambda: drawn.once(drawn.of_everything, _calendar), "text/calendar")


def _calendar() -> str:
    wanted = asked.newest()
    found_here.require_calm(wanted.q)
    return calendar_of(db.session(), wanted)


def _answer(draw: Callable[[], ResponseReturnValue], kind: str) -> ResponseReturnValue:
    """Answer with a file that is asked for again and again: only where it has changed is it sent."""
    answer = make_response(draw())
    answer.content_type = f"{kind}; charset=utf-8"
    answer.add_etag()
    answer.cache_control.public, answer.cache_control.max_age = True, KEPT
    return answer.make_conditional(request)
