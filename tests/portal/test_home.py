"""The home page counts what is public, and nothing else, as it is at this moment."""

import re

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from participation.extensions import db
from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.initiatives.policy import counts
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.places.data import municipality
from tests.portal.test_pages import do, signed_in

FIGURE = re.compile(r"<dt>([^<]+)</dt><dd>(\d+)</dd>")
OPEN = {Status.PUBLISHED, Status.CONCLUDED}


def figures(page: str) -> list[int]:
    return [int(value) for _label, value in FIGURE.findall(page)]


def expected(session: Session) -> list[int]:
    found = [queries.one(session, reference) for reference in session.scalars(select(Initiative.reference))]
    public = [thing for thing in found if thing is not None and thing.status in OPEN]
    here = [o for o in session.scalars(select(Organisation)) if o.state in {State.APPROVED, State.SUSPENDED}]
    names = [
        signature
        for thing in public
        for signature in thing.co_signatures
        if signature.ended_at is None
        and signature.organisation.state is State.APPROVED
        and counts(thing, signature.version)
    ]
    places = [municipality(thing.shown_version.municipality) for thing in public]
    return [len(public), len(here), len(names), len({place.province for place in places if place})]


def test_the_figures_are_those_of_what_is_public_now(app: Flask, demo: Session) -> None:
    before = expected(demo)
    demo.rollback()
    client = app.test_client()
    page = client.get("/en/").text
    assert figures(page) == before
    assert page.count('class="card look-') == 3
    reference = re.search(r'data-reference="([^"]+)"', page)
    assert reference is not None
    desk = signed_in(app, "moderator")
    taken_down = do(desk, f"/en/initiatives/{reference[1]}/unpublish", "unpublish", reason="It names a private person.")
    assert taken_down.status_code == 303
    demo.rollback()
    after = expected(demo)
    demo.rollback()
    assert after[0] == before[0] - 1
    page = client.get("/en/").text
    assert figures(page) == after
    assert reference[1] not in page


def test_the_network_is_drawn_and_told_in_words(app: Flask, demo: Session) -> None:
    demo.rollback()
    page = app.test_client().get("/en/").text
    wide, tall = re.findall(r'<svg class="network (?:wide|tall)".*?</svg>', page, re.DOTALL)
    assert 'role="img" aria-labelledby="network-tall-title"' in tall
    assert all(re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", one) for one in (wide, tall))
    names = re.findall(r'<a class="node [^>]*aria-label="([^":]+)"[^>]*><title>\1</title>', wide)
    assert 2 <= len(names) <= 8
    assert tall.count("<title>") == tall.count('<text class="in"') == len(names)
    assert re.findall(r'<li class="look-\w+">.*?<a href="[^"]+">([^<]+)</a>', page, re.DOTALL)[: len(names)] == names
    marked = re.search(r'<g class="marks".*?</g>', wide, re.DOTALL)
    assert marked is not None
    assert marked[0].count("<text") == len(names)  # every circle has its name beside it
    told = re.search(r"<figcaption>.*?</figcaption>", page, re.DOTALL)
    assert told is not None
    assert told[0].count("<li>") == wide.count('class="link"') == tall.count('class="link"')
    assert 'href="/en/join"' in page


def test_a_second_look_draws_nothing_anew(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    client.get("/en/")
    first = len(asked)
    asked.clear()
    client.get("/en/")
    assert len(asked) < first
    assert not [statement for statement in asked if "count(DISTINCT municipality" in statement]


def test_an_empty_site_says_what_will_be_there(app: Flask) -> None:
    page = app.test_client().get("/en/").text
    assert 'class="empty"' in page
    assert 'class="network' not in page
    assert figures(page) == [0, 0, 0, 0]
