"""One's own: what needs one first, drafts to let go, and what asks something of one's part of the network."""

import re

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.drafting.labels import NEEDS, STEPS
from participation.extensions import db
from participation.initiatives.vocabulary import FIXED
from participation.initiatives.vocabulary import STEPS as FIELDS_OF
from participation.places.data import municipality
from tests import network, visits
from tests.drafting.writing import WHOLE, draft
from tests.portal.test_pages import do, signed_in


def section(page: str, name: str) -> str:
    return page.partition(f'data-list="{name}"')[2].partition("</section>")[0]


def test_the_steps_of_the_editor_hold_every_field() -> None:
    assert list(STEPS) == list(FIELDS_OF)
    assert set(FIXED) <= {name for names in FIELDS_OF.values() for name in names}
    assert set(NEEDS) == {"changes_requested", "to_conclude", "reaffirm", "confirm"}


def test_drafts_are_let_go_from_the_workspace_and_what_needs_one_stands_first(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    shown = youth.get("/en/workspace/").text
    reference = page.rsplit("/", 1)[1]
    assert f'data-reference="{reference}"' in section(shown, "drafts")
    assert f'href="{page}/discard"' in section(shown, "drafts")
    assert do(youth, f"{page}/discard", "discard").location.endswith("/workspace/")
    assert reference not in youth.get("/en/workspace/").text
    pages = [signed_in(app, name).get("/en/workspace/").text for name in ("youth", "supporters", "elderly")]
    for shown in pages:
        if 'data-list="needed"' in shown:
            assert shown.index('data-list="needed"') < shown.index('data-list="under-way"')
        assert "next-step" in section(shown, "under-way")


@pytest.mark.parametrize("who", ["fire", "wardens", "bin"])
def test_partners_find_what_asks_something_of_them(app: Flask, demo: Session, who: str) -> None:
    demo.rollback()
    client = signed_in(app, who)
    shown = section(client.get("/en/workspace/").text, "fits")
    references = re.findall(r'data-reference="([^"]+)"', shown)
    states = set(re.findall(r'data-state="([^"]+)"', shown))
    assert states
    assert states <= {"consultation", "published"}
    assert len(references) == len(set(references))
    none = section(client.get("/en/workspace/?month=2031-01").text, "fits")
    assert "data-reference" not in none
    assert client.get("/en/workspace/?month=nonsense&province=none").status_code == 200


def test_what_fits_asks_ones_own_part_of_the_network_here_and_then(app: Flask, net: Session) -> None:
    begin_write(net)
    near = network.standing_at(net, "consultation", municipality="34022", date_from="2099-03-09")
    far = network.standing_at(net, "consultation", municipality="62063", date_from="2099-05-09")
    an_urn = [{"type": "material", "pillar": "citizens", "number": "1", "text": "One urn", "key": ""}]
    for_citizens = network.standing_at(net, "consultation", asks=an_urn)
    signed = network.standing_at(net, "consultation")
    network.sign(net, "fire", signed)
    network.standing_at(net, "submitted")
    net.commit()

    def found(who: str, wanted: str = "") -> list[str]:
        page = visits.enter(app, who).get(f"/en/workspace/{wanted}").text
        return re.findall(r'data-reference="([^"]+)"', section(page, "fits"))

    assert found("fire") == [near, far]  # by their dates
    assert set(found("old")) == {near, far, for_citizens, signed}
    place = municipality("62063")
    assert place is not None
    assert found("fire", f"?province={place.province}") == [far]
    assert found("fire", "?month=2099-03") == [near]
    assert found("fire", f"?month=2099-03&province={place.province}") == []


def test_the_workspace_asks_the_same_number_of_questions_however_much_there_is(app: Flask, demo: Session) -> None:
    demo.rollback()
    youth = signed_in(app, "youth")

    def statements() -> int:
        seen: list[str] = []
        with app.app_context():
            engine = db.engine
        note = lambda *given: seen.append(str(given[2]))  # noqa: E731  # a listener
        event.listen(engine, "before_cursor_execute", note)
        assert youth.get("/en/workspace/").status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    before = statements()
    for number in range(3):
        assert do(youth, "/en/initiatives/new", "create", title=f"Tea {number}", language="nl").status_code == 303
    assert statements() == before
    assert before <= 14
