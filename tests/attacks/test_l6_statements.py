"""L6: what moderators took down stands in a public list with its reason; no names, no text, nothing unpublished."""

from html import unescape

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.portal import statements
from tests import network, visits
from tests.attacks import oracle

pytestmark = pytest.mark.engines_in_turn

LIST = "/en/decisions"


def hide(site: Flask, key: str) -> None:
    reason = "It speaks of Mrs Peeters by name."
    answer = visits.do(visits.enter(site, "desk2"), f"/en/comments/{key}/hide", reason=reason, reason_code="attacks")
    assert answer.status_code == 303


def listed(site: Flask, page: str = "") -> str:
    return unescape(oracle.sound(site.test_client().get(LIST + page)).text)


def test_l6_what_was_taken_down_is_listed_with_its_reason_and_without_its_text(site: Flask, net: Session) -> None:
    assert "data-statement" not in listed(site)
    begin_write(net)
    reference = network.standing_at(net, "published")
    key = network.say(net, "fire", reference, "public")
    net.commit()
    hide(site, key)
    begin_write(net)
    other = network.standing_at(net, "unpublished")
    net.commit()
    page = listed(site)
    assert page.count('data-statement="comment"') == page.count('data-statement="initiative"') == 1
    assert "Attacks a person or group" in page
    assert network.REASON in page
    assert f"/en/initiatives/{reference}" in page
    assert f"/en/initiatives/{other}" in page
    for private in ("Mrs Peeters", "Said for public", network.TEXT["title"], "Desk", "The fire", "pour tea"):
        assert private not in page, private
    begin_write(net)
    network.act(net, "desk2", other, "republish")
    net.commit()
    assert "It is online again." in listed(site)


@pytest.mark.parametrize("state", ["submitted", "changes_requested", "consultation", "declined", "withdrawn"])
def test_l6_what_was_never_public_is_in_no_list(site: Flask, net: Session, state: str) -> None:
    begin_write(net)
    reference = network.standing_at(net, state)
    net.commit()
    assert reference not in listed(site)
    assert "data-statement" not in listed(site)


@pytest.mark.parametrize("scope", ["partners", "moderators"])
def test_l6_a_comment_the_public_never_read_is_not_listed(site: Flask, net: Session, scope: str) -> None:
    begin_write(net)
    key = network.say(net, "fire", network.standing_at(net, "published"), scope)
    net.commit()
    hide(site, key)
    assert "data-statement" not in listed(site)


def test_l6_the_list_has_pages(site: Flask, net: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_write(net)
    for _number in range(2):
        network.standing_at(net, "unpublished")
    net.commit()
    monkeypatch.setattr(statements, "PAGE", 1)
    monkeypatch.setattr(statements, "ALL", statements._select())  # noqa: SLF001  # built with the page's size
    first, second = listed(site), listed(site, "?page=2")
    assert first.count("data-statement") == second.count("data-statement") == 1
    assert f"{LIST}?page=2" in first
    assert f"{LIST}?page=3" not in second


def test_l6_the_rules_and_the_sitemap_lead_there(site: Flask) -> None:
    visitor = site.test_client()
    assert f'href="{LIST}"' in visitor.get("/en/how-we-moderate").text
    assert f"{LIST}<" in visitor.get("/en/sitemap-1.xml").text
