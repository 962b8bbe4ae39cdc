"""The figures in public: initiatives by month, pillar, province, language and outcome, as bars, table and file."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import g
from sqlalchemy.orm import Session

from participation import clock
from participation.initiatives.labels import OUTCOMES
from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.reference import PILLARS
from participation.places.data import provinces
from participation.portal.network import tallied
from participation.tongues import AUTHENTIC, LANGUAGES
from participation.web import formats
from participation.web.tables import table

MONTHS = 12  # one by one; what is older is one row
NOT_HELD = "did_not_take_place"


class Figure(NamedTuple):
    """One row of a table, one bar of a picture."""

    words: str
    number: int
    look: str = ""


class Chapter(NamedTuple):
    """One question and its answers."""

    key: str
    title: str
    about: str
    of: str  # what the rows are
    figures: list[Figure]


def chapters(session: Session) -> list[Chapter]:
    """Count everything in public, as it is at this moment."""
    tally = tallied()
    with tally.lock:
        tally.follow(session)
        by = {what: dict(found) for what, found in tally.by.items()}
    return [chapter for chapter in _chapters(by) if chapter.figures]


def _chapters(by: Mapping[str, Mapping[str, int]]) -> Iterator[Chapter]:
    def of(what: str) -> Mapping[str, int]:
        return by.get(what, {})

    yield Chapter(
        "month", _("Initiatives by month"), _("Public initiatives by the month in which they were published."),
        _("Month"), list(_months(of("month"))),
    )  # fmt: skip
    yield Chapter(
        "outcome", _("What came of them"), _("Public initiatives by their outcome, as their proposers report it."),
        _("Outcome"), list(_outcomes(of("outcome"))),
    )  # fmt: skip
    yield Chapter(
        "asked", _("Initiatives by pillar asked"),
        _("Public initiatives by the pillars they ask something of; one can ask several."),
        _("Pillar"), list(_pillars(of("asked"))),
    )  # fmt: skip
    yield Chapter(
        "signed", _("Co-signatures by pillar"), _("Co-signatures that stand under public initiatives, by pillar."),
        _("Pillar"), list(_pillars(of("signed"))),
    )  # fmt: skip
    yield Chapter(
        "province", _("Initiatives by province"), _("Public initiatives by where they take place."), _("Province"),
        [Figure(p.names[g.language], of("province").get(key, 0)) for key, p in provinces().items()],
    )  # fmt: skip
    yield Chapter(
        "language", _("Initiatives by language"), _("Public initiatives by the language they were written in."),
        _("Language"), [Figure(LANGUAGES[code], of("language").get(code, 0)) for code in AUTHENTIC],
    )  # fmt: skip


def _months(found: Mapping[str, int]) -> Iterator[Figure]:
    today = clock.today()
    last = today.year * 12 + today.month - 1
    months = [date(at // 12, at % 12 + 1, 1) for at in range(last - MONTHS + 1, last + 1)]
    recent = {f"{month:%Y-%m}" for month in months}
    earlier = sum(number for month, number in found.items() if month not in recent)
    if earlier:
        yield Figure(_("Before %(month)s", month=formats.month(months[0], g.language)), earlier)
    for month in months:
        yield Figure(formats.begun(formats.month(month, g.language)), found.get(f"{month:%Y-%m}", 0))


def _outcomes(found: Mapping[str, int]) -> Iterator[Figure]:
    for key, label in OUTCOMES.items():
        yield Figure(formats.begun(str(label)), found.get(key, 0))
    yield Figure(_("Not known yet"), found.get("", 0))


def _pillars(found: Mapping[str, int]) -> Iterator[Figure]:
    for key, pillar in PILLARS.items():
        if found.get(key) or pillar.counts:
            yield Figure(pillar.short(g.language), found.get(key, 0), pillar.look)


def values(session: Session) -> dict[str, Any]:
    """Return what the template of the statistics draws."""
    found = chapters(session)
    return {
        "chapters": [_drawn(chapter) for chapter in found],
        "figures": list(_first()),
        "is_empty": not tallied().initiatives,
    }


def _first() -> Iterator[tuple[str, str]]:
    """List the few figures everyone asks for; among the concluded, the share of those that did not take place."""
    tally = tallied()
    with tally.lock:
        number, signed = tally.initiatives, tally.pairs.total()
        outcomes = {key: tally.by["outcome"][key] for key in OUTCOMES}
    concluded = sum(outcomes.values())
    yield _n("public initiative", "public initiatives", number), formats.number(number, g.language)
    yield _n("co-signature", "co-signatures", signed), formats.number(signed, g.language)
    yield _("with a known outcome"), formats.number(concluded, g.language)
    if concluded:
        yield _("of these did not take place"), formats.percent(outcomes[NOT_HELD], concluded, g.language)


def _drawn(chapter: Chapter) -> dict[str, Any]:
    most = max(figure.number for figure in chapter.figures)
    rows = _rows(chapter)
    return {
        "key": chapter.key,
        "title": chapter.title,
        "about": chapter.about,
        "heads": [chapter.of, *_heads()],
        "rows": rows,
        "most": most,
        "bars": [
            (words, number, [(figure.number, figure.look)])
            for (words, number, _share), figure in zip(rows, chapter.figures, strict=True)
        ],
    }


def _heads() -> list[str]:
    return [_("How many"), _("Share")]


def _rows(chapter: Chapter) -> list[tuple[str, str, str]]:
    total = sum(figure.number for figure in chapter.figures)
    return [
        (words, formats.number(number, g.language), formats.percent(number, total, g.language))
        for words, number, _look in chapter.figures
    ]


def as_file(session: Session) -> str:
    """Write every table into one, as a spreadsheet reads it: plain numbers, one row a figure."""
    rows: list[list[Any]] = [[_("Table"), _("Row"), _("How many"), _("Share in percent")]]
    for chapter in chapters(session):
        total = sum(figure.number for figure in chapter.figures)
        for words, number, _look in chapter.figures:
            rows.append([chapter.title, words, number, round(100 * number / total, 1) if total else ""])
    return table(rows)
