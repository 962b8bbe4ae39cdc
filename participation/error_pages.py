"""What a refusal, a conflict or a fault answers, in words: the one place where errors become pages."""

import re
from http import HTTPStatus

from flask import Flask, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed
from werkzeug.exceptions import NotFound as NoSuchPage

from participation import errors
from participation.accounts.session import has_just_switched, session_id
from participation.accounts.views import entry
from participation.db import is_busy
from participation.extensions import db
from participation.languages import SOURCE, choose
from participation.languages import text as _
from participation.organisations import views as organisations
from participation.organisations.session import current_actor
from participation.portal import overtaken
from participation.tongues import LANGUAGES
from participation.web import security_log, words
from participation.web.refusals import typed, way_back
from participation.web.request_id import request_id

STATUS_OF: dict[type[errors.DomainError], HTTPStatus] = {
    errors.BroughtBack: HTTPStatus.OK,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.WrongStatus: HTTPStatus.CONFLICT,
    errors.Stale: HTTPStatus.CONFLICT,
    errors.OtherOrganisation: HTTPStatus.CONFLICT,
    errors.Incomplete: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ReasonMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Forged: HTTPStatus.BAD_REQUEST,
    errors.SentBefore: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
}
# Where a mail's link begins, and the page that does without it: by another mail, the digits of this one, or a person.
SENT_AGAIN = {
    "sign-in/link/": "accounts.link_form",
    "confirm-address/": "accounts.address",
    "join/confirm/": "organisations.join",
    "invitation/": "organisations.digits",
    "welcome/": "organisations.digits",
    "ask/": "portal.contact",
    "follow/": "notifications.tell_me",
    "stop/": "notifications.preferences",
}
OF_INITIATIVE = re.compile(r"initiatives/(\d{4}-\d{4,})(?:/.*)?", re.ASCII | re.DOTALL)
NO_FORM = {HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE}  # what was typed is to be copied
SAID_ABOVE = {HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE}  # the heading says it all
DRAWINGS: dict[int, str] = {HTTPStatus.NOT_FOUND: "lost", HTTPStatus.INTERNAL_SERVER_ERROR: "fault"}


def register(app: Flask) -> None:
    """Let every error of a request be answered here."""
    app.register_error_handler(errors.SignInNeeded, entry.ask_to_sign_in)
    app.register_error_handler(errors.ProofNeeded, entry.ask_for_proof)
    app.register_error_handler(errors.AlreadyDone, same_success)
    app.register_error_handler(errors.NotReady, not_ready)
    app.register_error_handler(errors.DomainError, refuse)
    app.register_error_handler(OperationalError, too_busy)
    app.register_error_handler(NoConnection, crowded)
    app.register_error_handler(StaleDataError, beaten)
    app.register_error_handler(NoSuchPage, no_such_page)
    app.register_error_handler(HTTPException, say_plainly)
    app.register_error_handler(InternalServerError, own_up)


def refuse(error: errors.DomainError) -> ResponseReturnValue:
    """Answer with the error's status: on the form's own page where the person can mend it, else on a general one."""
    db.session.rollback()  # gives back the turn, and drops what the refused act had changed
    g.pop("actor", None)
    _be_understood()
    if _hat_forbids(error):
        return _to_the_workspace()
    if isinstance(error, errors.Forged) and g.get("brought_back"):
        error = errors.BroughtBack()
    if isinstance(error, errors.NotAllowed) and current_actor().person_id is None:
        return entry.ask_to_sign_in(error)  # a visitor sees the thing: who may do this is known after signing in
    status = STATUS_OF[type(error)]
    way = way_back()
    body: str | Response | None = None
    if way is not None and not isinstance(error, errors.NotFound | errors.NotAllowed) and not words.is_over(error):
        try:
            body = way.page(error)
        except errors.DomainError as unseen:  # the form's page asks sight itself
            error, status = unseen, STATUS_OF[type(unseen)]
    if isinstance(error, errors.NotFound) and (moved := organisations.moved.lead_on()) is not None:
        return moved
    _keep_trace(error, status)
    if body is None:
        body = _general(error, status)
    return body, status, _retry_after(error)


def _hat_forbids(error: Exception) -> bool:
    """Tell whether somebody has just changed hats on a page that is not one for the new hat."""
    refused = isinstance(error, errors.NotFound | errors.NotAllowed | errors.WrongStatus | MethodNotAllowed)
    return refused and request.method == "GET" and session_id() is not None and has_just_switched(request.path)


def _to_the_workspace() -> ResponseReturnValue:
    flash(_("The page you were on belongs to another organisation or role. This is your workspace."), "info")
    return redirect(url_for("drafting.workspace"), 303)


def _keep_trace(error: errors.DomainError, status: HTTPStatus) -> None:
    """Log an act that was denied; a page that is not there is asked for by everyone, and tells nothing."""
    hidden = isinstance(error, errors.NotFound) and request.method == "POST" and request.endpoint
    if isinstance(error, errors.NotAllowed) or hidden:
        security_log.denied(status, current_actor().key, current_actor().organisation_id)


def _retry_after(error: errors.DomainError) -> dict[str, str]:
    """Say in how many seconds another try makes sense, where waiting helps."""
    if isinstance(error, errors.TooMany):
        return {"Retry-After": str(error.seconds)}
    return {"Retry-After": "5"} if isinstance(error, errors.Busy | errors.NotReady) else {}


