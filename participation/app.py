"""The application factory, the header's context and the error pages: the one module that knows every other."""

from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.middleware.proxy_fix import ProxyFix

from participation import commands, errors
from participation.accounts import views as accounts
from participation.accounts.views import entry
from participation.accounts.views.onward import KEPT
from participation.administration import views as administration
from participation.comments import views as comments
from participation.confirming import views as confirming
from participation.cosigning import views as cosigning
from participation.db import is_busy, ready
from participation.drafting import views as drafting
from participation.extensions import babel, db, login_manager, migrate
from participation.initiatives import views as initiatives
from participation.initiatives.queries import Count
from participation.languages import SOURCE, CatalogueOnce, choose, texts
from participation.languages import text as _
from participation.moderation import views as moderation
from participation.notifications import views as notifications
from participation.organisations import views as organisations
from participation.organisations.session import current_actor, load_visit
from participation.portal import views as portal
from participation.portal.chrome import chrome
from participation.settings import Settings
from participation.styleguide import views as styleguide
from participation.tongues import LANGUAGES
from participation.web import brand, files, headers, security_log, words
from participation.web.asked import Asked
from participation.web.drawing import Environment
from participation.web.markdown import rendered
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
}
PACKAGES = (
    portal, notifications, accounts, confirming, drafting, moderation, cosigning, comments, initiatives, organisations,
    administration, styleguide,
)  # fmt: skip
DRAWINGS: dict[int, str] = {HTTPStatus.NOT_FOUND: "lost", HTTPStatus.INTERNAL_SERVER_ERROR: "fault"}
LARGEST = 1_000_000  # bytes of a form


