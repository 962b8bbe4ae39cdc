"""The application factory, the header's context and the error pages: the one module that knows every other."""

from http import HTTPStatus
from typing import Any

from flask import Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoSuchPage

from participation import commands, errors
from participation.accounts import views as accounts
from participation.cosigning import views as cosigning
from participation.db import is_busy, ready
from participation.drafting import views as drafting
from participation.extensions import babel, db, login_manager, migrate
from participation.initiatives import views as initiatives
from participation.initiatives.queries import Count
from participation.languages import LANGUAGES, SOURCE, CatalogueOnce, choose, text, texts
from participation.moderation import views as moderation
from participation.organisations.session import current_actor, load_visit
from participation.portal import views as portal
from participation.portal.chrome import chrome
from participation.settings import Settings
from participation.web import headers, words
from participation.web.asked import Asked
from participation.web.markdown import rendered
from participation.web.refusals import way_back
from participation.web.request_id import request_id

STATUS_OF: dict[type[errors.DomainError], HTTPStatus] = {
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
PACKAGES = (portal, accounts, drafting, moderation, cosigning, initiatives)
LARGEST = 1_000_000  # bytes of a form


def create_app(settings: Settings) -> Flask:
    """Build the application from `settings`."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.request_class = Asked
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        THRESHOLD=Count(settings.threshold_organisations, settings.threshold_pillars),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": settings.pool_size},
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
    app.register_error_handler(errors.SignInNeeded, ask_to_sign_in)
    app.register_error_handler(errors.AlreadyDone, same_success)
    app.register_error_handler(errors.DomainError, refuse)
    app.register_error_handler(OperationalError, too_busy)
    app.register_error_handler(StaleDataError, overtaken)
    app.register_error_handler(NoSuchPage, no_such_page)
    app.register_error_handler(HTTPException, refused_by_the_server)
    commands.register(app)
    headers.guard(app, secure=settings.secure)
    return app


def _bind(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db)
    babel.domain_instance = CatalogueOnce()  # a cached property: assigning replaces what it would have computed
    babel.init_app(app, locale_selector=lambda: g.get("language", SOURCE))
    login_manager.init_app(app, add_context_processor=False)
    login_manager.session_protection = None
    login_manager.user_loader(load_visit)
    with app.app_context():
        ready(db.engine)
    app.url_value_preprocessor(_read_language)
    app.url_defaults(_keep_language)
    app.context_processor(lambda: {"chrome": chrome()})
    app.jinja_env.globals.update(_=text, _n=texts, say=words.say)
    app.jinja_env.filters["markdown"] = rendered


def refuse(error: errors.DomainError) -> ResponseReturnValue:
    """Answer with the error's status: on the form's own page where the person can mend it, else on a general one."""
    db.session.rollback()  # gives back the turn, and drops what the refused act had changed
    g.pop("actor", None)
    if isinstance(error, errors.NotAllowed) and current_actor().person_id is None:
        return ask_to_sign_in(error)  # a visitor sees the thing: who may do this is known after signing in
    status = STATUS_OF[type(error)]
    way = way_back()
    body = None
    if way is not None and not isinstance(error, errors.NotFound | errors.NotAllowed):
        try:
            body = way.page(error)
        except errors.DomainError as unseen:  # the form's page asks sight itself
            error, status = unseen, STATUS_OF[type(unseen)]
    if body is None:
        body = _general(error, status)
    return body, status, _retry_after(error)


def _retry_after(error: errors.DomainError) -> dict[str, str]:
    """Say in how many seconds another try makes sense, where waiting helps."""
    if isinstance(error, errors.TooMany):
        return {"Retry-After": str(error.seconds)}
    return {"Retry-After": "5"} if isinstance(error, errors.Busy) else {}


def _general(error: errors.DomainError, status: HTTPStatus) -> str:
    """Draw the general page; a 404 has one body, whoever asks and whether or not the thing exists."""
    if status is HTTPStatus.NOT_FOUND:
        g.visitor_only = True
    number = "" if status is HTTPStatus.NOT_FOUND else request_id()
    return render_template("errors/refused.html", why=words.say(error), reference=number)


def ask_to_sign_in(_error: errors.DomainError) -> ResponseReturnValue:
    """Send a visitor's POST to sign-in, whether the thing exists or not."""
    db.session.rollback()
    return redirect(url_for("accounts.sign_in", next=request.path), 303)


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
    _language_of_the_address()
    return refuse(errors.NotFound())


def refused_by_the_server(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask itself refuses (a method, a size, a broken request) in the site's own words."""
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()  # a redirect of the router
    _language_of_the_address()
    db.session.rollback()
    g.pop("actor", None)
    g.visitor_only = error.code >= HTTPStatus.INTERNAL_SERVER_ERROR  # the page of a fault asks no database
    page = render_template("errors/refused.html", why=words.say_refused(error.code), reference=request_id())
    kept = [(name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}]
    return page, error.code, kept


def _language_of_the_address() -> None:
    if "language" not in g:
        first = request.path.strip("/").split("/")[0]
        choose(first if first in LANGUAGES else SOURCE)


def _read_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the language out of the address, so that no view has to; no address of ours holds a NUL."""
    if "\x00" in request.path:
        raise NoSuchPage
    if values is not None and (language := values.pop("lang", None)):
        choose(language)


def _keep_language(_endpoint: str, values: dict[str, Any]) -> None:
    if _endpoint != "static" and not _endpoint.startswith("portal.bare_"):
        values.setdefault("lang", g.get("language", SOURCE))
