"""G: acts at the wrong moment, with the wrong words, or twice."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.initiatives.lifecycle import CHECKLIST
from participation.initiatives.transitions import TRANSITIONS
from tests import network, visits
from tests.attacks import oracle

pytestmark = pytest.mark.engines_in_turn

FILLED = {
    "reason": network.REASON, "reason_code": "other", "remarks-title": "Which?", "version": "1",
    "outcome": "took_place", "agreed": "Much", "room": "Another", **{f"check-{line}": "y" for line in CHECKLIST},
}  # fmt: skip


def made(net: Session, state: str) -> str:
    begin_write(net)
    reference = network.standing_at(net, state)
    net.commit()
    return f"/en/initiatives/{reference}"


@pytest.mark.parametrize("state", network.PATHS)
def test_g1_no_act_is_done_out_of_its_state(site: Flask, net: Session, state: str) -> None:
    page = made(net, state)
    before = oracle.picture(net)
    status = state.removesuffix("_after").removesuffix("_hidden")
    for who in ("young", "desk2"):
        client = visits.enter(site, who)
        for act in TRANSITIONS.values():
            if status in act.moves and act.of_the_desk == (who == "desk2"):
                continue
            if act.name == (*network.PATHS[state], "")[-2 if network.PATHS[state] else -1]:
                continue  # the last thing that happened, by the same hand: a repeat is the same success
            answer = oracle.sound(visits.send(client, f"{page}/{act.address}", who, lock="1", **FILLED))
            assert answer.status_code in {403, 404, 409}, (who, act.name, answer.status_code)
    assert oracle.picture(net) == before


@pytest.mark.parametrize("reason", ["", "   ", "no.", "x" * 2001, "\u200b" * 12])
def test_g4_no_refusal_without_words(site: Flask, net: Session, reason: str) -> None:
    cases = [("submitted", "propose-decline"), ("submitted", "request-changes"), ("published", "unpublish"),
             ("unpublished", "republish"), ("unpublished", "keep-unpublished")]  # fmt: skip
    pages = [(made(net, state), act) for state, act in cases]
    begin_write(net)
    network.act(net, "young", pages[-1][0].rsplit("/", 1)[1], "appeal")
    net.commit()
    before = oracle.picture(net)
    client = visits.enter(site, "desk2")
    for page, act in pages:
        answer = oracle.sound(visits.do(client, f"{page}/{act}", reason=reason, reason_code="other"))
        assert answer.status_code == 422, act
    assert oracle.picture(net) == before


WRONG_DATES = [
    {"date_from": "2020-01-01"}, {"date_from": "2099-02-29"}, {"date_from": "soon"}, {"date_from": ""},
    {"date_kind": "period", "date_from": "2099-03-09", "date_to": "2099-03-08"}, {"date_kind": "series"},
    {"date_from": "2099-03-29", "hour": "02:30"}, {"hour": "25:00"}, {"hour": "soon"}, {"date_kind": "someday"},
]  # fmt: skip


def test_g5_everything_that_is_wrong_is_said_at_once_and_the_text_is_kept(site: Flask, net: Session) -> None:
    page = made(net, "draft")
    client = visits.enter(site, "young")
    right = {name: value for name, value in network.TEXT.items() if isinstance(value, str)}
    for wrong in WRONG_DATES:
        kept = visits.do(client, f"{page}/edit", **right | {"hour": "", "date_to": ""} | wrong)
        assert kept.status_code == 303, wrong
        assert oracle.sound(visits.do(client, f"{page}/submit")).status_code == 422, wrong
    emptied = dict.fromkeys(("summary", "body", "limits", "municipality", "date_kind"), "") | {
        "asks": "",
        "audiences": "",
    }
    assert visits.do(client, f"{page}/edit", **emptied).status_code == 303
    refused = visits.do(client, f"{page}/submit")
    assert refused.text.count("Please fill this in.") >= 5
    assert right["date_from"] in client.get(f"{page}/edit").text


def test_g6_an_old_form_does_not_decide_on_a_new_text(site: Flask, net: Session) -> None:
    page = made(net, "submitted")
    reference = page.rsplit("/", 1)[1]
    desk = visits.enter(site, "desk")
    old = visits.fields(desk.get(f"{page}/open-consultation").text, "open-consultation") | {
        f"check-{line}": "y" for line in CHECKLIST
    }
    begin_write(net)
    network.act(net, "young", reference, "recall")
    network.save(net, "young", reference, title="Something else altogether")
    network.act(net, "young", reference, "submit")
    net.commit()
    assert oracle.sound(desk.post(f"{page}/open-consultation", data=old)).status_code == 409
    fresh = {f"check-{line}": "y" for line in CHECKLIST}
    assert visits.do(desk, f"{page}/open-consultation", **fresh).status_code == 303


def test_g7_withdrawing_what_others_signed_needs_a_reason_and_leaves_everything_readable(
    site: Flask, net: Session
) -> None:
    page = made(net, "published")
    client, visitor = visits.enter(site, "young"), site.test_client()
    assert oracle.sound(visits.do(client, f"{page}/withdraw")).status_code == 422
    assert visits.do(client, f"{page}/withdraw", reason="The park is closed.").status_code == 303
    shown = visitor.get(page)
    assert shown.status_code == 200
    for words in ("The park is closed.", "We pour tea", 'data-organisation="fire"', 'data-state="withdrawn"'):
        assert words in shown.text, words


@pytest.mark.parametrize("state", sorted(set(network.PATHS) - {"draft"}))
def test_g8_what_was_ever_submitted_cannot_be_deleted(site: Flask, net: Session, state: str) -> None:
    page = made(net, state)
    before = oracle.picture(net)
    assert oracle.sound(visits.send(visits.enter(site, "young"), f"{page}/discard", "young")).status_code == 409
    assert oracle.picture(net) == before


def test_g8_a_draft_is_really_gone(site: Flask, net: Session) -> None:
    page = made(net, "draft")
    client = visits.enter(site, "young")
    assert visits.do(client, f"{page}/discard").status_code == 303
    assert client.get(page).status_code == 404
    assert "Tea in the park" not in client.get("/en/workspace/").text


def test_g10_one_appeal_in_half_a_year_by_another_moderator(site: Flask, net: Session) -> None:
    page, late = made(net, "declined"), made(net, "declined")
    young = visits.enter(site, "young")
    assert oracle.sound(visits.do(young, f"{page}/appeal", reason="no")).status_code == 422
    assert visits.do(young, f"{page}/appeal", reason="We were not understood.").status_code == 303
    for who, expected in (("desk", 403), ("desk2", 403), ("desk3", 303)):
        answer = visits.send(visits.enter(site, who), f"{page}/confirm-decline", who, **FILLED)
        assert oracle.sound(answer).status_code == expected
    again = visits.send(young, f"{page}/appeal", "young", reason="We were not understood again.")
    assert again.status_code == 409
    assert "One appeal is possible" in again.text
    with clock.stopped_at(clock.now() + timedelta(days=200)):
        answer = visits.send(visits.enter(site, "young"), f"{late}/appeal", "young", reason=network.REASON)
    assert answer.status_code == 409
    assert "six months" in answer.text
