"""Four eyes in the browser: switched on, prepared, seen under "needs you", confirmed; and nothing to outsiders."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.initiatives.models import CoSignature, Prepared
from participation.organisations.actions import members
from tests import network, visits
from tests.organisations.people import membership, organisation

pytestmark = pytest.mark.engines_in_turn


def signatures(net: Session) -> int:
    net.rollback()
    return net.scalar(select(func.count()).select_from(CoSignature)) or 0


def prepared(app: Flask, net: Session) -> tuple[str, str]:
    """Let the fire service ask for four eyes and prepare a co-signature; return the reference and its page."""
    reference = network.standing_at(net, "consultation")
    net.commit()
    first = visits.enter(app, "fire")
    page = first.get("/en/organisations/fire/four-eyes")
    sent = first.post("/en/organisations/fire/four-eyes/on", data=visits.fields(page.text, "four-eyes-on"))
    assert sent.status_code == 303
    answer = visits.do(first, f"/en/initiatives/{reference}/co-sign", mandate="1", statement="We come <b>soon</b>.")
    assert answer.status_code == 303
    return reference, answer.headers["Location"]


def test_it_is_prepared_seen_in_the_workspace_and_confirmed_by_a_colleague(app: Flask, net: Session) -> None:
    reference, place = prepared(app, net)
    assert signatures(net) == 0
    first, second = visits.enter(app, "fire"), visits.enter(app, "fire2")
    assert 'data-list="prepared"' in first.get("/en/workspace/").text
    needs = second.get("/en/workspace/").text
    assert 'data-list="needed"' in needs
    assert f'href="{place}"' in needs
    page = second.get(place).text
    assert "We come &lt;b&gt;soon&lt;/b&gt;." in page
    assert 'data-action="confirm"' not in first.get(place).text
    assert "statement" not in visits.enter(app, "young").get(f"/en/initiatives/{reference}").text
    sent = visits.fields(page, "confirm")
    assert second.post(f"{place}confirm", data=sent).status_code == 303
    assert second.post(f"{place}confirm", data=sent).status_code == 303  # pressed twice: the same success
    assert signatures(net) == 1


def test_to_others_there_is_no_such_page(app: Flask, net: Session) -> None:
    _reference, place = prepared(app, net)
    for name in ("visitor", "young", "wardens", "desk", "admin"):
        assert visits.enter(app, name).get(place).status_code == 404, name
    editor = visits.enter(app, "fire_editor")
    assert editor.get(place).status_code == 200
    assert visits.send(editor, f"{place}confirm", "fire_editor").status_code == 403
    assert signatures(net) == 0


def test_a_changed_text_is_told_in_words_and_the_statement_stays(app: Flask, net: Session) -> None:
    reference, place = prepared(app, net)
    begin_write(net)
    network.save(net, "young", reference, title="Tea, and cake")
    network.act(net, "young", reference, "revise")
    net.commit()
    second = visits.enter(app, "fire2")
    page = second.get(place).text
    assert "data-has-changed" in page
    answer = second.post(f"{place}confirm", data=visits.fields(page, "confirm"))
    assert answer.status_code == 409
    assert "We come" in answer.text
    assert signatures(net) == 0


def test_it_is_sent_back_with_a_word_that_the_preparer_reads(app: Flask, net: Session) -> None:
    _reference, place = prepared(app, net)
    second = visits.enter(app, "fire2")
    page = second.get(place).text
    empty = second.post(f"{place}send-back", data=visits.fields(page, "send-back") | {"reason": ""})
    assert empty.status_code == 422
    sent = visits.fields(empty.text, "send-back") | {"reason": "Ask the board first."}
    assert second.post(f"{place}send-back", data=sent).status_code == 303
    assert "Ask the board first." in visits.enter(app, "fire").get(place).text
    net.rollback()
    assert net.scalars(select(Prepared.ended_as)).one() == "sent_back"


def test_a_submission_prepared_leads_to_its_page_and_not_to_a_receipt(app: Flask, net: Session) -> None:
    reference = network.draft(net)
    net.commit()
    first, second = visits.enter(app, "young"), visits.enter(app, "young2")
    page = first.get("/en/organisations/young/four-eyes")
    first.post("/en/organisations/young/four-eyes/on", data=visits.fields(page.text, "four-eyes-on"))
    answer = visits.do(first, f"/en/initiatives/{reference}/submit")
    place = answer.headers["Location"]
    assert "/workspace/prepared/" in place
    assert first.get(f"/en/initiatives/{reference}/receipt").status_code == 404
    assert visits.enter(app, "desk").get(f"/en/initiatives/{reference}").status_code == 404
    sent = visits.fields(second.get(place).text, "confirm")
    assert second.post(f"{place}confirm", data=sent).status_code == 303
    assert first.get(f"/en/initiatives/{reference}/receipt").status_code == 200


def test_the_page_of_the_initiative_says_to_members_alone_that_it_waits_and_by_whom(app: Flask, net: Session) -> None:
    reference, place = prepared(app, net)
    page = f"/en/initiatives/{reference}"
    for name in ("fire", "fire2", "fire_editor"):
        text = visits.enter(app, name).get(page).text
        assert f'href="{place}"' in text, name
        assert "data-prepared" in text
        assert "Prepared by" in text
        assert 'data-action="co-sign"' not in text, name  # a second one would only be refused
        assert ("confirm or send back" in text) is (name == "fire2"), name
    for name in ("young", "wardens", "desk"):
        text = visits.enter(app, name).get(page).text
        assert "data-prepared" not in text, name
    assert 'data-action="co-sign"' in visits.enter(app, "wardens").get(page).text
    second = visits.enter(app, "fire2")
    assert second.post(f"{place}confirm", data=visits.fields(second.get(place).text, "confirm")).status_code == 303
    assert "data-prepared" not in second.get(page).text  # nothing waits any more


def test_what_waits_of_an_older_text_can_be_prepared_anew_from_the_page(app: Flask, net: Session) -> None:
    reference, _place = prepared(app, net)
    page = f"/en/initiatives/{reference}"
    begin_write(net)
    network.save(net, "young", reference, title="Tea, and cake")
    network.act(net, "young", reference, "revise")
    net.commit()
    text = visits.enter(app, "fire2").get(page).text
    assert "data-prepared" in text
    assert 'data-action="co-sign"' in text


def test_one_who_is_left_alone_is_told_what_to_do(app: Flask, net: Session) -> None:
    _reference, place = prepared(app, net)
    first = visits.enter(app, "fire")
    assert "data-alone" not in first.get(place).text
    begin_write(net)
    for name in ("fire2", "both"):
        members.end_membership(network.deed(net, "fire"), organisation(net, "fire"), membership(net, name, "fire"))
    net.commit()
    assert "data-alone" in first.get(place).text
    switch = "/en/organisations/fire/four-eyes"
    asking = visits.fields(first.get(switch).text, "four-eyes-off")
    assert first.post(f"{switch}/off", data=asking).status_code == 303
    asked = first.get(switch).text
    assert "data-alone" in asked
    assert 'data-action="four-eyes-off"' not in asked
    assert first.post(f"{switch}/off", data=asking | {"nonce": "another"}).status_code == 409
    with clock.stopped_at(clock.now() + timedelta(days=14, minutes=1)):
        later = visits.enter(app, "fire")
        form = visits.fields(later.get(switch).text, "four-eyes-off")
        assert later.post(f"{switch}/off", data=form).status_code == 303
        assert 'data-action="four-eyes-on"' in later.get(switch).text
