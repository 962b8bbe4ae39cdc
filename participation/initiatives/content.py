"""Reading the working copy: what is wrong with it, and the version it makes. Pure; drafts are kept as typed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from participation import clock
from participation.errors import Problem
from participation.initiatives.models import Ask, Audience, Initiative, Version, WorkingCopy
from participation.initiatives.vocabulary import (
    ASK_TYPES,
    AUDIENCES,
    DATE_KINDS,
    DATED,
    DETAILS,
    ENDING,
    LONGEST,
    MOST_ASKS,
    MOST_OF_AN_ASK,
)
from participation.journal.chain import digest
from participation.organisations.reference import PILLARS
from participation.places.data import find

Problems = dict[str, Problem]
MISSING = Problem("missing")


@dataclass(frozen=True)
class Fixed:
    """The fixed fields of a text, read and in order: what two versions are compared by."""

    title: str
    summary: str
    body: str
    audiences: tuple[str, ...]
    municipality: str
    date_kind: str
    date_from: date | None
    date_to: date | None
    asks: tuple[tuple[str, str, str, int, str], ...] = field(default=())  # key, type, pillar, number, text
    limits: str = ""

    def digest(self) -> str:
        """Return what the journal keeps of the text."""
        return digest(json.dumps(self.__dict__, default=str, sort_keys=True, ensure_ascii=False))


def too_long(values: dict[str, str]) -> Problems:
    """Name every text that is longer than its field."""
    return {
        name: Problem("too_long", LONGEST[name])
        for name, value in values.items()
        if name in LONGEST and len(value) > LONGEST[name]
    }


def unkeepable(typed: Mapping[str, Any]) -> Problems:
    """Name what not even a draft keeps: no title, what is beyond a limit, and what no form of ours can send."""
    found = too_long({name: value for name, value in typed.items() if isinstance(value, str)})
    if "title" in typed and not typed["title"].strip():
        found = {"title": MISSING} | found
    if not set(typed.get("audiences", ())) <= set(AUDIENCES):
        found["audiences"] = Problem("not_a_choice")
    asks = typed.get("asks", ())
    if len(asks) > MOST_ASKS:
        found["asks"] = Problem("too_many", MOST_ASKS)
    for index, ask in enumerate(asks[:MOST_ASKS]):
        found |= {f"asks-{index}-{part}": problem for part, problem in _unkeepable_ask(ask).items()}
    return found


def _unkeepable_ask(ask: dict[str, Any]) -> Problems:
    found: Problems = {}
    for part, known in (("type", ASK_TYPES), ("pillar", PILLARS)):
        if ask[part] and ask[part] not in known:
            found[part] = Problem("not_a_choice")
    if len(ask["number"]) > LONGEST["number"]:
        found["number"] = Problem("not_a_number", MOST_OF_AN_ASK)
    if len(ask["text"]) > LONGEST["ask"]:
        found["text"] = Problem("too_long", LONGEST["ask"])
    return found


def read_date(text: str) -> date | None:
    """Read a day written as the browser's field writes it, or as people do; None where it is none."""
    text = text.strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def problems_of(copy: WorkingCopy) -> Problems:
    """Name everything that keeps the working copy from becoming a version, all at once, in the form's order."""
    found: Problems = {}
    for name in ("title", "summary", "body"):
        if not getattr(copy, name).strip():
            found[name] = MISSING
    if not copy.audiences or not set(copy.audiences) <= set(AUDIENCES):
        found["audiences"] = MISSING if not copy.audiences else Problem("not_a_choice")
    if find(copy.municipality) is None:
        found["municipality"] = Problem("not_a_municipality") if copy.municipality.strip() else MISSING
    found |= _date_problems(copy)
    found |= _ask_problems(copy.asks)
    if not copy.limits.strip():
        found["limits"] = MISSING
    return found | detail_problems(copy.hour, copy.links, copy.follow_up, copy.date_from)


def _date_problems(copy: WorkingCopy) -> Problems:
    if copy.date_kind not in DATE_KINDS:
        return {"date_kind": MISSING if not copy.date_kind else Problem("not_a_choice")}
    if copy.date_kind not in DATED:
        return {}
    first, last = read_date(copy.date_from), read_date(copy.date_to)
    found: Problems = {}
    if first is None:
        found["date_from"] = Problem("not_a_date") if copy.date_from.strip() else MISSING
    elif first < clock.today():
        found["date_from"] = Problem("date_in_past")
    if copy.date_kind in ENDING or copy.date_to.strip():
        if last is None:
            found["date_to"] = Problem("not_a_date") if copy.date_to.strip() else MISSING
        elif first is not None and last < first:
            found["date_to"] = Problem("date_order")
    return found


