"""Where there is nothing, the page says what would be there, and leads to where one begins."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.languages import choose
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR
from participation.portal import conversation
from tests.portal.test_pages import signed_in

EMPTY = re.compile(r'<div class="empty( part)?">(.*?)</div>', re.DOTALL)
WAY_ON = re.compile(r'<a [^>]*href="([^"]+)"')
LONGEST = 25  # words a sentence


def ways_on(app: Flask, path: str, page: str) -> list[str]:
    """Read where the empty parts of a page lead; each says something, and leads to a page there is."""
    found = []
    for _part, inside in EMPTY.findall(page):
        words = re.sub(r"<[^>]+>", " ", re.sub(r"<(svg|h\d|a)\b.*?</\1>", "", inside, flags=re.DOTALL))
        sentences = [one for one in re.split(r"[.?!:]\s", words.strip() + " ") if one.strip()]
        assert 1 <= len(sentences) <= 3, (path, words)
        assert all(len(one.split()) <= LONGEST for one in sentences)
        found += WAY_ON.findall(inside)
    assert all(app.test_client().get(href.replace("&amp;", "&")).status_code == 200 for href in found), (path, found)
    return found


@pytest.mark.parametrize(
    "path",
    [
        "/", "/initiatives/", "/organisations/", "/organisations/?pillar=citizens", "/organisations/?q=zzz",
        "/network", "/network?year=1999", "/map", "/statistics", "/decisions",
    ],
)  # fmt: skip
def test_a_site_that_has_just_begun_says_how_to_begin(app: Flask, path: str) -> None:
    page = app.test_client().get(f"/en{path}")
    assert page.status_code == 200
    assert ways_on(app, path, page.text), path


def test_an_organisation_of_which_nothing_is_public_says_what_will_be(app: Flask, demo: Session) -> None:
    slugs = demo.scalars(select(Organisation.slug).where(Organisation.state == State.APPROVED)).all()
    demo.rollback()
    pages = {slug: app.test_client().get(f"/en/organisations/{slug}").text for slug in slugs}
    assert any(len(ways_on(app, slug, page)) == 2 for slug, page in pages.items())
    for page in pages.values():
        parts = page[page.index('<div class="text">') :].split("<section>")[1:]
        assert all('class="mentions"' in part or EMPTY.search(part) for part in parts)


def test_an_initiative_without_words_or_names_of_partners_says_what_will_be(app: Flask, demo: Session) -> None:
    waiting = demo.scalars(select(Initiative.reference).where(Initiative.status == Status.SUBMITTED)).all()
    demo.rollback()
    desk = signed_in(app, "moderator")
    pages = [desk.get(f"/en/initiatives/{one}").text for one in waiting]
    unsigned = [page for page in pages if 'class="signers"' not in page and 'class="talk"' not in page]
    assert unsigned
    for page in unsigned:
        assert "/en/about" in ways_on(app, "the text", page[page.index('id="behind"') :])
        assert EMPTY.search(page[page.index('id="conversation"') :])


def test_a_visitor_of_an_initiative_nobody_speaks_of_is_told_how_to_take_part(app: Flask, demo: Session) -> None:
    waiting = demo.scalars(select(Initiative.reference).where(Initiative.status == Status.SUBMITTED)).first()
    with app.test_request_context("/en/"):
        choose("en")
        silent = queries.one(demo, waiting or "")
        assert silent is not None
        shown = {"talk": conversation.talk(VISITOR, silent, 1)}
        part = app.jinja_env.get_template("portal/conversation.html").render(shown)
    demo.rollback()
    assert ways_on(app, "visitor", part) == ["/en/join"]
