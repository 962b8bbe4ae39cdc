"""What search engines are told: which addresses there are, in which languages, and where not to go."""

from flask import current_app, g
from markupsafe import escape
from sqlalchemy import select

from participation.extensions import db
from participation.organisations.lifecycle import LISTED
from participation.organisations.models import Organisation
from participation.portal import queries
from participation.portal.chrome import neutral
from participation.tongues import LANGUAGES
from participation.web import formats

MOST = 5000  # addresses of initiatives in one file
PAGES = (
    "",
    "initiatives/",
    "organisations/",
    "network",
    "map",
    "statistics",
    "join",
    "about",
    "good-initiative",
    "how-we-moderate",
    "decisions",
    "accessibility",
    "accessibility/tell",
    "privacy",
    "contact",
)
ROBOTS = """User-agent: *
Disallow: /*?
Disallow: /*/sign-in
Disallow: /*/workspace/
Disallow: /*/desk/
Sitemap: {origin}/sitemap.xml
"""
INDEX = """<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>
"""


def robots() -> str:
    """Keep crawlers out of filters and of what needs a sign-in, and into everything else."""
    return ROBOTS.format(origin=_origin())


def index() -> str:
    """List the files, language by language; this page alone has no language, so no template draws it."""
    rows = db.session.scalar(queries.NUMBER_OPEN) or 0
    files = range(1, max(1, -(-rows // MOST)) + 1)
    places = [f"{_origin()}/{language}/sitemap-{number}.xml" for language in LANGUAGES for number in files]
    listed = "".join(f"<sitemap><loc>{escape(place)}</loc></sitemap>" for place in places)
    return INDEX.format(listed=listed)


def addresses(number: int) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """List (address, day of the last change, the same page in each language) of one file."""
    session = db.session()
    rows = [
        (f"initiatives/{reference}", formats.iso_day(changed))
        for reference, changed in session.execute(queries.addresses(MOST, number))
    ]
    if number == 1:
        slugs = session.scalars(select(Organisation.slug).where(Organisation.state.in_(LISTED)).order_by("slug"))
        rows += [(page, "") for page in PAGES] + [(f"organisations/{slug}", "") for slug in slugs]
    return [(_in(g.language, path), changed, _everywhere(path)) for path, changed in rows]


def _everywhere(path: str) -> list[tuple[str, str]]:
    """List the same page in each language, and what is offered to who speaks none of them."""
    return [*((code, _in(code, path)) for code in LANGUAGES), ("x-default", _origin() + neutral(f"/{path}"))]


def _in(language: str, path: str) -> str:
    return f"{_origin()}/{language}/{path}"


def _origin() -> str:
    found: str = current_app.config["SETTINGS"].public_url
    return found
