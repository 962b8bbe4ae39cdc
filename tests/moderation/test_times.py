"""Moderators see how long each language and each pillar waited, this month and the last; nobody else does."""

import re
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.initiatives.answering import answers, middle
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.moderation.times import first_days
from tests.portal.test_pages import do, signed_in

CHART = re.compile(r'<section data-chart="(\w+)">(.*?)</section>', re.DOTALL)
ROW = re.compile(r'<th scope="row" role="rowheader">(.*?)</th>(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<td[^>]*><div>(.*?)</div>")


def rows(page: str, chart: str) -> list[list[str]]:
    found = dict(CHART.findall(page))
    return [[name, *CELL.findall(cells)] for name, cells in ROW.findall(found[chart])]


def test_the_figures_are_those_of_the_journal(app: Flask, demo: Session) -> None:
    last, this = first_days(clock.today())
    found = answers(demo, datetime(last.year, last.month, 1, tzinfo=UTC) - timedelta(hours=2))
    languages = {row[0]: row[1] for row in demo.execute(select(Initiative.id, Initiative.language))}
    expected = {}
    for code, name in (("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch")):
        for month in (last, this):
            days = sorted(
                answer.days
                for answer in found
                if languages[answer.initiative] == code
                and answer.at.astimezone(clock.BRUSSELS).date().replace(day=1) == month
            )
            expected[name, month == this] = len(days), middle(days) if days else None, days[-1] if days else None
    demo.rollback()
    page = signed_in(app, "moderator").get("/en/desk/waiting-times").text
    shown = {}
    for at, (name, _month, number, half, longest) in enumerate(rows(page, "language")):
        shown[name, at % 2 == 1] = int(number), *(int(said.split()[0]) if said else None for said in (half, longest))
    assert shown == expected
    assert any(number for number, _half, _longest in shown.values())
    assert page.count('<svg class="bars"') >= 4


def test_an_answer_of_today_shows_at_once(app: Flask, demo: Session) -> None:
    waiting = demo.execute(
        select(Initiative.reference, Initiative.language).where(
            Initiative.status == Status.SUBMITTED, Initiative.taken_by_id.is_(None)
        )
    )
    reference, language = next(iter(waiting))
    demo.rollback()
    name = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch"}[language]
    desk = signed_in(app, "moderator2")

    def answered() -> tuple[int, int]:
        page = desk.get("/en/desk/waiting-times").text
        given = sum(int(row[2]) for row in rows(page, "language") if row[0] == name)
        return given, next(int(row[1]) for row in rows(page, "waiting") if row[0] == name)

    given, left = answered()
    act = f"/en/initiatives/{reference}/request-changes"
    done = do(desk, act, "request-changes", **{"remarks-title": "Say in the title where it is."})
    assert done.status_code == 303, done.text
    assert answered() == (given + 1, left - 1)


def test_nobody_else_sees_it(app: Flask, demo: Session) -> None:
    demo.rollback()
    assert app.test_client().get("/en/desk/waiting-times").status_code == 303
    for name in ("youth", "fire", "admin"):
        assert signed_in(app, name).get("/en/desk/waiting-times").status_code == 404


def test_last_month_is_the_one_before_even_in_january() -> None:
    assert first_days(date(2027, 1, 15)) == (date(2026, 12, 1), date(2027, 1, 1))
    assert first_days(date(2026, 3, 31)) == (date(2026, 2, 1), date(2026, 3, 1))
