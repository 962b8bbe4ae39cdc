"""E: what a hostile page or proxy can try with somebody else's browser."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.web.links import local_path
from tests import network, visits
from tests.access import GROUPS, ROWS, Row
from tests.attacks import links, oracle

pytestmark = pytest.mark.engines_in_turn

EVIL = ("//evil.example", "https:evil.example", "/\\evil.example", "/%09/evil.example", "\\\\evil.example",
        "https://ours@evil.example", "javascript:alert(1)", "/\t/evil.example", "///evil.example", "/ /evil",
        "\n//evil")  # fmt: skip
TYPED = "Words that took an afternoon"
FREE_TEXT = {"title": TYPED, "reason": TYPED, "statement": TYPED, "summary": TYPED, "text": TYPED, "email": TYPED}
# Forms without a text of one's own, and those whose text is a secret.
NOTHING_TYPED = {"accounts.sign_out", "accounts.switch"}
# What is taken without a token, and why.
WITHOUT_TOKEN = {"notifications.do_stop": "one click of a mail program (RFC 8058): the secret of the link is the proof"}


def posts(site: Flask, net: Session) -> list[tuple[str, str, Row]]:
    """List (endpoint, path, row) of every address that takes a form, over an initiative in the state of its row."""
    begin_write(net)
    made = {
        state: network.standing_at(net, state) for state in ("submitted", "consultation", "published", "unpublished")
    }
    made["said"] = network.say(net, "fire", made["published"], "public")
    net.commit()
    found = []
    for rule in site.url_map.iter_rules():
        rows = ROWS.get(rule.endpoint, ()) if "POST" in (rule.methods or ()) else ()
        for row in (row for row in rows if row.may != "nobody"):  # where nothing is, nothing is asked of a token
            values = {key: made.get(value, value) for key, value in row.values.items()} | {"lang": "en"}
            found.append((rule.endpoint, site.url_map.bind("localhost").build(rule.endpoint, values), row))
    assert len(found) >= 10
    return found


def test_e1_no_form_is_taken_without_the_token_of_this_browser(site: Flask, net: Session) -> None:
    addresses = posts(site, net)
    before, strange = oracle.picture(net), visits.token(visits.enter(site, "fire"))
    for endpoint, path, row in addresses:
        may = sorted(GROUPS[row.may] - {"visitor"})
        assert may, endpoint
        for name in dict.fromkeys(("young", "desk", may[0], may[-1])):
            client = visits.enter(site, name)
            fields = {**FREE_TEXT, "organisation": visits.hat_of(name)}
            # Every sort of token by one who may; of the others, none and that of somebody else.
            for token in (None, strange, *(("", "x", "x.y", strange[:-1]) if name == may[0] else ())):
                answer = oracle.sound(client.post(path, data=fields | ({} if token is None else {"csrf_token": token})))
                refused = set() if name in may else {row.others}  # who may not at all may hear that first
                assert answer.status_code in {400, *refused}, (path, token, answer.status_code)
            if endpoint not in NOTHING_TYPED and name == "young":
                assert TYPED in answer.text or not re.search(
                    r"<(textarea|input)[^>]*name=\"(title|reason)", answer.text
                )
    assert oracle.picture(net) == before


def test_e1_no_form_behind_a_link_is_taken_without_the_token_either(site: Flask, net: Session) -> None:
    begin_write(net)
    places = links.make(net, site)
    net.commit()
    before, strange = oracle.picture(net), visits.token(visits.enter(site, "fire"))
    for endpoint, place in places.items():
        client = visits.enter(site, place.who)
        fields = {**FREE_TEXT, "organisation": visits.hat_of(place.who) if place.who != "visitor" else ""}
        for token in (None, "", "x", "x.y", strange, strange[:-1]):
            sent = fields | ({} if token is None else {"csrf_token": token})
            assert oracle.sound(client.post(f"/en/{place.path}", data=sent)).status_code == 400, (endpoint, token)
    assert oracle.picture(net) == before
    for endpoint, place in places.items():  # and with its own token each would have been taken
        answer = visits.send(visits.enter(site, place.who), f"/en/{place.path}", place.who)
        assert answer.status_code in {200, 303, 409, 422}, (endpoint, answer.status_code)


def test_e1_no_form_is_left_out(site: Flask) -> None:
    """A new address that takes a form is asked for its token, in one of the two tests above, by one who may send it."""
    taking = {rule.endpoint for rule in site.url_map.iter_rules() if "POST" in (rule.methods or ())}
    asked = {endpoint for endpoint in taking if any(row.may != "nobody" for row in ROWS.get(endpoint, ()))}
    assert taking - asked == links.NAMES | WITHOUT_TOKEN.keys()


def test_e1_typed_text_comes_back_and_can_be_sent_again(site: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.draft(net)
    net.commit()
    client = visits.enter(site, "young")
    path = f"/en/initiatives/{reference}/edit"
    fields = visits.fields(client.get(path).text, "edit") | {"title": TYPED, "summary": "<b>&amp; more"}
    refused = client.post(path, data=fields | {"csrf_token": "x.y"})
    assert refused.status_code == 400
    assert f'value="{TYPED}"' in refused.text
    assert "&lt;b&gt;&amp;amp; more" in refused.text
    assert client.post(path, data=fields | visits.fields(refused.text, "edit")).status_code == 303


def test_e1_a_token_dies_with_its_session(site: Flask) -> None:
    client = visits.enter(site, "young")
    old = visits.token(client)
    assert visits.send(client, "/en/sign-out", "young").status_code == 303
    again = visits.enter(site, "young")
    assert again.post("/en/initiatives/new", data={"csrf_token": old, "title": "x"}).status_code == 400


@pytest.mark.parametrize("evil", EVIL)
def test_e2_no_redirect_leads_elsewhere(site: Flask, evil: str) -> None:
    assert local_path(evil) == "" or local_path(evil).startswith("/%09/")
    client = site.test_client()
    page = client.get("/en/sign-in", query_string={"next": evil})
    assert "evil" not in visits.fields(page.text, "sign-in").get("next", "") or evil.startswith("/%09")
    fields = visits.fields(page.text, "sign-in") | {"email": network.email("young"), "password": network.PASSWORD}
    answers = [client.post("/en/sign-in", data=fields | {"next": evil})]
    answers.append(visits.send(client, "/en/switch", "young", hat="young", next=evil))
    for answer in answers:
        assert answer.status_code == 303
        assert re.fullmatch(r"/[^/\\].*", answer.location), answer.location


def test_e3_e4_every_answer_carries_its_headers(site: Flask) -> None:
    client = visits.enter(site, "young")
    wanted = {
        200: "/en/", 404: "/en/nowhere", 403: "/en/initiatives/new", 303: "/en/workspace/", 302: "/", 308: "/en/desk",
    }  # fmt: skip
    answers = [client.get(wanted[200]), client.get(wanted[404]), site.test_client().get(wanted[303]), client.get("/")]
    answers += [
        visits.enter(site, "fire").get(wanted[403]),
        client.get("/static/dist/missing.css"),
        client.get("/healthz"),
    ]
    answers += [
        client.put("/en/"),
        client.post("/en/sign-out"),
        client.get("/en/municipalities?q=a"),
        client.get("/en/desk"),
    ]
    assert {200, 302, 303, 308, 400, 403, 404, 405} <= {answer.status_code for answer in answers}
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in answer.headers  # not over TLS here
        assert "Werkzeug" not in answer.headers.get("Server", "")


def test_e6_private_pages_are_kept_by_nobody(site: Flask, net: Session) -> None:
    young, visitor = visits.enter(site, "young"), site.test_client()
    for path in ("/en/", "/en/workspace/", "/en/initiatives/new", "/en/nowhere", "/en/workspace/x.css"):
        answer = young.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "Cookie" in answer.headers["Vary"]
    for path in ("/en/", "/nl/initiatives/", "/en/about"):
        answer = visitor.get(path)
        assert "no-store" not in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" in answer.headers["Vary"]
    assert young.get("/en/workspace/x.css").status_code == 404
    assert visitor.get("/", headers={"Accept-Language": "fr"}).location == "/fr/"
    assert "Accept-Language" in visitor.get("/").headers["Vary"]


def test_e6_headers_of_a_proxy_do_not_steer_addresses(site: Flask) -> None:
    sent = {"X-Forwarded-Host": "evil.example", "X-Original-Host": "evil.example", "X-Forwarded-Proto": "javascript"}
    for path in ("/en/", "/en/initiatives/", "/en/sign-in", "/en/nowhere"):
        assert "evil.example" not in site.test_client().get(path, headers=sent).text
    assert "evil.example" not in site.test_client().get("/en/", base_url="http://evil.example").text
