"""H: nothing typed is lost, and nothing is done twice."""

import time

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from participation import db
from participation.db import begin_write
from tests import network, visits
from tests.attacks import oracle


def made(net: Session) -> str:
    begin_write(net)
    reference = network.draft(net)
    net.commit()
    return f"/en/initiatives/{reference}/edit"


def test_h1_the_second_of_two_editors_sees_both_texts(site: Flask, net: Session) -> None:
    path = made(net)
    first, second = visits.enter(site, "young"), visits.enter(site, "young_editor")
    theirs, mine = (visits.fields(client.get(path).text, "edit") for client in (first, second))
    assert first.post(path, data=theirs | {"title": "Written first"}).status_code == 303
    refused = oracle.sound(second.post(path, data=mine | {"title": "Written second"}))
    assert refused.status_code == 409
    assert "Written first" in refused.text
    assert 'value="Written second"' in refused.text
    again = visits.fields(refused.text, "edit") | {"title": "Written by both"}
    assert second.post(path, data=again).status_code == 303


def test_h4_a_press_repeated_does_one_thing_and_another_text_is_no_repeat(site: Flask, net: Session) -> None:
    client = visits.enter(site, "young")
    path = "/en/initiatives/new"
    form = visits.fields(client.get(path).text, "create") | {"title": "Tea", "language": "nl"}
    answers = [client.post(path, data=form) for _press in range(3)]
    assert [answer.status_code for answer in answers] == [303] * 3
    assert len({answer.location for answer in answers}) == 1
    other = oracle.sound(client.post(path, data=form | {"title": "Coffee"}))
    assert other.status_code == 422
    assert 'value="Coffee"' in other.text
    again = visits.fields(other.text, "create") | {"title": "Coffee", "language": "nl"}
    assert client.post(path, data=again).status_code == 303
    assert oracle.entries(net, "create") == 2


def test_h7_h8_no_turn_in_time_is_an_answer_with_the_text_in_it(
    site: Flask, net: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(net)
    monkeypatch.setattr(db, "WAIT_SECONDS", 1)
    client = visits.enter(site, "young")
    form = visits.fields(client.get(path).text, "edit") | {"title": "Typed while it was busy"}
    begin_write(net)  # somebody else holds the turn, and does not give it back
    if net.get_bind().dialect.name == "postgresql":
        net.execute(text("SELECT id FROM initiative FOR UPDATE"))
    began = time.monotonic()
    refused = oracle.sound(client.post(path, data=form))
    assert time.monotonic() - began < 10
    net.rollback()
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert 'value="Typed while it was busy"' in refused.text
    assert client.post(path, data=form).status_code == 303
