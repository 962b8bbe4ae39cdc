"""What browsers, monitors and search engines ask for, and the suggestions of a field."""

from typing import cast

from flask import current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.errors import NotFound
from participation.extensions import db
from participation.places.data import suggest
from participation.portal import sitemap
from participation.portal.health import readiness
from participation.portal.views.blueprint import DEEPEST, bp
from participation.tongues import LANGUAGES
from participation.web.brand import Brand
from participation.web.forms import number

A_DAY = 86_400
ICON_SIDES, PAPER = (192, 512), "#ffffff"


@bp.get("/")
def bare_root() -> ResponseReturnValue:
    """Lead to the best language for this browser."""
    return redirect(f"/{request.accept_languages.best_match(list(LANGUAGES)) or 'nl'}/", 302)


@bp.get("/healthz")
def bare_health() -> ResponseReturnValue:
    """Say that the process is alive."""
    return jsonify(alive=True)


@bp.get("/readyz")
def bare_ready() -> ResponseReturnValue:
    """Say whether database, migrations and queues are in order."""
    found = readiness(db.session())
    return jsonify(found), 200 if found["ready"] else 503


@bp.get("/favicon.ico")
def bare_favicon() -> ResponseReturnValue:
    """Lead whoever asks for the icon without reading a page to where it is."""
    answer = redirect(url_for("static", filename="dist/favicon.ico"))
    answer.cache_control.public, answer.cache_control.max_age = True, A_DAY
    return answer


@bp.get("/manifest.webmanifest")
def bare_manifest() -> ResponseReturnValue:
    """Tell telephones how the site stands among their apps: whose name, colour and icons."""
    shown = cast("Brand", current_app.jinja_env.globals["brand"])
    icons = [
        {"src": url_for("static", filename=f"dist/icon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png"}
        for side in ICON_SIDES
    ]
    answer = jsonify(
        name=shown.name, start_url="/", display="browser", background_color=PAPER,
        theme_color=shown.colours["band"], icons=icons,
    )  # fmt: skip
    answer.mimetype = "application/manifest+json"
    answer.cache_control.public, answer.cache_control.max_age = True, A_DAY
    return answer


@bp.get("/robots.txt")
def bare_robots() -> ResponseReturnValue:
    """Tell crawlers where they are welcome."""
    return sitemap.robots(), {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/sitemap.xml")
def bare_sitemap() -> ResponseReturnValue:
    """List the files of addresses."""
    return sitemap.index(), {"Content-Type": "application/xml"}


@bp.get("/<lang>/sitemap-<file>.xml")
def addresses(file: str) -> ResponseReturnValue:
    """List public pages in one language, each with its other languages."""
    asked = number(file) or 0
    if not 0 < asked <= DEEPEST:
        raise NotFound
    rows = sitemap.addresses(asked)
    return render_template("portal/sitemap.xml", rows=rows), {"Content-Type": "application/xml"}


@bp.get("/<lang>/municipalities")
def municipalities() -> ResponseReturnValue:
    """Suggest municipalities for what was typed, for the type-ahead."""
    found = suggest(request.args.get("q", ""), g.language)
    return jsonify([{"value": m.name_in(g.language), "label": m.name_in(g.language)} for m in found])
