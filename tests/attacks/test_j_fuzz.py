"""J: malformed requests and forms."""

import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from participation.db import begin_write
from tests import network, visits
from tests.attacks import oracle

pytestmark = pytest.mark.engines_in_turn

NUMBERS = (
    "0", "-1", "1e9", str(2**63), str(2**64), "01", "\uff11", "null", "9" * 5000, "\u0000", "1\u00002",
    "00000000-0000-0000-0000-000000000000", "1.0", " ", "%s", "{0}", "\U0001f600",
)  # fmt: skip
TEXTS = (
    "a" * 100_000 + "!", "[" * 7900, "*" * 7900, "`" * 7900, "![](" * 1900, "> " * 3900, "<" * 7900, "- " * 3900,
    "(" * 7900 + ")" * 10, "_a_" * 2600, "\\" * 7999, "\u00e9" * 8000, "1. " * 2600, "|" * 7900, "&" * 7900,
    "http://" * 1100,
)  # fmt: skip
HEADERS = ("../../etc/passwd", "xx", "xx-YY;q=zz", "*;q=9", "a" * 5000, "nl;q=0, fr", "", "\u00e9")
SLOWEST = 5  # seconds of work


def published(net: Session, state: str = "published") -> str:
    begin_write(net)
    reference = network.standing_at(net, state)
    net.commit()
    return f"/en/initiatives/{reference}"


def test_j1_j2_no_number_breaks_an_address(site: Flask) -> None:
    client = visits.enter(site, "young")
    for given in NUMBERS:
        give(client, given)


def give(client: FlaskClient, given: str) -> None:
    for path in ("/en/initiatives/{}", "/en/initiatives/2026-{}", "/en/organisations/{}", "/en/initiatives/{}/edit",
                 "/en/initiatives/{}/versions/{}", "/en/desk/{}", "/{}/", "/en/comments/{}"):  # fmt: skip
        assert oracle.sound(client.get(path.format(given, given))).status_code in {404, 405, 414}
    query = dict.fromkeys(
        ("page", "per_page", "sort", "month", "q", "pillar", "municipality", "next", "lang", "state"), given
    )
    for path in ("/en/initiatives/", "/en/organisations/", "/en/municipalities", "/en/sign-in", "/en/"):
        assert oracle.sound(client.get(path, query_string=query)).status_code == 200
    for path in ("/en/initiatives/new", "/en/switch", "/en/sign-in"):
        names = ("title", "language", "nonce", "hat", "email", "password", "lock", "asks-0-number", "next")
        answer = oracle.sound(visits.send(client, path, "young", **dict.fromkeys(names, given)))
        assert answer.status_code in {303, 422, 429}, path


def test_j4_what_is_no_request_of_ours_is_refused(site: Flask) -> None:
    client = site.test_client()
    for method in ("TRACE", "BREW", "PROPFIND", "CONNECT", "PUT"):
        answer = oracle.sound(client.open("/en/", method=method))
        assert answer.status_code == 405
    assert oracle.sound(client.get("/en/", headers={"Cookie": "reseau=" + "x" * 4000})).status_code == 200
    assert oracle.sound(client.get("/en/", headers={"Cookie": "reseau=.eJw;=;;,\\"})).status_code == 200
    assert oracle.sound(client.get("/en/initiatives/?q=" + "a" * 60_000)).status_code == 200
    assert oracle.sound(client.get("/en/" + "a" * 60_000)).status_code == 404
    assert (
        oracle.sound(client.post("/en/sign-in", data=b"\xff\xfe=%ff%00", content_type="text/plain")).status_code == 400
    )
    broken = "multipart/form-data; boundary=x"
    assert oracle.sound(client.post("/en/sign-in", data=b"--x\r\nnonsense", content_type=broken)).status_code in {
        400,
        413,
    }


def test_j5_an_unknown_language_leads_to_one_we_speak(site: Flask) -> None:
    client = site.test_client()
    for header in HEADERS:
        answer = oracle.sound(client.get("/", headers={"Accept-Language": header}))
        assert answer.location in {"/nl/", "/fr/", "/de/", "/en/"}
    assert oracle.sound(client.get("/en/", headers={"Accept": "application/xml"})).status_code in {200, 406}
    for path in ("/xx/", "/../etc/", "/xx/initiatives/", "/nl-BE/"):
        assert oracle.sound(client.get(path)).status_code == 404


