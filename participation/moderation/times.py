"""How long the desk took this month and the last, by language and by pillar: an imbalance is to be seen at a glance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from flask import g
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from participation import clock
from participation.initiatives.answering import Answer, answers, middle
from participation.initiatives.models import Ask, Initiative
from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.reference import PILLARS
from participation.tongues import AUTHENTIC, LANGUAGES
from participation.web import formats

_IDS = Initiative.id.in_(bindparam("ids", expanding=True))
LANGUAGE_OF = select(Initiative.id, Initiative.language).where(_IDS)
PILLARS_OF = (
    select(Initiative.id, Ask.pillar)
    .join(Ask, (Ask.initiative_id == Initiative.id) & (Ask.version == Initiative.shown))
    .where(_IDS)
    .distinct()
)
WAITING = (
    select(Initiative.language, func.count(), func.min(Initiative.waiting_since))
    .where(Initiative.waiting_since.is_not(None))
    .group_by(Initiative.language)
)


class Month(NamedTuple):
    """The answers of one month, in working days, shortest first."""

    name: str
    days: list[int]


class Group(NamedTuple):
    """A language or a pillar, with both months."""

    key: str
    words: str
    look: str
    months: list[Month]


def first_days(today: date) -> tuple[date, date]:
    """Return the first day of last month and of this one."""
    this = today.replace(day=1)
    return (this - timedelta(days=1)).replace(day=1), this


def values(session: Session) -> dict[str, Any]:
    """Return what the template draws: languages, pillars, and what still waits."""
    months = first_days(clock.today())
    found = answers(session, datetime.combine(months[0], time.min, clock.BRUSSELS).astimezone(UTC))
    ids = {"ids": sorted({answer.initiative for answer in found})}
    languages = {number: [language] for number, language in session.execute(LANGUAGE_OF, ids)}
    pillars: dict[int, list[str]] = defaultdict(list)
    for number, pillar in session.execute(PILLARS_OF, ids):
        pillars[number].append(pillar)
    by_language, by_pillar = _by(found, languages, months), _by(found, pillars, months)
    groups = [
        (_("By language of the text"), "language", [
            Group(code, LANGUAGES[code], "", _months(by_language, code, months)) for code in AUTHENTIC]),
        (_("By pillar asked"), "pillar", [
            Group(key, pillar.short(g.language), pillar.look, _months(by_pillar, key, months))
            for key, pillar in PILLARS.items() if any(by_pillar.get((key, month)) for month in months)]),
    ]  # fmt: skip
    return {"charts": [_chart(*group) for group in groups], "waiting": _waiting(session)}


def _by(
    found: Iterable[Answer], of: Mapping[int, list[str]], months: tuple[date, date]
) -> dict[tuple[str, date], list[int]]:
    days: dict[tuple[str, date], list[int]] = defaultdict(list)
    for answer in found:
        month = months[answer.at.astimezone(clock.BRUSSELS).date() >= months[1]]
        for key in of.get(answer.initiative, ()):
            days[key, month].append(answer.days)
    return days


def _months(by: Mapping[tuple[str, date], list[int]], key: str, months: tuple[date, date]) -> list[Month]:
    return [Month(formats.month(month, g.language), sorted(by.get((key, month), []))) for month in months]


def _chart(title: str, key: str, groups: list[Group]) -> dict[str, Any]:
    rows = [(group, month) for group in groups for month in group.months]
    return {
        "title": title,
        "key": key,
        "most": max((month.days[-1] for _group, month in rows if month.days), default=1),
        "groups": [(group.key, group.words, [_bar(group, month) for month in group.months]) for group in groups],
        "heads": [title, _("Month"), _("Answers"), _("Half came within"), _("Longest")],
        "rows": [(group.words, month.name, *_figures(month.days)) for group, month in rows],
    }


def _bar(group: Group, month: Month) -> tuple[str, str, list[tuple[int, str]]]:
    if not month.days:
        return month.name, _("no answer"), []
    half, longest = middle(month.days), month.days[-1]
    said = _("%(half)s, at most %(longest)s", half=half, longest=longest)  # days: a telephone has no room for the word
    return month.name, said, [(half, group.look), (longest - half, "rest")]


def _figures(days: list[int]) -> tuple[str, str, str]:
    if not days:
        return "0", "", ""
    return formats.number(len(days), g.language), _in_days(middle(days)), _in_days(days[-1])


def _in_days(number: int) -> str:
    return _n("%(number)s working day", "%(number)s working days", number)


def _waiting(session: Session) -> list[tuple[str, str, str]]:
    """List what waits at this moment, by language, with the day since when."""
    rows = {language: (number, since) for language, number, since in session.execute(WAITING) if since}
    return [
        (LANGUAGES[code], formats.number(rows[code][0], g.language), formats.local_day(rows[code][1], g.language))
        if code in rows
        else (LANGUAGES[code], "0", "")
        for code in AUTHENTIC
    ]
