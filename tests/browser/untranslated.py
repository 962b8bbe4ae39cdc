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

# Names of things, signs for machines, and what the browser writes by itself.
NAMES = ("Réseau", "NL", "FR", "DE", "EN", "Aa", "and")
LOOSE = re.compile(r"https?://\S+|\S+@\S+|\b\w+(?:[-_.][\w]+)+\b|/\w\S*|[A-Za-z0-9+/=_-]{20,}")


def known(site: Site) -> list[str]:
    """List whatever is stored, and the names of reference data and of the calendar; longer ones first."""
    found = {*NAMES, *LANGUAGES.values()}
    with closing(sqlite3.connect(f"file:{site.database}?mode=ro", uri=True)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table.startswith(("initiative_words", "fts", "alembic", "entry", "journal")):
                continue
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  # a table of our own
                for value in row:
                    found.update(_texts(value))
    for place in (*municipalities().values(), *provinces().values()):
        found.update(place.names.values())
    for language in LANGUAGES:
        found.update(reference(language))
    for names in (get_month_names("wide", locale="en_GB"), get_day_names("wide", locale="en_GB")):
        found.update(names.values())
    lines = (" ".join(line.split()) for text in found for line in text.splitlines())
    return sorted({line for line in lines if len(line) > 1 and _is_said(line)}, key=len, reverse=True)


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
        if not untouched(LOOSE.sub(" ", left)):
            continue
        for one in data:
            if one in left:
                left = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", left)
        if words := untouched(LOOSE.sub(" ", left)):
            found.append(f"{text[:120]!r}: {words[:8]}")
    return found