def _ask_problems(asks: list[dict[str, Any]]) -> Problems:
    if not asks:
        return {"asks": MISSING}
    if len(asks) > MOST_ASKS:
        return {"asks": Problem("too_many", MOST_ASKS)}
    return {f"asks-{index}-{part}": p for index, ask in enumerate(asks) for part, p in _one_ask(ask).items()}


def _one_ask(ask: dict[str, Any]) -> Problems:
    found: Problems = {}
    if ask["type"] not in ASK_TYPES:
        found["type"] = Problem("not_a_choice")
    if ask["pillar"] not in PILLARS:
        found["pillar"] = Problem("not_a_choice")
    if read_number(ask["number"]) is None:
        found["number"] = Problem("not_a_number", MOST_OF_AN_ASK)
    if not ask["text"].strip():
        found["text"] = MISSING
    elif len(ask["text"]) > LONGEST["ask"]:
        found["text"] = Problem("too_long", LONGEST["ask"])
    return found


def read_number(text: str) -> int | None:
    """Read how many are wanted; None for anything that is not a number one can want."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_OF_AN_ASK)) and int(text) > 0:
        return int(text)
    return None


def detail_problems(hour: str, links: str, follow_up: str, day: str) -> Problems:
    """Name what is wrong with the practical fields; all of them may be empty."""
    found: Problems = {}
    if hour.strip() and (problem := _hour_problem(hour.strip(), read_date(day))):
        found["hour"] = problem
    if any(not line.startswith(("https://", "http://")) or " " in line for line in links.split("\n") if line.strip()):
        found["links"] = Problem("not_a_link")
    if follow_up.strip() and read_date(follow_up) is None:
        found["follow_up"] = Problem("not_a_date")
    return found


def _hour_problem(hour: str, day: date | None) -> Problem | None:
    try:
        at = time.fromisoformat(hour)
    except ValueError:
        return Problem("not_a_time")
    if day is None:
        return None
    # In the night the clock goes forward, an hour is missing: there and back again through UTC it moves.
    local = datetime.combine(day, at, clock.BRUSSELS)
    there = datetime.fromtimestamp(local.timestamp(), clock.BRUSSELS)
    return Problem("no_such_hour") if there.time() != at else None


def fixed_of_copy(copy: WorkingCopy) -> Fixed:
    """Read the fixed fields of a working copy that has no problems."""
    place = find(copy.municipality)
    dated = copy.date_kind in DATED
    return Fixed(
        title=" ".join(copy.title.split()),
        summary=copy.summary.strip(),
        body=copy.body.strip(),
        audiences=tuple(a for a in AUDIENCES if a in copy.audiences),
        municipality=place.nis if place else copy.municipality,
        date_kind=copy.date_kind,
        date_from=read_date(copy.date_from) if dated else None,
        date_to=read_date(copy.date_to) if dated else None,
        asks=tuple(
            (a["key"], a["type"], a["pillar"], read_number(a["number"]) or 0, a["text"].strip()) for a in copy.asks
        ),
        limits=copy.limits.strip(),
    )


def fixed_of_version(version: Version) -> Fixed:
    """Read the fixed fields of a version."""
    return Fixed(
        title=version.title,
        summary=version.summary,
        body=version.body,
        audiences=tuple(a.audience for a in version.audiences),
        municipality=version.municipality,
        date_kind=version.date_kind,
        date_from=version.date_from,
        date_to=version.date_to,
        asks=tuple((a.key, a.type, a.pillar, a.number, a.text) for a in version.asks),
        limits=version.limits,
    )


def freeze(fixed: Fixed, number: int, at: datetime) -> Version:
    """Make the version that says what `fixed` says."""
    return Version(
        number=number,
        title=fixed.title,
        summary=fixed.summary,
        body=fixed.body,
        municipality=fixed.municipality,
        date_kind=fixed.date_kind,
        date_from=fixed.date_from,
        date_to=fixed.date_to,
        limits=fixed.limits,
        created_at=at,
        audiences=[Audience(audience=key, position=place) for place, key in enumerate(fixed.audiences)],
        asks=[
            Ask(key=key, position=place, type=kind, pillar=pillar, number=wanted, text=text)
            for place, (key, kind, pillar, wanted, text) in enumerate(fixed.asks)
        ],
    )


def details_of(initiative: Initiative) -> dict[str, object]:
    """Return the practical details readers see now, field by field of the form."""
    return {name: getattr(initiative, name) for name in (*DETAILS, "contact_shown")}
