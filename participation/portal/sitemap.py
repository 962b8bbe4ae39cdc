"""What search engines are told: which addresses there are, in which languages, and where not to go."""

from flask import current_app, g
from sqlalchemy import select

from participation.extensions import db
from participation.languages import LANGUAGES
from participation.organisations.lifecycle import LISTED
from participation.organisations.models import Organisation
from participation.portal import queries
from participation.web import formats

MOST = 5000  # addresses of initiatives in one file
PAGES = ("", "initiatives/", "organisations/", "about", "good-initiative", "how-we-moderate", "accessibility")
ROBOTS = """User-agent: *
Disallow: /*?
Disallow: /*/sign-in
Disallow: /*/workspace/
Disallow: /*/desk/
Sitemap: {origin}/sitemap.xml
"""


def robots() -> str:
    """Keep crawlers out of filters and of what needs a sign-in, and into everything else."""
    return ROBOTS.format(origin=_origin())


def index() -> list[str]:
    """List the files, language by language."""
    rows = db.session.scalar(queries.NUMBER_OPEN) or 0
    files = range(1, max(1, -(-rows // MOST)) + 1)
    return [f"{_origin()}/{language}/sitemap-{number}.xml" for language in LANGUAGES for number in files]


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
    return [(_in(g.language, path), changed, [(code, _in(code, path)) for code in LANGUAGES]) for path, changed in rows]


def _in(language: str, path: str) -> str:
    return f"{_origin()}/{language}/{path}"


def _origin() -> str:
    found: str = current_app.config["SETTINGS"].public_url
    return found
