"""A sheet of paper for what is still to come, the square on it, and the short address it leads to."""

import re
import xml.etree.ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.tongues import LANGUAGES
from tests.portal.conftest import PUBLIC
from tests.portal.test_pages import signed_in


def references(demo: Session, *states: Status) -> list[str]:
    found = list(demo.scalars(select(Initiative.reference).where(Initiative.status.in_(states))))
    demo.rollback()
    return found


def test_the_page_of_what_is_to_come_leads_to_its_poster(site: Flask, demo: Session) -> None:
    client = site.test_client()
    for reference in references(demo, Status.PUBLISHED):
        for language in LANGUAGES:
            path = f"/{language}/initiatives/{reference}"
            assert f'href="{path}/poster"' in client.get(path).text
            poster = client.get(f"{path}/poster").text
            assert f"dialogue.example/i/{reference}<" in poster
            assert f'src="{path}/code.svg"' in poster
            assert f'href="{path}/code.svg" download' in poster
            assert poster.count("<h1") == 1


def test_what_is_over_has_no_poster_and_what_is_not_public_nothing_at_all(site: Flask, demo: Session) -> None:
    over = references(demo, Status.CONCLUDED, Status.WITHDRAWN)
    shut = references(demo, *(set(Status) - {Status.PUBLISHED, Status.CONCLUDED, Status.WITHDRAWN}))
    for client in (site.test_client(), signed_in(site, "youth")):
        for reference in over:
            assert "/poster" not in client.get(f"/en/initiatives/{reference}").text
            assert client.get(f"/en/initiatives/{reference}/poster").status_code == 404
            assert client.get(f"/en/initiatives/{reference}/code.svg").status_code == 200
        for reference in shut:
            for what in ("poster", "code.svg"):
                assert client.get(f"/en/initiatives/{reference}/{what}").status_code == 404


def test_the_square_is_a_plain_drawing_of_the_short_address(site: Flask, demo: Session) -> None:
    [reference, *_rest] = references(demo, Status.PUBLISHED)
    client = site.test_client()
    answer = client.get(f"/en/initiatives/{reference}/code.svg", headers={"Host": "evil.example"})
    assert answer.mimetype == "image/svg+xml"
    drawn = ET.fromstring(answer.text)  # noqa: S314  # our own answer
    assert drawn.get("viewBox")
    assert f"{PUBLIC}/i/{reference}" in (drawn.findtext("{http://www.w3.org/2000/svg}title") or "")
    assert not re.search(r"style=|<style|<script|class=", answer.text)
    assert len(answer.data) < 10_000


@pytest.mark.parametrize(("spoken", "led_to"), [("fr-BE,fr;q=0.9", "fr"), ("de", "de"), ("es", "nl"), ("", "nl")])
def test_the_short_address_leads_on_in_the_readers_language(site: Flask, spoken: str, led_to: str) -> None:
    answer = site.test_client().get("/i/2026-0042", headers={"Accept-Language": spoken})
    assert (answer.status_code, answer.location) == (302, f"/{led_to}/initiatives/2026-0042")
    assert "Accept-Language" in answer.headers["Vary"]


def test_much_to_say_is_set_smaller(site: Flask, demo: Session) -> None:
    [reference, *_rest] = references(demo, Status.PUBLISHED)
    client = site.test_client()
    path = f"/en/initiatives/{reference}/poster"
    assert not re.search(r'class="poster [^"]*full', client.get(path).text)
    begin_write(demo)
    found = demo.scalars(select(Initiative).where(Initiative.reference == reference)).one()
    found.room = "Room on the first floor, by the stairs. " * 5
    demo.commit()
    assert re.search(r'class="poster [^"]*full', client.get(path).text)
