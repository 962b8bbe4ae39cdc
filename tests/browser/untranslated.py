"""What a page of the site in no language may still say in plain letters: what people typed, names, dates."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from babel.dates import get_day_names, get_month_names

from participation.places.data import municipalities, provinces
from participation.tongues import LANGUAGES
from tests.browser.server import Site
from tests.pseudo import untouched
from tests.wording import reference

SAMPLES = (
    "Jeugdraad Voorbeeld", "Koffie met de brandweer", "We komen graag, met twee mensen en een ladderwagen",
    "Alex", "Robin",
)  # fmt: skip
NOT_SHOWN = ("initiative_words", "fts", "alembic", "entry", "journal")  # tables of words for machines
REASONS = ("attacks", "commercial", "duplicate", "incomplete", "other", "outside_subject", "individual_case")
# The platform's name, the language switch, what joins a list, and what `pages.STARTS` searches for.
NAMES = ("Réseau", "NL", "FR", "DE", "EN", "and", "koffie", *SAMPLES, *REASONS)
LOOSE = re.compile(r"https?://\S+|\S+@\S+|\b\w+(?:[-_.][\w]+)+\b|/\w\S*|\b[0-9a-f]{12}\b|[A-Za-z0-9+/=_-]{20,}")


def known(site: Site) -> list[str]:
    """List whatever is stored, and the names of reference data and of the calendar; longer ones first."""
    found = {*LANGUAGES.values(), *_stored(site)}
    for municipality in municipalities().values():
        found.update(municipality.names.values())
    for province in provinces().values():
        found.update(province.names.values())
    for language in LANGUAGES:
        found.update(reference(language))
    for names in (get_month_names("wide", locale="en_GB"), get_day_names("wide", locale="en_GB")):
        found.update(names.values())
    lines = (" ".join(line.split()) for text in found for line in text.splitlines())
    said = {line for line in lines if len(line) > 1 and _is_said(line)}
    return sorted(said.union(NAMES), key=len, reverse=True)


def _stored(site: Site) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if not table.startswith(NOT_SHOWN):
                for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  # a table of our own
                    for value in row:
                        yield from _texts(value)


def _is_said(line: str) -> bool:
    """Tell a name or a sentence from a key of our own, which may not be shown to anybody."""
    return " " in line or not line.islower()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and value[:1] in "[{":
        try:
            value = json.loads(value)
        except ValueError:
            yield str(value)
    if isinstance(value, str):
        yield value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def plain(said: Iterable[str], data: list[str]) -> list[str]:
    """List the texts that hold words which nobody translated and nobody typed."""
    found = []
    for text in said:
        left = " ".join(text.split())
        if left.endswith("…") and any(one.startswith(left[:-1].rstrip()) for one in data):
            continue  # a name that a drawing had no room for
        if not untouched(LOOSE.sub(" ", left)):
            continue
        for one in data:
            if one in left:
                left = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", left)
        if words := untouched(LOOSE.sub(" ", left)):
            found.append(f"{text[:120]!r}: {words[:8]}")
    return found
