"""A: reaching what is another's, and acting in a role one does not have."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation.db import begin_write
from participation.initiatives.transitions import TRANSITIONS
from tests import network, visits
from tests.attacks import oracle

pytestmark = pytest.mark.engines_in_turn

DESK_ACTS = sorted(t.address for t in TRANSITIONS.values() if t.of_the_desk)
FILLED = {
    "reason": network.REASON, "reason_code": "other", "remarks-title": "Which?", "version": "1", "lock": "2",
    "mandate": "y", "title": "Taken over",
}  # fmt: skip


def made(net: Session, state: str = "draft") -> str:
    begin_write(net)
    reference = network.standing_at(net, state)
    net.commit()
    return f"/en/initiatives/{reference}"


def send(site: Flask, name: str, path: str, **more: str) -> TestResponse:
    return oracle.sound(visits.send(visits.enter(site, name), path, name, **FILLED | more))


@pytest.mark.parametrize("who", ["old", "fire", "desk", "admin", "shut"])
def test_a1_a_draft_of_others_is_not_there(site: Flask, net: Session, who: str) -> None:
    page = made(net)
    before = oracle.picture(net)
    client = visits.enter(site, who)
    for path in (page, f"{page}/edit", f"{page}/submit", f"{page}/discard", f"{page}/receipt", f"{page}/co-sign"):
        answer = oracle.sound(client.get(path))
        assert answer.status_code == 404
        assert "Tea in the park" not in answer.text
        assert send(site, who, path).status_code in {404, 405}
    assert oracle.picture(net) == before


@pytest.mark.parametrize("state", ["submitted", "consultation", "published"])
def test_a3_no_member_does_what_the_desk_does(site: Flask, net: Session, state: str) -> None:
    page = made(net, state)
    before = oracle.picture(net)
    for who in ("young", "young_editor", "fire", "admin"):
        client = visits.enter(site, who)
        for act in DESK_ACTS:
            answer = oracle.sound(visits.send(client, f"{page}/{act}", who, **FILLED))
            assert answer.status_code in {403, 404}, (who, act)
    assert oracle.picture(net) == before


def test_a4_an_editor_does_not_bind_the_organisation(site: Flask, net: Session) -> None:
    draft, open_now = made(net), made(net, "consultation")
    before = oracle.picture(net)
    for who, path in (
        ("young_editor", f"{draft}/submit"), ("young_editor", f"{open_now}/withdraw"),
        ("fire_editor", f"{open_now}/co-sign"), ("fire_editor", f"{open_now}/withdraw-co-signature"),
    ):  # fmt: skip
        assert send(site, who, path).status_code == 403, path
    assert oracle.picture(net) == before


@pytest.mark.parametrize("named", ["young", "wardens", "desk", "", "nobody", "1"])
def test_a6_the_organisation_is_that_of_the_session(site: Flask, net: Session, named: str) -> None:
    page = made(net, "consultation")
    before = oracle.picture(net)
    answer = send(site, "fire", f"{page}/co-sign", organisation=named, organisation_id="1")
    assert answer.status_code == 409
    assert oracle.picture(net) == before


def test_a6_another_hat_in_another_tab_is_noticed(site: Flask, net: Session) -> None:
    page = made(net, "consultation")
    client = visits.enter(site, "both")
    form = visits.fields(client.get(f"{page}/co-sign").text, "co-sign") | {"mandate": "y", "statement": "We come along"}
    assert visits.send(client, "/en/switch", "both", hat="young").status_code == 303
    answer = oracle.sound(client.post(f"{page}/co-sign", data=form))
    assert answer.status_code == 409
    assert "We come along" in answer.text
    assert visits.send(client, "/en/switch", "both", hat="wardens").status_code == 303  # not one of theirs
    assert client.post(f"{page}/co-sign", data=form).status_code == 303


def test_a10_nothing_is_found_by_counting(site: Flask, net: Session) -> None:
    made(net)
    for who in ("visitor", "old", "fire"):
        client = visits.enter(site, who)
        bodies = set()
        for number in (*range(1, 6), 9999, 10000):
            answer = client.get(f"/en/initiatives/2026-{number:04d}")
            assert answer.status_code == 404
            bodies.add(re.sub(r'name="csrf_token"[^>]*|2026-\d+', "", answer.text))
        assert len(bodies) == 1


def test_a11_a_moderator_decides_nothing_of_an_own_organisation(site: Flask, net: Session) -> None:
    page = made(net, "consultation")
    before = oracle.picture(net)
    client = visits.enter(site, "partial")
    assert client.get(page).status_code == 200
    for act in DESK_ACTS:
        answer = oracle.sound(visits.send(client, f"{page}/{act}", "partial", **FILLED))
        assert answer.status_code == 403
    assert "Another moderator must decide" in answer.text
    assert oracle.picture(net) == before


def test_a12_only_a_post_changes_anything(site: Flask, net: Session) -> None:
    page = made(net, "published")
    before = oracle.picture(net)
    client = visits.enter(site, "desk")
    body = {"csrf_token": visits.token(client), "organisation": "desk", **FILLED, "_method": "POST"}
    for act in ("unpublish", "take", "propose-decline"):
        for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"):
            path = f"{page}/{act}"
            oracle.sound(client.open(path, method=method, data=body, query_string=body))
            oracle.sound(client.get(path, headers={"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}))
    for path in ("/en/sign-out", "/en/switch", "/en/sign-in"):
        assert client.delete(path).status_code == 405
    assert client.get("/en/sign-out").status_code == 405
    assert oracle.picture(net) == before


def test_a13_no_other_spelling_of_an_address_opens_it(site: Flask, net: Session) -> None:
    page = made(net)
    reference = page.rsplit("/", 1)[1]
    for who in ("visitor", "fire"):
        client = visits.enter(site, who)
        for path in (
            f"{page}/", f"{page}//edit", f"//en/initiatives/{reference}", f"/en/x/%2e%2e/initiatives/{reference}",
            f"{page};x", f"/EN/initiatives/{reference}", f"/en/Initiatives/{reference}", f"{page}.json",
            f"{page}/edit.json", f"{page}%00",
            f"{page}%20", f"{page}?_method=GET", f"/en/initiatives/../initiatives/{reference}", f"{page}/EDIT",
        ):  # fmt: skip
            answer = oracle.sound(client.get(path, follow_redirects=True))
            assert answer.status_code == 404, path
            assert "Tea in the park" not in answer.text
