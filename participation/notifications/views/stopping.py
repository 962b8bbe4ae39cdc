"""One click stops every mail, without sign-in: the link in each mail, and the button of a mail program (RFC 8058).

The POST here is the one without a form token, by design: a mail program sends it from outside any page of ours. What
it can do is bound to the token in the address, which only the reader of the mail has, and to stopping.
"""

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts.models import Person
from participation.db import begin_write
from participation.errors import NotFound
from participation.extensions import db
from participation.notifications import following, queries
from participation.notifications.models import Follow
from participation.notifications.views.blueprint import bp

BEARERS = frozenset(f"notifications.{name}" for name in ("stop", "do_stop", "agreement", "agree"))


@bp.after_request
def keep_the_address(answer: Response) -> Response:
    """Let no address with a secret in it travel on as the referrer, or stay anywhere between."""
    if request.endpoint in BEARERS:
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/stop/<token>")
def stop(token: str) -> ResponseReturnValue:
    """Show the one button; a scanner that opens the link stops nothing."""
    return _page(_holder(token))


@bp.post("/stop/<token>")
def do_stop(token: str) -> ResponseReturnValue:
    """Stop everything; pressed twice it shows the same."""
    session = db.session()
    begin_write(session)
    following.stop(session, _holder(token), clock.now())
    session.commit()
    return _page(_holder(token))


def _holder(token: str) -> Person | Follow:
    found = following.holder(db.session(), current_app.config["SECRET_KEY"], token)
    if found is None:
        raise NotFound
    return found


def _page(held: Person | Follow) -> str:
    session, chooses = db.session(), isinstance(held, Person)
    if isinstance(held, Person):
        kept = queries.preferences(session, [held.id]).get(held.id)
        stopped, onward = kept is not None and kept.stopped_at is not None, url_for("notifications.preferences")
    else:
        stopped, onward = not queries.follows_of(session, [held.address]), url_for("portal.index")
    return render_template("notifications/stop.html", is_stopped=stopped, onward=onward, chooses=chooses)
