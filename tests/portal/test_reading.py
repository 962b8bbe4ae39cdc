"""Pages to read, and what search engines are told."""

import re
import xml.etree.ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives.labels import CHECKLIST
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.languages import choose
from participation.reasons.models import Reason

PAGES = ("about", "accessibility", "privacy", "how-we-moderate", "contact", "good-initiative")


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_page_is_reached_from_the_footer(app: Flask, demo: Session, language: str) -> None:
    demo.rollback()
    client = app.test_client()
    footer = client.get(f"/{language}/").text.split('<footer class="foot">')[1]
    for name in PAGES:
        assert f'href="/{language}/{name}"' in footer
        answer = client.get(f"/{language}/{name}")
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.text.count("<h1") == 1


def test_the_rules_of_moderation_are_those_in_force(app: Flask, demo: Session) -> None:
    reasons = [reason.wordings["en"] for reason in demo.scalars(select(Reason))]
    demo.rollback()
    with app.test_request_context():
        choose("en")
        lines = [str(line) for line in CHECKLIST.values()]
    page = app.test_client().get("/en/how-we-moderate").text
    assert all(words in page for words in [*lines, *reasons])
    assert "Within 10 working days" in page
    assert "3 organisations from 2 pillars" in page


def test_two_published_examples_show_a_good_initiative(app: Flask, demo: Session) -> None:
    demo.rollback()
    assert app.test_client().get("/en/good-initiative").text.count('class="card look-') == 2


def test_whom_to_turn_to_comes_from_the_settings(app: Flask) -> None:
    page = app.test_client().get("/en/contact").text
    settings = app.config["SETTINGS"]
    assert settings.publisher in page
    assert f"mailto:{settings.contact_email}" in page
    assert "Telephone" not in page  # none is set


def test_robots_keep_out_of_filters_and_find_the_map(app: Flask) -> None:
    answer = app.test_client().get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /*?" in answer.text
    assert "Disallow: /\n" not in answer.text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in answer.text


def test_the_map_lists_what_is_public_in_each_language(app: Flask, demo: Session) -> None:
    public = set(
        demo.scalars(select(Initiative.reference).where(Initiative.status.in_({Status.PUBLISHED, "concluded"})))
    )
    demo.rollback()
    client = app.test_client()
    files = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert [file.split("/")[3] for file in files] == ["nl", "fr", "de", "en"]
    answer = client.get("/fr/sitemap-1.xml")
    assert answer.mimetype == "application/xml"
    tree = ET.fromstring(answer.text)  # noqa: S314  # our own answer
    places = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = [url.findtext("s:loc", namespaces=places) or "" for url in tree.findall("s:url", places)]
    assert {place.rsplit("/", 1)[1] for place in found if "/initiatives/2" in place} == public
    assert all(len(url.findall("x:link", places)) == 5 for url in tree.findall("s:url", places))
    for place in found:
        assert client.get(place.removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert client.get("/fr/sitemap-0.xml").status_code == 404
    assert client.get("/fr/sitemap-99999999999999999999.xml").status_code == 404