def _general(error: errors.DomainError, status: HTTPStatus) -> str:
    """Draw the general page; a 404 has one body, whoever asks and whether or not the thing exists."""
    if status is HTTPStatus.NOT_FOUND:
        g.visitor_only = True
    if isinstance(error, errors.WrongStatus) and words.is_over(error):
        return _moved_on(error, status)
    return _explained(status, "" if status in SAID_ABOVE else words.say(error))


def _moved_on(error: errors.WrongStatus, status: HTTPStatus) -> str:
    """Say what was done in the meantime, by whom and when: no button that cannot work, and nothing typed is lost."""
    now = overtaken.since(current_actor(), error, request.view_args or {})
    if now is None:
        return _explained(status, words.say(error))
    return _explained(status, words.say(error), now.words, (now.label, now.href))


def _explained(
    status: int,
    why: str = "",
    happened: str = "",
    way_on: tuple[str, str] | None = None,
    heading: LazyString | str = "",
) -> str:
    """Say what happened, what one can do, and where to go on; a 404 has no number of its own to quote."""
    unknown = status == HTTPStatus.NOT_FOUND
    advice = words.ADVICE.get(status, words.ADVICE[HTTPStatus.BAD_REQUEST])
    ways = [(_("To the initiatives"), url_for("portal.index")), (_("To the home page"), url_for("portal.home"))]
    reference = (request.view_args or {}).get("reference")
    if unknown:
        ways.append((_("Sign in"), url_for("accounts.sign_in")))
        if again := _asked_again():
            advice, ways = words.CUT, [again, *ways]
    elif way_on is not None:
        ways.insert(0, way_on)
    elif reference and status in {HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT}:
        ways.insert(0, (_("To the page of this initiative"), url_for("portal.initiative", reference=reference)))
    return render_template(
        "errors/refused.html",
        heading=heading or words.HEADINGS.get(status, words.HEADINGS[HTTPStatus.BAD_REQUEST]),
        why=why,
        happened=happened,
        drawing=DRAWINGS.get(status, ""),
        advice=advice,
        ways=ways,
        typed=typed() if status in NO_FORM else [],
        reference="" if unknown else request_id(),
    )


def _asked_again() -> tuple[str, str] | None:
    """Say where an address leads that a mail program may have cut; by its shape alone, so that it tells nothing."""
    path = request.path.removeprefix(f"/{g.language}/")
    for begin, endpoint in SENT_AGAIN.items():
        if f"{path}/".startswith(begin):
            labels = {"portal.contact": _("Contact"), "organisations.digits": _("Type the six digits of the mail")}
            return labels.get(endpoint, _("Get a new link")), url_for(endpoint)
    found = OF_INITIATIVE.fullmatch(path) if request.endpoint is None else None
    return (_("To the page of this initiative"), url_for("portal.initiative", reference=found[1])) if found else None


def say_plainly(error: HTTPException) -> ResponseReturnValue:
    """Put into words what the web server itself refuses: a wrong method, a form beyond its size."""
    _be_understood()
    if _hat_forbids(error):
        return _to_the_workspace()
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    status = error.code or HTTPStatus.BAD_REQUEST
    return _explained(status), status, kept


def own_up(error: Exception) -> ResponseReturnValue:
    """Answer a fault of ours with a page that needs no database; the trace is in the log, under the same number."""
    current_app.logger.error("Request %s failed: %s", request_id(), type(getattr(error, "original_exception", error)))
    g.visitor_only = True
    _be_understood()
    return _explained(HTTPStatus.INTERNAL_SERVER_ERROR), HTTPStatus.INTERNAL_SERVER_ERROR


def _be_understood() -> None:
    """Choose the language of the address or else of the browser, where none was read before the request failed."""
    if "language" not in g:
        first = request.path.strip("/").split("/")[0]
        wished = request.accept_languages.best_match(list(LANGUAGES)) or SOURCE
        choose(first if first in LANGUAGES else wished)


def same_success(error: errors.AlreadyDone) -> ResponseReturnValue:
    """Lead a repeat where the first one led."""
    db.session.rollback()
    way = way_back()
    return redirect(error.where or (way.done if way else "/"), 303)


def too_busy(error: OperationalError) -> ResponseReturnValue:
    """Turn a lock that was not had in time into an answer; any other fault stays one."""
    if not is_busy(error):
        raise error
    current_app.logger.warning("Request %s waits: %s", request_id(), str(error.orig).partition("\n")[0])
    try:
        return refuse(errors.Busy())
    except OperationalError as again:  # the form's page needs the same slow table
        if not is_busy(again):
            raise
        return crowded(again)


def crowded(_error: Exception) -> ResponseReturnValue:
    """Answer without the database where nothing is to be had of it; what was typed stands there to be copied."""
    return _without_database(errors.Busy())


def not_ready(error: errors.NotReady) -> ResponseReturnValue:
    """Answer every page alike while the tables are not those of this code; whoever runs it finds why in the log."""
    current_app.logger.error("The database is not of this version: migrate it (`flask --app wsgi serve` does).")
    return _without_database(error, words.CLOSED)


def _without_database(error: errors.DomainError, heading: LazyString | str = "") -> ResponseReturnValue:
    db.session.rollback()
    g.visitor_only = True
    _be_understood()
    status = STATUS_OF[type(error)]
    return _explained(status, words.say(error), heading=heading), status, _retry_after(error)


def beaten(_error: StaleDataError) -> ResponseReturnValue:
    """Answer where the count of changes shows at the last moment that somebody else was faster."""
    return refuse(errors.Stale())


def no_such_page(_error: HTTPException) -> ResponseReturnValue:
    """Answer an unknown address with the body of what one may not see."""
    return refuse(errors.NotFound())
