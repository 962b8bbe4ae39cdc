"""What feed readers and calendars follow: as the format wants it, and nothing that a visitor may not read."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative, Translation, Version
from participation.tongues import LANGUAGES
from tests.portal.conftest import PUBLIC
from tests.portal.test_pages import signed_in

pytestmark = pytest.mark.engines_in_turn

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
OF_FEED = {"id", "title", "subtitle", "updated", "link", "author", "icon", "entry"}
OF_ENTRY = {"id", "title", "published", "updated", "link", "author", "category", "content"}
LISTS = ("initiatives/feed.atom", "decisions.atom", "initiatives/calendar.ics")


def references(demo: Session, *states: Status) -> list[str]:
    found = list(demo.scalars(select(Initiative.reference).where(Initiative.status.in_(states))))
    demo.rollback()
    return found


def one(parent: ET.Element, name: str) -> str:
    """Read what must stand there once, and not be empty."""
    found = parent.findall(ATOM + name)
    assert len(found) == 1, name
    words = "".join(found[0].itertext()).strip()
    assert words, name
    return words


def entries(text: str, own: str, language: str) -> list[ET.Element]:
    """Parse a feed as strictly as RFC 4287 reads, and return its entries."""
    feed = ET.fromstring(text)  # noqa: S314  # our own answer
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(f"{XML}lang") == language
    assert {child.tag.removeprefix(ATOM) for child in feed} <= OF_FEED
    assert one(feed, "title")
    assert one(feed, "id") == own == links(feed)["self"]
    found = feed.findall(f"{ATOM}entry")
    assert len({one(entry, "id") for entry in found}) == len(found)
    for entry in found:
        well_formed(entry)
    dates = [one(entry, "updated") for entry in found]
    assert all(INSTANT.fullmatch(date) for date in (*dates, one(feed, "updated")))
    assert one(feed, "updated") == max(dates, default=one(feed, "updated"))
    return found


def links(element: ET.Element) -> dict[str, str]:
    found = {link.get("rel", ""): link.get("href", "") for link in element.findall(f"{ATOM}link")}
    assert len(found) == len(element.findall(f"{ATOM}link"))
    assert all(address.startswith(f"{PUBLIC}/") for address in found.values())
    return found


def well_formed(entry: ET.Element) -> None:
    assert {child.tag.removeprefix(ATOM) for child in entry} <= OF_ENTRY
    assert one(entry, "id").startswith(f"{PUBLIC}/")
    assert one(entry, "title")
    assert datetime.fromisoformat(one(entry, "published")) <= datetime.fromisoformat(one(entry, "updated"))
    assert set(links(entry)) == {"alternate"}
    assert [author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")] != [""]
    [content] = entry.findall(f"{ATOM}content")
    assert content.get("type") == "xhtml"
    [div] = list(content)
    assert div.tag == f"{XHTML}div"
    assert all(part.tag == f"{XHTML}p" and part.get("lang") in LANGUAGES for part in div)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feed_is_as_the_format_wants_it(site: Flask, demo: Session, language: str) -> None:
    shown = references(demo, Status.PUBLISHED, Status.CONCLUDED, Status.WITHDRAWN)
    client = site.test_client()
    for path in (*LISTS[:2], "initiatives/feed.atom?q=koffie", *(f"initiatives/{one}.atom" for one in shown)):
        answer = client.get(f"/{language}/{path}", headers={"Host": "evil.example"})
        assert answer.mimetype == "application/atom+xml"
        assert answer.headers["Content-Language"] == language
        assert "Set-Cookie" not in answer.headers
        found = entries(answer.text, f"{PUBLIC}/{language}/{path}", language)
        for entry in found:
            assert client.get(links(entry)["alternate"].removeprefix(PUBLIC)).status_code == 200
        assert found or "koffie" in path


def test_the_list_tells_what_is_public_newest_first_and_keeps_its_filters(site: Flask, demo: Session) -> None:
    shown = select(Initiative.reference, Initiative.language).where(Initiative.status.in_(["published", "concluded"]))
    wanted = [row.reference for row in demo.execute(shown.order_by(Initiative.published_at.desc())).all()]
    french = {row.reference for row in demo.execute(shown) if row.language == "fr"}
    demo.rollback()
    client = site.test_client()
    found = entries(client.get("/en/initiatives/feed.atom").text, f"{PUBLIC}/en/initiatives/feed.atom", "en")
    assert [one(entry, "id").rsplit("/", 1)[1] for entry in found] == wanted
    path = "/en/initiatives/feed.atom?language=fr"
    asked = client.get("/en/initiatives/feed.atom?page=7&sort=place&language=fr&nonsense=1").text
    assert {one(entry, "id").rsplit("/", 1)[1] for entry in entries(asked, PUBLIC + path, "en")} == french
    page = client.get("/en/initiatives/?language=fr&page=1").text
    assert f'type="application/atom+xml" title="Dialogue initiatives" href="{PUBLIC}{path}"' in page
    assert 'href="/en/initiatives/calendar.ics?language=fr" download' in page


def test_every_page_with_a_feed_names_it(site: Flask, demo: Session) -> None:
    [reference, *_rest] = references(demo, Status.PUBLISHED)
    shut = references(demo, Status.CONSULTATION, Status.UNPUBLISHED)
    client, partner = site.test_client(), signed_in(site, "fire")
    for page in ("/nl/", "/nl/initiatives/", "/nl/decisions", f"/nl/initiatives/{reference}"):
        named = re.findall(r'type="application/atom\+xml" title="[^"]+" href="([^"]+)"', client.get(page).text)
        assert len(named) == 1
        assert client.get(named[0].removeprefix(PUBLIC)).mimetype == "application/atom+xml"
    for hidden in shut:
        assert "application/atom+xml" not in partner.get(f"/nl/initiatives/{hidden}").text
        assert partner.get(f"/nl/initiatives/{hidden}.atom").status_code == 404


def test_who_is_signed_in_is_told_no_more(site: Flask, demo: Session) -> None:
    demo.rollback()
    visitor, moderator = site.test_client(), signed_in(site, "moderator")
    for path in LISTS:
        answers = [client.get(f"/en/{path}?state=consultation") for client in (visitor, moderator)]
        assert answers[0].data == answers[1].data
        assert answers[1].cache_control.public
    assert "<entry>" not in visitor.get("/en/initiatives/feed.atom?state=consultation").text


def test_what_has_not_changed_is_not_sent_again(site: Flask, demo: Session) -> None:
    [reference, *_rest] = references(demo, Status.PUBLISHED)
    client = site.test_client()
    for path in (*LISTS, f"initiatives/{reference}.atom"):
        answer = client.get(f"/en/{path}")
        assert (answer.cache_control.public, answer.cache_control.max_age) == (True, 300)
        again = client.get(f"/en/{path}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert client.get(f"/de/{path}").headers["ETag"] != answer.headers["ETag"]


def test_signs_that_xml_cannot_write_do_not_spoil_a_feed(site: Flask, demo: Session) -> None:
    begin_write(demo)
    for kind in (Version, Translation):
        demo.execute(update(kind).values(title="A \x0b<b>&amp;\ufffe sign", summary="</div>]]>\x1b"))
    demo.commit()
    text = site.test_client().get("/nl/initiatives/feed.atom").text
    found = entries(text, f"{PUBLIC}/nl/initiatives/feed.atom", "nl")
    assert {one(entry, "title") for entry in found} == {"A <b>&amp; sign"}


def test_the_dates_of_a_list_are_those_to_come_with_its_filters(site: Flask, demo: Session) -> None:
    dated = Initiative.status == Status.PUBLISHED, Version.date_from.is_not(None)
    rows = select(Initiative.reference, Initiative.language).join(
        Version, (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown)
    )
    wanted = {row.reference: row.language for row in demo.execute(rows.where(*dated).order_by(Version.date_from))}
    demo.rollback()
    client = site.test_client()
    answer = client.get("/fr/initiatives/calendar.ics")
    assert answer.mimetype == "text/calendar"
    assert re.findall(r"UID:([^@]+)@", answer.text) == list(wanted)
    french = client.get("/fr/initiatives/calendar.ics?language=fr").text
    assert re.findall(r"UID:([^@]+)@", french) == [one for one, code in wanted.items() if code == "fr"]
    assert "BEGIN:VEVENT" not in client.get("/fr/initiatives/calendar.ics?state=concluded").text
