"""C11: a line end in what somebody sends makes no line in a log: each line there is one of ours."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation.notifications.transport import said
from tests import network, visits
from tests.attacks import oracle

FAKE = '{"event": "denied", "actor": "somebody else"}'
FORGED = f"x\r\n{FAKE}\n"
IN_PATHS = ("/en/initiatives/{}/publish", "/en/organisations/{}/suspend", "/en/comments/{}/hide", "/en/desk/{}", "/{}")
ESCAPED = FORGED.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22").replace(" ", "%20")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What everything that logs would write, as text with its traces."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("LINE %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_c11_no_line_of_a_log_is_somebody_elses(site: Flask, net: Session, written: io.StringIO) -> None:
    net.rollback()
    client = visits.enter(site, "fire")
    agent = {"User-Agent": FORGED.replace("\r", "").replace("\n", " "), "X-Forwarded-For": FAKE}
    for path in IN_PATHS:
        oracle.sound(visits.send(client, path.format(ESCAPED), "fire", reason=FORGED))
    oracle.sound(client.post("/en/initiatives/2026-0001/publish", headers=agent))
    for name, value in {"q": FORGED, "place": FORGED, "page": FORGED, "lang": FORGED}.items():
        oracle.sound(client.get("/nl/initiatives/", query_string={name: value}, headers=agent))
    visitor = site.test_client()
    fields = visits.fields(visitor.get("/en/sign-in").text, "sign-in") | {"password": FORGED}
    for email in (FORGED, f"a@b.example\n{FAKE}", network.email("fire") + FORGED):
        oracle.sound(visitor.post("/en/sign-in", data=fields | {"email": email}))
    oracle.sound(visits.send(client, "/en/organisations/fire/suspend", "fire", reason=FORGED))
    lines = written.getvalue().splitlines()
    assert lines, "nothing was logged"
    assert [line for line in lines if not line.startswith("LINE ")] == []
    for line in lines:
        name, text = line.split(" ", 2)[1:]
        if name == "participation.security":
            assert json.loads(text)["event"] == "denied"
            assert json.loads(text)["actor"] != "somebody else"


@pytest.mark.parametrize("words", [f"no\r\n{FAKE}", f"no\u2028{FAKE}", f"no\x0b{FAKE}", f"no\n{FAKE}".encode()])
def test_c11_what_a_mail_server_says_is_one_line(words: str | bytes) -> None:
    assert said(550, words).splitlines() == [f"550 no {FAKE}"]
