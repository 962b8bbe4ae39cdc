"""The pictures of an initiative: co-signatures over time as they counted, and each ask with what it found."""

import re
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives import policy, queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import CoSignature, Initiative
from participation.initiatives.models.co_signature import Ending
from participation.initiatives.queries import Count
from participation.languages import choose
from participation.organisations.reference import PILLARS
from participation.portal import life
from tests.portal.test_pages import do, signed_in

NEEDED = Count(3, 2)
DRAWN = re.compile(r'<div class="gathered">.*?</details>', re.DOTALL)


def everything(session: Session) -> list[Initiative]:
    found = [queries.one(session, reference) for reference in session.scalars(select(Initiative.reference)).all()]
    return [one for one in found if one is not None]


def totals(app: Flask, found: Initiative) -> list[int]:
    with app.test_request_context("/en/"):
        choose("en")
        drawn = life.gathered(found, NEEDED)
        return [int(figure) for _day, figure, _parts in drawn["bars"]] if drawn else []


def test_the_last_bar_is_what_counts_now(app: Flask, demo: Session) -> None:
    seen = 0
    for found in everything(demo):
        counted = sum(number for _pillar, number in policy.pillars_signed(found))
        bars = totals(app, found)
        assert (bars[-1] if bars else 0) == counted, found.reference
        seen += bool(bars)
    assert seen > 5


def test_what_was_taken_back_counts_until_that_day(app: Flask, demo: Session) -> None:
    found = next(one for one in everything(demo) if len(totals(app, one)) > 2)
    counting = [s for s in found.co_signatures if policy.stands(found, s) and PILLARS[s.organisation.pillar].counts]
    before = totals(app, found)
    last: CoSignature = counting[-1]
    last.ended_at, last.ended_as = last.at + timedelta(days=40), Ending.WITHDRAWN
    after = totals(app, found)
    assert after[-1] == before[-1] - 1
    assert max(after) == max(before)
    demo.rollback()


def test_of_a_long_life_each_month_is_one_bar(app: Flask, demo: Session) -> None:
    found = next(one for one in everything(demo) if totals(app, one))
    first = min(s.at for s in found.co_signatures)
    counting = next(s for s in found.co_signatures if PILLARS[s.organisation.pillar].counts)
    more = [
        CoSignature(organisation=counting.organisation, version=found.shown, at=first + timedelta(days=9 * turn))
        for turn in range(1, 80)
    ]
    found.co_signatures.extend(more)
    bars = totals(app, found)
    assert len(bars) == life.MOST
    assert bars == sorted(bars)
    demo.expunge_all()
    demo.rollback()


def test_an_ask_is_never_fuller_than_full(app: Flask, demo: Session) -> None:
    with app.test_request_context("/en/"):
        choose("en")
        for found in everything(demo):
            for ask in found.shown_version.asks if found.shown else ():
                who = life.brought(found)[ask.key]
                shares = [share for share, _look, _words in life.parts(ask, who)]
                assert sum(shares) <= 100.01
                met = sum(number for _who, number in who)
                assert abs(sum(shares) - 100 * min(met, ask.number) / ask.number) < 0.01


def test_the_picture_is_there_for_whoever_reads_the_text_and_for_nobody_else(app: Flask, demo: Session) -> None:
    public = demo.scalars(select(Initiative.reference).where(Initiative.status == Status.PUBLISHED)).all()[0]
    demo.rollback()
    page = app.test_client().get(f"/en/initiatives/{public}").text
    drawing = DRAWN.search(page)
    assert drawing is not None
    assert '<title id="bars-gathered-title">' in drawing[0]
    assert '<line class="mark"' in drawing[0]
    assert page.count('class="as-table"') == 2
    desk = signed_in(app, "moderator")
    do(desk, f"/en/initiatives/{public}/unpublish", "unpublish", reason="It names a private person.")
    notice = app.test_client().get(f"/en/initiatives/{public}").text
    assert "bars" not in notice
    assert "locator" not in notice
