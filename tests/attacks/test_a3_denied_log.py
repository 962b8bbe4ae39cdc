"""A3: whoever tries what is not theirs leaves a line for those who watch over the site; ids only."""

import json
import logging
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives.transitions import TRANSITIONS
from tests import network, visits
from tests.attacks import oracle

DESK_ACTS = [t.address for t in TRANSITIONS.values() if t.of_the_desk]
LOGGER = "participation.security"


def made(net: Session, state: str) -> str:
    begin_write(net)
    reference = network.standing_at(net, state)
    net.commit()
    return f"/en/initiatives/{reference}"


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(record.getMessage()) for record in caplog.records if record.name == LOGGER]


@pytest.mark.parametrize("state", ["submitted", "published"])
def test_a3_every_denied_act_of_the_desk_is_logged(
    site: Flask, net: Session, caplog: pytest.LogCaptureFixture, state: str
) -> None:
    page = made(net, state)
    client = visits.enter(site, "fire")
    caplog.set_level(logging.INFO, LOGGER)
    for act in DESK_ACTS:
        caplog.clear()
        answer = oracle.sound(visits.send(client, f"{page}/{act}", "fire", reason=network.REASON, version="1"))
        (line,) = lines(caplog)
        assert (line["event"], line["status"], line["method"]) == ("denied", answer.status_code, "POST")
        assert line["about"] == {"reference": page.rsplit("/", 1)[1], "act": act}
        assert line["actor"]
        assert isinstance(line["organisation"], int)
        if answer.status_code == 403:  # a 404 has one body for all
            assert str(line["request"]) in answer.text


def test_a3_the_line_holds_ids_only(site: Flask, net: Session, caplog: pytest.LogCaptureFixture) -> None:
    page = made(net, "published")
    visits.send(visits.enter(site, "fire"), f"{page}/unpublish", "fire", reason="Mrs Peeters, born in 1950.")
    visits.send(visits.enter(site, "fire"), "/en/invitation/a-secret-token", "fire", full="Mrs Peeters")
    said = "\n".join(record.getMessage() for record in caplog.records if record.name == LOGGER)
    assert said
    for private in ("Peeters", "1950", network.email("fire"), "The fire", "Fire", "a-secret-token", "csrf"):
        assert private not in said, private
    assert not re.search(r"\b127\.0\.0\.1\b", said)


def test_a3_what_is_allowed_or_only_mistaken_leaves_no_line(
    site: Flask, net: Session, caplog: pytest.LogCaptureFixture
) -> None:
    page = made(net, "published")
    desk = visits.enter(site, "desk")
    assert visits.do(desk, f"{page}/unpublish", reason="no").status_code == 422
    assert visits.do(desk, f"{page}/unpublish", reason=network.REASON).status_code == 303
    assert site.test_client().get("/en/initiatives/2026-9999").status_code == 404
    assert lines(caplog) == []
