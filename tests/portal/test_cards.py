"""Cards are kept, and never say what is no longer so: in no language, and in no process."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.app import create_app
from participation.db import begin_write
from participation.extensions import db
from participation.initiatives import fulltext
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import CoSignature, Initiative
from participation.journal import actions as sealing
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR
from participation.portal import listing
from participation.portal.listing import Wanted
from participation.portal.touched import Touched
from participation.tongues import LANGUAGES
from tests.portal.test_pages import do, signed_in

FIRE = "brandweerverbond-noordster"
WHY = "It was said to us that nobody of it can be reached."
FRENCH = {"title": "Un café avec les pompiers", "summary": "Un matin à la caserne du quartier.", "body": "Venez."}
CARD = re.compile(r'<article class="card.*?</article>', re.DOTALL)


@contextmanager
def process(app: Flask) -> Iterator[Flask]:
    """Make what another web process over the same database is: it keeps things of its own."""
    other = create_app(app.config["SETTINGS"])
    yield other
    with other.app_context():
        db.engine.dispose()


def cards(app: Flask) -> list[str]:
    client = app.test_client()
    lists = ("", "initiatives/", "initiatives/?sort=date", "initiatives/?q=pompiers")
    paths = [f"/{language}/{rest}" for language in LANGUAGES for rest in lists]
    return [card for path in paths for card in CARD.findall(client.get(path).text)]


def test_every_act_shows_at_once_in_every_process(app: Flask, demo: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext, "MOST_HITS", 1)  # so that a word of the demo's few is one that many say
    signed = Initiative.co_signatures.any(CoSignature.organisation.has(Organisation.slug == FIRE))
    public = select(Initiative.reference).where(Initiative.status == Status.PUBLISHED).order_by(signed, Initiative.id)
    pages = [f"/en/initiatives/{reference}" for reference in demo.scalars(public)]
    demo.rollback()
    fire, youth, desk = (signed_in(app, who) for who in ("fire", "youth", "moderator"))
    to_sign = next(page for page in pages if fire.get(f"{page}/co-sign").status_code == 200)
    to_translate = next(page for page in pages if youth.get(f"{page}/translate?to=fr").status_code == 200)
    partner = demo.scalars(select(CoSignature.organisation_id).where(CoSignature.ended_at.is_(None)).limit(1)).one()
    slug = demo.get_one(Organisation, partner).slug
    demo.rollback()
    acts = (
        (fire, f"{to_sign}/co-sign", "co-sign", {"mandate": "y"}),
        (youth, f"{to_translate}/translate?to=fr", "translate", FRENCH),
        (desk, f"/en/desk/organisations/{slug}/suspend", "suspend", {"reason": WHY}),
        (desk, f"{to_sign}/unpublish", "unpublish", {"reason": WHY}),
    )
    with process(app) as other:
        shown = cards(other)
        for client, path, act, more in acts:
            assert do(client, path, act, **more).status_code == 303, path
            with process(app) as new:
                expected = cards(new)
            assert cards(other) == cards(app) == expected
            assert act == "suspend" or expected != shown, act
            shown = expected
            begin_write(demo)
            sealing.seal(demo)
            demo.commit()
            assert cards(other) == shown


def test_who_reads_an_older_moment_keeps_nothing_under_a_newer_one(demo: Session) -> None:
    touched = Touched()
    assert touched.states(demo, 50, [1, 2]) == [50, 50]
    assert touched.states(demo, 51, [1, 2]) != [49, 49]
    assert touched.states(demo, 49, [1, 2]) == [49, 49]


def test_a_page_entered_where_the_last_one_ended_is_the_page_one_walks_to(demo: Session) -> None:
    whole = [place for page in (1, 2) for place in listing.listed(demo, VISITOR, Wanted(page=page), "nl")]
    assert len(whole) > 3
    for number in range(1, len(whole)):
        assert listing.listed(demo, VISITOR, Wanted(), "nl", listing.Known(after=whole[number - 1])) == whole[number:]