def test_j7_no_text_takes_long(site: Flask, net: Session) -> None:
    page, client = published(net, "draft"), visits.enter(site, "young")
    for text in TEXTS:
        read(client, page, text)


def read(client: FlaskClient, page: str, text: str) -> None:
    began = time.process_time()  # work, not waiting: other tests run beside this one
    answer = oracle.sound(visits.do(client, f"{page}/edit", body=text, summary=text[:400], title=text[:120] + "x" * 3))
    assert answer.status_code in {303, 422}
    oracle.sound(client.get(page))
    oracle.sound(client.get("/en/initiatives/", query_string={"q": text[:50_000]}))
    fields = {"email": text, "password": text}
    assert oracle.sound(visits.send(client, "/en/sign-in", "young", **fields)).status_code in {422, 429}
    assert time.process_time() - began < SLOWEST, ascii(text[:20])


FORMS = [
    ("young", "/en/initiatives/new", "create", {"title": "Tea", "language": "nl"}),
    ("young", "{draft}/edit", "edit", {k: v for k, v in network.TEXT.items() if isinstance(v, str)} | {
        "hour": "14:00", "room": "The hall", "contact": "x", "links": "https://x.example", "facilitator": "x",
        "follow_up": "2099-04-01", "audiences": "youth", "asks-0-type": "advise", "asks-0-pillar": "citizens",
        "asks-0-number": "2", "asks-0-text": "Two",
    }),
    ("young", "{draft}/submit", "submit", {"correction": "y"}),
    ("fire", "{consultation}/co-sign", "co-sign", {
        "mandate": "y", "statement": "We come", "commitments-0-number": "2",
    }),
    ("desk", "{consultation}/request-changes", "request-changes", {"remarks-title": "Which?", "remarks-body": "How?"}),
    ("desk", "{consultation}/propose-decline", "propose-decline", {"reason": network.REASON, "reason_code": "other"}),
    ("young", "{published}/conclude", "conclude", {
        "outcome": "did_not_take_place", "agreed": "To try again", "next_by": "We", "next_on": "2099-01-01",
    }),
    ("young", "{published}/update-details", "update-details", {"hour": "14:00", "links": "", "contact_shown": "y"}),
    ("fire", "{published}/withdraw-co-signature", "withdraw-co-signature", {"reason": network.REASON}),
]  # fmt: skip


def spoilt(sound: dict[str, str], field: str) -> tuple[dict[str, object], ...]:
    """One field missing, doubled, far too long, a number beyond all numbers, and with a NUL before it."""
    given = sound.get(field, "")
    wrong: tuple[object, ...] = ([given, "another"], "x" * 900_000, "9" * 5000, "\u0000" + given)
    return {k: v for k, v in sound.items() if k != field}, *({**sound, field: value} for value in wrong)


class Opened:
    """The form of an act on a thing that still waits for it: made anew whenever a press was accepted."""

    def __init__(self, site: Flask, net: Session, name: str, path: str) -> None:
        self.net, self.path, self.address = net, path, ""
        self.client = visits.enter(site, name)

    def page(self) -> str:
        found = self.client.get(self.address) if self.address else None
        if found is None or found.status_code != 200:
            states = [state for state in ("draft", "consultation", "published") if f"{{{state}}}" in self.path]
            self.address = self.path.format(**{state: published(self.net, state) for state in states})
            found = self.client.get(self.address)
        assert found.status_code == 200, self.address
        return found.text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form[2]))
def test_j8_each_field_missing_doubled_and_far_too_long(
    site: Flask, net: Session, form: tuple[str, str, str, dict[str, str]]
) -> None:
    name, path, act, fields = form
    opened, tried = Opened(site, net, name, path), 0
    hidden = visits.fields(opened.page(), act)
    for field in {**hidden, **fields}:
        sound = visits.fields(opened.page(), act) | fields
        for wrong in spoilt(sound, field):
            answer = oracle.sound(opened.client.post(opened.address, data=wrong))
            assert answer.status_code in {200, 303, 400, 403, 404, 409, 413, 422}, (field, answer.status_code)
            tried += 1
            if answer.status_code == 303:  # accepted: the act is done, so the rest is tried on another one
                sound = visits.fields(opened.page(), act) | fields
    assert tried == 5 * len(hidden | fields)
    sound = visits.fields(opened.page(), act) | fields
    assert opened.client.post(opened.address, data=sound).status_code == 303, "what was spoilt is else in order"
    assert oracle.sound(opened.client.post(opened.address, data={"title": "x" * 1_000_001})).status_code == 413
