"""The map counts what the list shows, province by province, and nothing else."""

import re
from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.places.data import provinces
from participation.portal.atlas import SHADES, shaded, steps
from tests.portal.test_pages import do, signed_in

AREA = re.compile(r'<a class="shade-(\d)" href="([^"]+)" rel="nofollow" aria-label="([^:]+): (\d+) initiatives?">')
MOST_BYTES = 40_000


def areas(page: str) -> dict[str, int]:
    return {href.rpartition("=")[2]: int(number) for _shade, href, _name, number in AREA.findall(page)}


def listed(app: Flask, province: str) -> int:
    return app.test_client().get(f"/en/initiatives/?province={province}").text.count("data-reference=")


def test_each_province_has_the_number_its_list_has(app: Flask, demo: Session) -> None:
    public = demo.scalars(select(Initiative.reference).where(Initiative.status == Status.PUBLISHED)).first()
    demo.rollback()
    page = app.test_client().get("/en/map").text
    before = areas(page)
    assert set(before) == set(provinces())
    assert before == {key: listed(app, key) for key in provinces()}
    assert 0 < sum(before.values()) < 20
    assert areas(signed_in(app, "moderator").get("/en/map").text) == before
    desk = signed_in(app, "moderator")
    do(desk, f"/en/initiatives/{public}/unpublish", "unpublish", reason="It names a private person.")
    after = areas(app.test_client().get("/en/map").text)
    assert sum(after.values()) == sum(before.values()) - 1
    assert after == {key: listed(app, key) for key in provinces()}


def test_the_map_is_small_told_in_words_and_has_its_table(app: Flask, demo: Session) -> None:
    demo.rollback()
    page = app.test_client().get("/nl/map")
    assert len(page.data) < MOST_BYTES
    drawing = re.search(r'<svg class="belgium".*?</svg>', page.text, re.DOTALL)
    assert drawing is not None
    assert '<title id="map-title">' in drawing[0]
    assert '<desc id="map-about">' in drawing[0]
    assert page.text.count('rel="nofollow">') == len(provinces())  # the rows of the table


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_an_initiative_shows_its_province_by_shapes_kept_elsewhere(app: Flask, demo: Session, language: str) -> None:
    public = demo.scalars(select(Initiative.reference).where(Initiative.status == Status.PUBLISHED)).first()
    demo.rollback()
    page = app.test_client().get(f"/{language}/initiatives/{public}").text
    drawing = re.search(r'<svg class="locator".*?</svg>', page, re.DOTALL)
    assert drawing is not None
    here = re.search(r"belgium.svg\?v=\w+#(\w+)\"/></svg>", drawing[0])
    assert here is not None
    assert here[1] in provinces()
    assert provinces()[here[1]].names[language] in drawing[0].replace("&#39;", "'")
    assert "<path" not in drawing[0]


@given(st.integers(0, 100_000))
def test_the_shades_part_the_numbers_without_a_gap(most: int) -> None:
    ranges = steps(most)
    assert len(ranges) <= SHADES
    assert ([ranges[0][0], ranges[-1][1]] if ranges else []) == ([1, most] if most else [])
    assert all(after[0] == before[1] + 1 for before, after in pairwise(ranges))
    assert shaded(0, ranges) == 0
    assert not most or shaded(most, ranges) == SHADES
