"""The bell: one's own messages, newest first, read and unread."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.db import begin_write
from participation.errors import SignInNeeded
from participation.extensions import db
from participation.languages import text as _
from participation.notifications import actions, page, queries
from participation.notifications.views.blueprint import bp
from participation.organisations.session import current_actor
from participation.web.forms import Form, number

DEEPEST = 500  # pages


@bp.get("/messages/")
def messages() -> ResponseReturnValue:
    """List one's messages; a visitor is asked to sign in."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    shown = _shown()
    found = queries.own(db.session(), actor.person_id, shown)
    return render_template(
        "notifications/messages.html",
        rows=page.rows(db.session(), actor, found[: queries.PAGE]),
        form=Form(formdata=None),
        unread=queries.unread(db.session(), actor.person_id),
        page=shown,
        previous_href=url_for("notifications.messages", page=shown - 1) if shown > 1 else "",
        next_href=url_for("notifications.messages", page=shown + 1) if len(found) > queries.PAGE else "",
    )


@bp.post("/messages/read")
def read() -> ResponseReturnValue:
    """Mark one message as read, or all; of nobody else's."""
    person_id = current_actor().person_id
    if person_id is None:
        raise SignInNeeded
    Form().require_genuine()
    chosen, session = request.form.get("message", ""), db.session()
    begin_write(session)
    if chosen == "all":
        actions.read_all(session, person_id, clock.now())
        flash(_("All messages are marked as read."), "success")
    else:
        actions.read_one(session, person_id, clock.now(), number(chosen) or 0)
    session.commit()
    return redirect(url_for("notifications.messages", page=_shown() if _shown() > 1 else None), 303)


def _shown() -> int:
    """Return which page of the list is asked for."""
    return min(max(number(request.args.get("page")) or 1, 1), DEEPEST)