def create_app(settings: Settings) -> Flask:
    """Build the application from `settings`."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.request_class = Asked
    app.jinja_environment = Environment
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        THRESHOLD=Count(settings.threshold_organisations, settings.threshold_pillars),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": settings.pool_size, "hide_parameters": True},
        SESSION_COOKIE_NAME="__Host-reseau" if settings.secure else "reseau",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_MEMORY_SIZE=LARGEST,
    )
    _bind(app)
    for views in PACKAGES:
        app.register_blueprint(views.bp)
    app.register_error_handler(errors.SignInNeeded, entry.ask_to_sign_in)
    app.register_error_handler(errors.AlreadyDone, same_success)
    app.register_error_handler(errors.DomainError, refuse)
    app.register_error_handler(OperationalError, too_busy)
    app.register_error_handler(StaleDataError, overtaken)
    app.register_error_handler(NoSuchPage, no_such_page)
    app.register_error_handler(HTTPException, say_plainly)
    app.register_error_handler(InternalServerError, own_up)
    commands.register(app)
    files.shrink(app)
    headers.guard(app, secure=settings.secure)
    if settings.trusted_proxies:  # each adds the address it saw at the end: what stands further left is anyone's word
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)  # type: ignore[method-assign]  # as documented
    return app


def _bind(app: Flask) -> None:
    db.init_app(app)
    app.teardown_appcontext(_end_reading)  # before the session is closed: the last one comes first
    migrate.init_app(app, db, directory=commands.MIGRATIONS)
    babel.domain_instance = CatalogueOnce()  # a cached property: assigning replaces what it would have computed
    babel.init_app(app, locale_selector=lambda: g.get("language", SOURCE))
    login_manager.init_app(app, add_context_processor=False)
    login_manager.session_protection = None
    login_manager.user_loader(load_visit)
    with app.app_context():
        ready(db.engine)
    app.url_value_preprocessor(_read_language)
    app.url_defaults(_keep_language)
    app.before_request(_bring_back)
    app.context_processor(lambda: {"chrome": chrome()})
    static = cache(lambda name: url_for("static", filename=name))
    settings = app.config["SETTINGS"]
    shown = brand.load(settings.platform_name, settings.brand_dir)
    app.jinja_env.globals.update(_=_, _n=texts, say=words.say, static=static, brand=shown)
    app.jinja_env.filters["markdown"] = rendered


def _end_reading(error: BaseException | None) -> None:
    """End a transaction that only read as one that went well.

    At a rollback, which is how a session is closed, PostgreSQL's driver forgets the statements it has prepared, and
    every statement of every page is planned anew.
    """
    if error is not None or not db.session.registry.has():
        return
    session = db.session()
    session.expunge_all()  # nothing that a page may have touched is written, or loaded again
    if session.in_transaction() and not session.connection().get_execution_options().get("write"):
        session.commit()


def refuse(error: errors.DomainError) -> ResponseReturnValue:
    """Answer with the error's status: on the form's own page where the person can mend it, else on a general one."""
    db.session.rollback()  # gives back the turn, and drops what the refused act had changed
    g.pop("actor", None)
    _be_understood()
    if isinstance(error, errors.Forged) and g.get("brought_back"):
        error = errors.BroughtBack()
    if isinstance(error, errors.NotAllowed) and current_actor().person_id is None:
        return entry.ask_to_sign_in(error)  # a visitor sees the thing: who may do this is known after signing in
    status = STATUS_OF[type(error)]
    way = way_back()
    body: str | Response | None = None
    if way is not None and not isinstance(error, errors.NotFound | errors.NotAllowed):
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


def _keep_trace(error: errors.DomainError, status: HTTPStatus) -> None:
    """Log an act that was denied; a page that is not there is asked for by everyone, and tells nothing."""
    hidden = isinstance(error, errors.NotFound) and request.method == "POST" and request.endpoint
    if isinstance(error, errors.NotAllowed) or hidden:
        security_log.denied(status, current_actor().key, current_actor().organisation_id)


def _retry_after(error: errors.DomainError) -> dict[str, str]:
    """Say in how many seconds another try makes sense, where waiting helps."""
    if isinstance(error, errors.TooMany):
        return {"Retry-After": str(error.seconds)}
    return {"Retry-After": "5"} if isinstance(error, errors.Busy) else {}


def _general(error: errors.DomainError, status: HTTPStatus) -> str:
    """Draw the general page; a 404 has one body, whoever asks and whether or not the thing exists."""
    if status is HTTPStatus.NOT_FOUND:
        g.visitor_only = True
    return _explained(status, "" if status is HTTPStatus.NOT_FOUND else words.say(error))


def _bring_back() -> ResponseReturnValue | None:
    """Let a form come back after sign-in with what was typed before it.

    The kept fields go the way of any POST whose token is not good: its page is drawn with them, and nothing is done.
    """
    token = request.args.get(KEPT)
    if request.method != "GET" or not token or not current_actor().person_id:
        return None
    sent = entry.kept(request.path, token)
    if sent is None:
        return None
    g.brought_back = True
    cookies = {"Cookie": request.headers.get("Cookie", "")}
    with current_app.test_request_context(request.path, method="POST", data=sent, headers=cookies):
        return current_app.full_dispatch_request()


def _explained(status: int, why: str = "") -> str:
    """Say what happened, what one can do, and where to go on; a 404 has no number of its own to quote."""
    unknown = status == HTTPStatus.NOT_FOUND
    ways = [(_("To the initiatives"), url_for("portal.index")), (_("To the home page"), url_for("portal.home"))]
    reference = (request.view_args or {}).get("reference")
    if unknown:
        ways.append((_("Sign in"), url_for("accounts.sign_in")))
    elif reference and status in {HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT}:
        ways.insert(0, (_("To the page of this initiative"), url_for("portal.initiative", reference=reference)))
    return render_template(
        "errors/refused.html",
        heading=words.HEADINGS.get(status, words.HEADINGS[HTTPStatus.BAD_REQUEST]),
        why=why,
        drawing=DRAWINGS.get(status, ""),
        advice=words.ADVICE.get(status, words.ADVICE[HTTPStatus.BAD_REQUEST]),
        ways=ways,
        typed=typed() if status == HTTPStatus.FORBIDDEN else [],
        reference="" if unknown else request_id(),
    )


def say_plainly(error: HTTPException) -> ResponseReturnValue:
    """Put into words what the web server itself refuses: a wrong method, a form beyond its size."""
    _be_understood()
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
    """Choose the language of the address, where it was not read before the request failed."""
    if "language" not in g:
        first = request.path.strip("/").split("/")[0]
        choose(first if first in LANGUAGES else SOURCE)


def same_success(error: errors.AlreadyDone) -> ResponseReturnValue:
    """Lead a repeat where the first one led."""
    db.session.rollback()
    way = way_back()
    return redirect(error.where or (way.done if way else "/"), 303)


def too_busy(error: OperationalError) -> ResponseReturnValue:
    """Turn a lock that was not had in time into an answer; any other fault stays one."""
    if not is_busy(error):
        raise error
    return refuse(errors.Busy())


def overtaken(_error: StaleDataError) -> ResponseReturnValue:
    """Answer where the count of changes shows at the last moment that somebody else was faster."""
    return refuse(errors.Stale())


def no_such_page(_error: HTTPException) -> ResponseReturnValue:
    """Answer an unknown address with the body of what one may not see."""
    _be_understood()
    return refuse(errors.NotFound())


def _read_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the language out of the address, so that no view has to; no address of ours holds a NUL."""
    if "\x00" in request.path:
        raise NoSuchPage
    if values is not None and (language := values.pop("lang", None)):
        choose(language)


def _keep_language(_endpoint: str, values: dict[str, Any]) -> None:
    if _endpoint != "static" and not _endpoint.startswith("portal.bare_"):
        values.setdefault("lang", g.get("language", SOURCE))
