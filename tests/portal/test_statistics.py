"""The statistics count what everyone can read, the same in picture, table and file."""

import csv
import re
from io import StringIO

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives.labels import OUTCOMES
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from tests.portal.test_pages import do, signed_in

CHAPTER = re.compile(r'<section data-chapter="(\w+)">(.*?)</section>', re.DOTALL)
ROW = re.compile(r'<th scope="row" role="rowheader">(.*?)</th><td[^>]*><div>(\d+)</div>')
OPEN = {Status.PUBLISHED, Status.CONCLUDED}


def tables(page: str) -> dict[str, dict[str, int]]:
    return {key: {words: int(number) for words, number in ROW.findall(said)} for key, said in CHAPTER.findall(page)}


def in_file(text: str) -> list[int]:
    return [int(row[2]) for row in list(csv.reader(StringIO(text)))[1:]]


def public(session: Session) -> list[Initiative]:
    found = session.scalars(select(Initiative).where(Initiative.status.in_(sorted(OPEN)))).all()
    session.expunge_all()
    session.rollback()
    return list(found)


def test_every_table_counts_what_is_public_and_nothing_else(app: Flask, demo: Session) -> None:
    before = public(demo)
    page = app.test_client().get("/en/statistics").text
    found = tables(page)
    for key in ("month", "province", "language", "outcome"):
        assert sum(found[key].values()) == len(before), key
    for code, name in (("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch")):
        assert found["language"][name] == sum(one.language == code for one in before)
    by_outcome = list(found["outcome"].values())
    assert by_outcome == [sum(one.outcome == key for one in before) for key in OUTCOMES] + [
        sum(one.outcome is None for one in before)
    ]
    assert tables(signed_in(app, "moderator").get("/en/statistics").text) == found
    shut = next(one.reference for one in before if one.status is Status.PUBLISHED)
    desk = signed_in(app, "moderator")
    do(desk, f"/en/initiatives/{shut}/unpublish", "unpublish", reason="It names a private person.")
    after = tables(app.test_client().get("/en/statistics").text)
    assert all(sum(after[key].values()) == len(before) - 1 for key in ("month", "province", "language", "outcome"))
    assert sum(after["signed"].values()) < sum(found["signed"].values())


def test_a_dialogue_that_did_not_take_place_shows_in_the_share(app: Flask, demo: Session) -> None:
    known = [one for one in public(demo) if one.outcome]
    missed = sum(one.outcome == "did_not_take_place" for one in known)
    page = app.test_client().get("/en/statistics").text
    said = re.search(r"<dt>of these did not take place</dt><dd>(\d+)%</dd>", page)
    assert said is not None
    assert int(said[1]) == round(100 * missed / len(known))


def test_picture_table_and_file_say_the_same(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    page, file = client.get("/nl/statistics").text, client.get("/nl/statistics.csv")
    rows = [number for chapter in tables(page).values() for number in chapter.values()]
    assert in_file(file.text) == rows
    assert file.mimetype == "text/csv"
    assert "attachment" in file.headers["Content-Disposition"]
    drawn = [int(number) for number in re.findall(r'<text class="figure"[^>]*>(\d+)</text>', page)]
    assert drawn == rows
    assert page.count('<svg class="bars"') == page.count("<desc id=") == len(tables(page)) == 6


def test_an_empty_site_has_statistics_too(app: Flask) -> None:
    found = tables(app.test_client().get("/en/statistics").text)
    assert sum(sum(chapter.values()) for chapter in found.values()) == 0
