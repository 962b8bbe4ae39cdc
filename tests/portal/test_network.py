"""The drawing of the network: of what is public and nothing else, kept by the worker, read without seeing it."""

import re
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.initiatives.policy import stands
from participation.notifications.worker import chores
from participation.organisations.lifecycle import SEEING
from participation.organisations.models import Organisation
from participation.portal import network
from participation.portal.arranging import Arranger, kept
from participation.portal.network import Wanted
from tests.portal.test_pages import do, signed_in

ROW = re.compile(r'<tr role="row"><th scope="row" role="rowheader">(\d+)</th>(.*?)</tr>', re.DOTALL)
OPEN = {Status.PUBLISHED, Status.CONCLUDED}


def expected(session: Session, statuses: set[Status]) -> Counter[str]:
    """Count for each name how often it stands beside another, read one by one as policy reads it."""
    found: Counter[str] = Counter()
    for reference in session.scalars(select(Initiative.reference)).all():
        thing = queries.one(session, reference)
        if thing is not None and thing.status in statuses:
            for signature in thing.co_signatures:
                if stands(thing, signature):
                    found.update([thing.organisation.name_in("en"), signature.organisation.name_in("en")])
    session.rollback()
    return found


def told(page: str) -> dict[str, int]:
    """Read the table: name and number of co-signatures."""
    found = {}
    for _number, cells in ROW.findall(page):
        texts = re.findall(r"<div>(.*?)</div>", cells, re.DOTALL)
        found[re.sub(r"<[^>]+>", "", texts[0])] = int(texts[-2])
    return found


def test_what_is_not_public_draws_no_line(app: Flask, demo: Session) -> None:
    before, everything = expected(demo, OPEN), expected(demo, set(Status))
    assert before != everything  # the demo has co-signatures that are nobody else's business yet
    page = app.test_client().get("/en/network").text
    assert told(page) == before
    assert told(signed_in(app, "moderator").get("/en/network").text) == before
    shut = next(r for r in demo.scalars(select(Initiative.reference).where(Initiative.status == Status.PUBLISHED)))
    demo.rollback()
    desk = signed_in(app, "moderator")
    do(desk, f"/en/initiatives/{shut}/unpublish", "unpublish", reason="It names a private person.")
    after = expected(demo, OPEN)
    assert after != before
    assert told(app.test_client().get("/en/network").text) == after


def test_every_circle_is_a_link_with_a_name_and_stands_in_the_table(app: Flask, demo: Session) -> None:
    demo.rollback()
    page = app.test_client().get("/en/network").text
    for width in ("wide", "tall"):
        drawing = re.search(rf'<svg class="network {width}".*?</svg>', page, re.DOTALL)
        assert drawing is not None
        links = re.findall(r'<a class="node look-\w+" href="([^"]+)" aria-label="([^"]+)"', drawing[0])
        assert len(links) == len(told(page)) > 10
        assert all(page.count(f'href="{href}"') >= 3 for href, _name in links)  # two drawings and the table
        assert "<title id=" in drawing[0]
        assert "<desc id=" in drawing[0]


def test_filters_live_in_the_address_and_nonsense_asks_for_nothing(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    whole = told(client.get("/en/network").text)
    some = told(client.get("/en/network?pillar=aig").text)
    assert 0 < len(some) < len(whole)
    assert told(client.get("/en/network?pillar=nobody&kind=nothing&year=x").text) == whole
    assert 'class="empty"' in client.get("/en/network?year=1999").text
    assert 'content="noindex' in client.get("/en/network?year=1999").text
    year = re.search(r'<option value="(20\d\d)"', client.get("/en/network").text)
    assert year is not None
    assert told(client.get(f"/en/network?year={year[1]}").text)


def test_beyond_a_number_there_is_a_circle_for_each_kind(
    app: Flask, demo: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.rollback()
    monkeypatch.setattr(network, "MOST", 5)
    client = app.test_client()
    page = client.get("/en/network").text
    links = re.findall(r'<a class="node look-\w+" href="([^"]+)"', page)
    assert len(links) == 2 * len(told(page))  # on a wide page and on a telephone
    assert all(href.startswith("/en/network?kind=") for href in links)
    opened = client.get(links[0]).text
    assert 0 < len(told(opened)) <= 5
    assert 'href="/en/organisations/' in opened


def test_the_worker_keeps_the_places_and_the_page_draws_them(app: Flask, demo: Session) -> None:
    chores.arrange(demo, clock.now(), Arranger())
    places = kept(demo)
    assert set(places) == set(demo.scalars(select(Organisation.id).where(Organisation.state.in_(SEEING))))
    demo.rollback()
    with app.test_request_context("/en/network"):
        drawn = network.network(demo, Wanted())
        shown = [node.member.id for node in drawn.nodes if node.member]
        links = drawn.links
    assert network.stood(shown, links, places) == [places[one] for one in shown]
    demo.rollback()
    again = Arranger().look(demo)  # a quiet day
    demo.rollback()
    begin_write(demo)
    Arranger().keep(demo, again)
    demo.commit()
    moved = kept(demo)
    assert all(abs(moved[one][axis] - places[one][axis]) <= 21 for one in places for axis in (0, 1))
