"""Whoever acts for more than one organisation changes by one press, at the top of every page."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from participation import clock
from participation.organisations.lifecycle import MemberRole
from participation.organisations.models import Membership
from tests import visits
from tests.organisations.people import membership, organisation

PRESSED = re.compile(r'<button type="submit" name="hat" value="([^"]+)" aria-label="([^"]+)"')
SPEAKS = re.compile(r'<strong data-speaks-for(?: lang="[a-z]+")?>([^<]+)</strong>')
MEMBERS = "/en/organisations/fire/members/"


def press(client: FlaskClient, page: str, hat: str) -> str:
    """Press a button at the top of a page; return where that leads."""
    answer = client.post("/en/switch", data=visits.fields(client.get(page).text, "switch") | {"hat": hat})
    assert answer.status_code == 303
    return str(answer.location)


def test_every_other_organisation_is_one_button_and_the_page_stays(app: Flask, net: Session) -> None:
    net.commit()
    client = visits.enter(app, "both")
    for page in ("/en/", "/en/initiatives/?q=fire&amp;state=published", "/nl/account/", MEMBERS):
        path = unescape(page)
        shown = client.get(path).text
        assert "<details" not in shown[shown.index('class="acting"') : shown.index('class="flashes"')]
        assert [value for value, _does in PRESSED.findall(shown)] == ["young"], path
        assert press(client, path, "young") == path
        assert [value for value, _does in PRESSED.findall(client.get(path).text)] == ["fire"], path
        press(client, path, "fire")


def test_a_button_says_what_it_does(app: Flask, net: Session) -> None:
    net.commit()
    client = visits.enter(app, "both")
    assert unescape(PRESSED.findall(client.get("/en/").text)[0][1]).startswith("Act for ")
    partial = visits.enter(app, "partial").get("/en/").text
    assert [value for value, _does in PRESSED.findall(partial)]
    assert SPEAKS.findall(partial) == ["You act for the moderation team"]


FOLDED = re.compile(r"<details><summary>([^<]+)</summary>(.*?)</details></form>", re.DOTALL)


def test_many_organisations_are_folded_and_each_is_still_there_to_press(app: Flask, net: Session) -> None:
    """A band as tall as a telephone would hide the page; the moderation team never goes out of sight."""
    person = membership(net, "both", "fire").person_id
    joined = ("wardens", "old", "fans", "watch")
    for slug in joined:
        net.add(Membership(person_id=person, organisation_id=organisation(net, slug).id, role=MemberRole.EDITOR))
        net.flush()
    net.commit()
    client = visits.enter(app, "both")
    page = client.get("/en/").text
    said, inside = FOLDED.findall(page)[0]
    hats = [value for value, _does in PRESSED.findall(page)]
    assert sorted(hats) == sorted([*joined, "young"])
    assert [value for value, _does in PRESSED.findall(inside)] == hats[3:]
    assert said == "2 others"
    assert press(client, "/en/", hats[-1]) == "/en/"
    assert SPEAKS.findall(client.get("/en/").text) == [organisation(net, hats[-1]).name_in("en")]


def test_an_organisation_is_called_as_everywhere_else_on_a_page_in_that_language(app: Flask, net: Session) -> None:
    organisation(net, "fire").names = {"fr": "Les pompiers"}
    organisation(net, "young").names = {"fr": "Les jeunes"}
    net.commit()
    client = visits.enter(app, "both")
    assert SPEAKS.findall(client.get("/fr/").text) == ["Les pompiers"]
    assert SPEAKS.findall(client.get("/de/").text) == ["The fire"]
    assert '<strong data-speaks-for lang="nl">The fire</strong>' in client.get("/de/").text
    assert "<strong data-speaks-for>Les pompiers</strong>" in client.get("/fr/").text
    assert "Les jeunes" in unescape(PRESSED.findall(client.get("/fr/").text)[0][1])
    assert '<span lang="fr">Les pompiers</span></h1>' in client.get("/fr/organisations/fire/leave").text
    desk = visits.enter(app, "desk")
    for act in ("suspend", "merge"):
        assert '<span lang="fr">Les pompiers</span></h1>' in desk.get(f"/fr/desk/organisations/fire/{act}").text
    assert '<span lang="nl">The fire</span></h1>' in client.get("/de/organisations/fire/leave").text


def test_whoever_has_one_organisation_finds_no_button(app: Flask, net: Session) -> None:
    net.commit()
    for name in ("fire", "desk", "admin", "visitor"):
        assert not PRESSED.findall(visits.enter(app, name).get("/en/").text), name


@pytest.mark.parametrize("page", ["/en/organisations/fire/invite", "/en/organisations/fire/edit"])
def test_a_page_that_is_not_one_for_the_other_hat_leads_to_the_workspace(app: Flask, net: Session, page: str) -> None:
    net.commit()
    client = visits.enter(app, "both")
    assert press(client, page, "young") == page
    answer = client.get(page)
    assert (answer.status_code, answer.location) == (303, "/en/workspace/")
    assert "belongs to another organisation or role" in client.get("/en/workspace/").text
    assert client.get(page).status_code == 403  # said once; who goes there again reads why not


def test_a_page_refused_long_after_is_refused(app: Flask, net: Session) -> None:
    net.commit()
    client, page = visits.enter(app, "both"), "/en/organisations/fire/invite"
    press(client, page, "young")
    with clock.stopped_at(clock.now() + timedelta(minutes=2)):
        assert client.get(page).status_code == 403
    press(client, "/en/", "fire")
    press(client, "/en/", "young")
    assert client.get(page).status_code == 403  # the press led back to another page
