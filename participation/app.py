"""The application factory and the header's context: the one module that knows every other."""

from functools import cache
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.middleware.proxy_fix import ProxyFix

from participation import commands, error_pages
from participation.accounts import views as accounts
from participation.accounts.views import entry
from participation.accounts.views.onward import KEPT
from participation.administration import views as administration
from participation.barriers import views as barriers
from participation.comments import views as comments
from participation.confirming import views as confirming
from participation.cosigning import views as cosigning
from participation.db import WAIT_SECONDS, limit_statements, ready
from participation.drafting import views as drafting
from participation.errors import NotReady
from participation.extensions import babel, db, login_manager, migrate
from participation.initiatives import views as initiatives
from participation.initiatives.queries import Count
from participation.jobs import views as jobs
from participation.languages import SOURCE, CatalogueOnce, choose, texts
from participation.languages import text as _
from participation.moderation import views as moderation
from participation.notifications import views as notifications
from participation.organisations import views as organisations
from participation.organisations.session import current_actor, load_visit
from participation.portal import views as portal
from participation.portal.chrome import chrome
from participation.portal.covers import of_page
from participation.portal.health import is_migrated
from participation.settings import Settings
from participation.styleguide import views as styleguide
from participation.web import brand, files, formats, headers, words
from participation.web.asked import Asked
from participation.web.drawing import Environment
from participation.web.lines import held, in_lines, parted
from participation.web.markdown import rendered

PACKAGES = (
    portal, notifications, accounts, confirming, drafting, moderation, cosigning, comments, initiatives, organisations,
    administration, styleguide, jobs, barriers,
)  # fmt: skip
LARGEST = 1_000_000  # bytes of a form
FITTING = "TABLES_FIT"  # whether they were seen to be those of this code
WITHOUT_TABLES = {"static", "portal.bare_health", "portal.bare_ready"}


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
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": settings.pool_size,
            "pool_timeout": WAIT_SECONDS,
            "hide_parameters": True,
        },
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
    error_pages.register(app)
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
        limit_statements(ready(db.engine), app.config["SETTINGS"].statement_seconds, has_request_context)
    app.url_value_preprocessor(_read_language)
    app.url_defaults(_keep_language)
    app.before_request(_require_tables)
    app.before_request(_bring_back)
    app.context_processor(lambda: {"chrome": chrome()})
    static = cache(lambda name: url_for("static", filename=name))
    settings = app.config["SETTINGS"]
    shown = brand.load(settings.platform_name, settings.brand_dir)
    app.jinja_env.globals.update(
        _=_, _n=texts, colon=_colon, say=words.say, static=static, brand=shown, site_cover=of_page
    )
    app.jinja_env.filters.update(markdown=rendered, parted=parted, held=held, in_lines=in_lines)


def _colon() -> str:
    return formats.COLON[g.language]


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


def _require_tables() -> None:
    """Serve nothing over tables of another version of the code; asked until they fit, and then no more."""
    if current_app.config.get(FITTING) or request.endpoint in WITHOUT_TABLES:
        return
    if not is_migrated(db.session()):
        raise NotReady
    current_app.config[FITTING] = True


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


def _read_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the language out of the address, so that no view has to; no address of ours holds a NUL."""
    if "\x00" in request.path:
        raise NoSuchPage
    if values is not None and (language := values.pop("lang", None)):
        choose(language)


def _keep_language(_endpoint: str, values: dict[str, Any]) -> None:
    if _endpoint != "static" and not _endpoint.startswith("portal.bare_"):
        values.setdefault("lang", g.get("language", SOURCE))
