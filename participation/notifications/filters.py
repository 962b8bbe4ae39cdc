"""What a follower may ask to be told of: one initiative, or the fields of the list's filter, in one spelling.

The list reads a filter as SQL; here one initiative is held against many filters, when it is published. A test
compares the two readings.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives import fulltext, queries
from participation.initiatives.labels import AUDIENCES, WRITTEN_IN
from participation.initiatives.models import Initiative, Version, Words
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import find, municipality, name_of, province_name, provinces
from participation.tongues import AUTHENTIC
from participation.web.formats import listed, month

INITIATIVE, FILTER = "initiative:", "filter:"
LONGEST_SEARCH = 100  # characters
FIELDS = ("q", "pillar", "kind", "audience", "province", "municipality", "month", "language")


class Facts(NamedTuple):
    """What filters ask of one initiative."""

    initiative: Initiative
    version: Version
    folded: str


def of_initiative(initiative_id: int) -> str:
    """Write what is followed where it is one initiative."""
    return f"{INITIATIVE}{initiative_id}"


def canonical(given: Mapping[str, str]) -> str:
    """Write a filter in one spelling, whatever else the address held; state and order are no part of it."""
    read = {name: READ[name](given.get(name, "").strip()) for name in FIELDS}
    return FILTER + urlencode({name: value for name, value in read.items() if value})


def values_of(about: str) -> dict[str, str]:
    """Read the fields of a filter."""
    return dict(parse_qsl(about.removeprefix(FILTER)))


def fitting(session: Session, initiative_id: int, abouts: Iterable[str]) -> list[str]:
    """List which of the filters an initiative fits."""
    found = queries.by_ids(session, [initiative_id]).get(initiative_id)
    if found is None or not found.shown:
        return []
    folded = session.scalar(select(Words.folded).where(Words.initiative_id == initiative_id)) or ""
    facts = Facts(found, found.shown_version, folded)
    return [about for about in abouts if all(FITS[name](facts, value) for name, value in values_of(about).items())]


def _says(facts: Facts, typed: str) -> bool:
    return fulltext.says(facts.folded, fulltext.search_terms(typed))


def _in_province(facts: Facts, key: str) -> bool:
    place = municipality(facts.version.municipality)
    return place is not None and place.province == key


def _in_month(facts: Facts, month: str) -> bool:
    begins, ends = facts.version.date_from, facts.version.date_to or facts.version.date_from
    return begins is not None and ends is not None and f"{begins:%Y-%m}" <= month <= f"{ends:%Y-%m}"


FITS: dict[str, Callable[[Facts, str], bool]] = {
    "q": _says,
    "pillar": lambda facts, value: any(ask.pillar == value for ask in facts.version.asks),
    "kind": lambda facts, value: facts.initiative.organisation.kind == value,
    "audience": lambda facts, value: any(one.audience == value for one in facts.version.audiences),
    "province": _in_province,
    "municipality": lambda facts, value: facts.version.municipality == value,
    "month": _in_month,
    "language": lambda facts, value: facts.initiative.language == value,
}


def _month(typed: str) -> str:
    try:
        return f"{date.fromisoformat(f'{typed}-01'):%Y-%m}"
    except ValueError:
        return ""


def _municipality(typed: str) -> str:
    found = find(typed) if typed else None
    return found.nis if found else ""


READ: dict[str, Callable[[str], str]] = {
    "q": lambda typed: " ".join(fulltext.search_terms(typed[:LONGEST_SEARCH])),
    "pillar": lambda typed: typed if typed in PILLARS else "",
    "kind": lambda typed: typed if typed in KINDS else "",
    "audience": lambda typed: typed if typed in AUDIENCES else "",
    "province": lambda typed: typed if typed in provinces() else "",
    "municipality": _municipality,
    "month": _month,
    "language": lambda typed: typed if typed in AUTHENTIC else "",
}
SAID: dict[str, Callable[[str, str], str]] = {
    "q": lambda value, _language: value,
    "pillar": lambda value, language: PILLARS[value].label(language),
    "kind": lambda value, language: KINDS[value].label(language),
    "audience": lambda value, _language: str(AUDIENCES[value]),
    "province": province_name,
    "municipality": name_of,
    "month": lambda value, language: month(date.fromisoformat(f"{value}-01"), language),
    "language": lambda value, _language: str(WRITTEN_IN[value]),
}


def searched(about: str, language: str) -> str:
    """Name what a filter asks for, in the reader's words; empty where it asks for everything."""
    return listed((SAID[name](value, language) for name, value in values_of(about).items()), language)
