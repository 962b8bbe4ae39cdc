"""C: hostile content in every field, on every page it appears on."""

import re
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.db import begin_write
from participation.initiatives.models import Initiative
from participation.organisations.models import Organisation
from tests import network, visits
from tests.attacks import oracle
from tests.conftest import EVERYTHING

pytestmark = pytest.mark.engines_in_turn

MARK = "Zzmark"
HOSTILE = (
    f"<svg onload=alert(1)>{MARK}", f'"><img src=x onerror=alert(1)>{MARK}',
    f"{{{{7*7}}}}${{7*7}}%s%n{{0.__class__}}{MARK}",
    f"{MARK}<script>alert(1)</script>", f"'\" onmouseover=alert(1) {MARK}", f"[{MARK}](javascript:alert(1))",
)  # fmt: skip
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
PAGES = ("/en/", "/en/initiatives/", "/en/organisations/", "/en/organisations/young", "/en/organisations/fire",
         "/en/workspace/", "/en/desk/", "/en/about", "/en/initiatives/new", "/en/sign-in")  # fmt: skip


def looked_over(text: str) -> None:
    """No tag of the page is one the text brought along."""
    assert not re.search(r"<script>alert|<svg onload|<img src=x", text)
    for tag in TAG.findall(text):
        bare = re.sub(r"\"[^\"]*\"", '""', tag)  # what stands in quotes is a value
        assert not re.search(r"\son\w+\s*=|alert\(", bare), tag
    assert not re.search(r"href=\"\s*javascript:", text, re.IGNORECASE)


@pytest.mark.parametrize("hostile", HOSTILE if EVERYTHING else HOSTILE[:2], ids=ascii)
def test_c1_c9_what_was_typed_is_shown_and_does_nothing(site: Flask, net: Session, hostile: str) -> None:
    begin_write(net)
    for person in net.scalars(select(Person)):
        person.name = f"{person.name} {hostile}"
    for body in net.scalars(select(Organisation)):
        body.name = body.name + hostile
        body.about = {"nl": hostile}
    ask = [{"type": "advise", "pillar": "security_professions", "number": "1", "text": hostile, "key": ""}]
    words = {"title": hostile, "summary": hostile, "body": hostile, "limits": hostile, "asks": ask}
    details = {"room": hostile, "contact": hostile, "facilitator": hostile}
    references = [
        network.standing_at(net, s, **words) for s in ("consultation", "published", "concluded", "unpublished")
    ]
    network.act(net, "young", references[1], "update_details", details=details, contact_shown=True)
    network.sign(net, "watch", references[1], statement=hostile)
    network.act(net, "desk", references[0], "request_changes", remarks={"title": hostile})
    network.act(net, "desk", references[2], "unpublish", reason=hostile)
    net.commit()
    shown = 0
    for who in ("visitor", "young", "desk", "fire"):
        client = visits.enter(site, who)
        of_each = [
            f"/en/initiatives/{r}{rest}" for r in references for rest in ("", "/edit", "/withdraw", "/co-sign", "/take")
        ]
        for path in (*PAGES, *of_each):
            answer = oracle.sound(client.get(path))
            looked_over(answer.text)
            shown += MARK in answer.text
    assert shown > 20


def test_c9_a_template_in_a_field_stays_as_it_was_typed(site: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.standing_at(net, "published", title="{{7*7}} ${7*7} %s %n {0.__class__} #{7*7} %(name)s")
    net.commit()
    page = visits.enter(site, "visitor").get(f"/en/initiatives/{reference}").text
    assert "{{7*7}} ${7*7} %s %n {0.__class__} #{7*7} %(name)s" in page


@pytest.mark.parametrize("field", ["q", "page", "sort", "municipality", "month", "pillar", "state", "per_page"])
def test_c3_what_stands_in_the_address_is_escaped(site: Flask, field: str) -> None:
    client = site.test_client()
    for hostile in HOSTILE:
        answer = oracle.sound(client.get(f"/en/initiatives/?{field}={quote(hostile)}"))
        assert answer.status_code == 200
        looked_over(answer.text)
        looked_over(oracle.sound(client.get(f"/en/{quote(hostile)}")).text)


SEARCHES = (
    "'", '"', "' OR 1=1 --", "%", "_", "\\", "tea*", "tea AND", "NEAR(tea park)", '"tea', "tea:*", "& | ! ( )", "-tea",
    "tea -park",
    "title:tea",
    "'; SELECT pg_sleep(9) --", "^tea", "{tea park}", "\u0000tea", "tea" * 500, "(((((", "<->", "::", "\u202e",
    "*",
)  # fmt: skip


def test_c6_a_search_means_what_it_says(site: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.standing_at(net, "published")
    net.commit()
    client = site.test_client()
    for text in SEARCHES:
        answer = oracle.sound(client.get("/en/initiatives/", query_string={"q": text}))
        assert answer.status_code == 200, text
        oracle.sound(client.get("/en/municipalities", query_string={"q": text}))
    assert reference in client.get("/en/initiatives/", query_string={"q": "TÉA pàrk"}).text
    assert reference not in client.get("/en/initiatives/", query_string={"q": "tea or"}).text
    assert net.scalars(select(Initiative.reference)).one() == reference
