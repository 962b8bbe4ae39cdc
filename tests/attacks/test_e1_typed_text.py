"""E1: what was typed comes back where the form can no longer be taken: its token is old, or nobody is signed in.

Every form with a field of one's own is tried, over every address that takes one; secrets never come back.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.views import entry
from participation.accounts.views.onward import KEPT
from participation.db import begin_write
from participation.deeds import KeptForm
from participation.initiatives.transitions import TRANSITIONS
from participation.web.refusals import SECRETS
from tests import visits
from tests.access import GROUPS
from tests.attacks import links, oracle
from tests.attacks.test_e_browser import posts

pytestmark = pytest.mark.engines_in_turn

XHTML = "{http://www.w3.org/1999/xhtml}"
PASSWORD, CODE = "thee met de wijkagent op maandag", "913 755"
TYPED = {
    "password": PASSWORD,
    "email": "typed@elsewhere.example",
    "date": "2031-03-09",
    "number": "7",
}  # of a type of field; else words
LEFT_ALONE = {"hidden", "file", "submit", "button"}  # a browser sends no file again: it has to be chosen anew
Fields = dict[str, list[str]]


class Place(NamedTuple):
    """A form: its address, who may send it, whether visitors may, and what stands in it once it is filled in."""

    path: str
    who: str
    is_open: bool
    hidden: Fields
    typed: Fields


def forms(page: str, path: str) -> Iterator[Element]:
    """Find the forms of a page that are sent to `path`."""
    for form in html5lib.parse(page).iter(f"{XHTML}form"):
        action = urlsplit(form.get("action") or path)
        if form.get("method", "get").lower() == "post" and action.path == path:
            yield form


def controls(form: Element, tag: str) -> list[Element]:
    """Find the fields of a form; those of a row that a script would add are none yet."""
    return [found for found in form.iter(f"{XHTML}{tag}") if "__N__" not in found.get("name", "__N__")]


def shown(form: Element) -> Fields:
    """Read what a browser would send of a form, but for what is hidden."""
    found: Fields = {}
    for one in controls(form, "input"):
        kind = one.get("type", "text")
        if kind in LEFT_ALONE or (kind in {"radio", "checkbox"} and "checked" not in one.attrib):
            continue
        found.setdefault(one.get("name", ""), []).append(one.get("value", ""))
    for one in controls(form, "textarea"):
        found.setdefault(one.get("name", ""), []).append("".join(one.itertext()).removeprefix("\n"))
    for one in controls(form, "select"):
        chosen = [option for option in one.iter(f"{XHTML}option") if "selected" in option.attrib]
        found.setdefault(one.get("name", ""), []).extend(option.get("value", "") for option in chosen)
    return found


def filled(form: Element) -> Fields:
    """Fill a form in: other words in each field, the last of each choice, every tick."""
    found: Fields = {}
    for number, one in enumerate(controls(form, "input")):
        name, kind = one.get("name", ""), one.get("type", "text")
        if kind == "radio":
            found[name] = [one.get("value", "")]
        elif kind == "checkbox":
            found.setdefault(name, []).append(one.get("value", "y"))
        elif kind not in LEFT_ALONE:
            words = CODE if name in SECRETS else f"Typed {number}"
            found[name] = [TYPED.get(kind, words)]
    for one in controls(form, "textarea"):
        found[one.get("name", "")] = ["First line\n<b>& the second"]
    for one in controls(form, "select"):
        found[one.get("name", "")] = [list(one.iter(f"{XHTML}option"))[-1].get("value", "")]
    return found


def hidden(form: Element) -> Fields:
    found: Fields = {}
    for one in controls(form, "input"):
        if one.get("type") == "hidden":
            found.setdefault(one.get("name", ""), []).append(one.get("value", ""))
    return found


def addresses(site: Flask, net: Session) -> Iterator[tuple[str, str]]:
    """List (path, who) of whatever takes a form, every act of the table included."""
    of_initiatives = set()
    for endpoint, path, row in posts(site, net):
        yield path, min(GROUPS[row.may] - {"visitor"})
        if endpoint == "initiatives.do":
            of_initiatives.add(path.rpartition("/")[0])
    for page in sorted(of_initiatives):
        yield from ((f"{page}/{act.replace('_', '-')}", who) for act in TRANSITIONS for who in ("young", "desk"))
    begin_write(net)
    behind = links.make(net, site)
    net.commit()
    yield from ((f"/en/{place.path}", place.who) for place in behind.values())


@pytest.fixture(autouse=True)
def in_any_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let more forms be laid aside than anybody does within an hour."""
    monkeypatch.setattr(entry, "KEPT_FORMS", replace(entry.KEPT_FORMS, most=1000))


@pytest.fixture
def places(site: Flask, net: Session) -> list[Place]:
    """Every form in which something is typed or chosen, filled in at its own address."""
    found: dict[str, Place] = {}
    clients: dict[str, FlaskClient] = {}
    for path, who in addresses(site, net):
        client = clients.get(who) or clients.setdefault(who, visits.enter(site, who))
        answer = client.get(path)
        for form in forms(answer.text, path) if answer.status_code == 200 else ():
            if typed := filled(form):
                is_open = site.test_client().post(path).status_code == 400  # it asks for its token, and for nobody
                found[path] = Place(path, who, is_open, hidden(form), typed)
    assert len(found) >= 50
    return list(found.values())


def sent_anew(site: Flask, place: Place) -> str:
    """Send the form in a session that began after it was shown."""
    answer = visits.enter(site, place.who).post(place.path, data=place.hidden | place.typed)
    assert oracle.sound(answer).status_code == 400, place
    return answer.text


def sent_by(client: FlaskClient, site: Flask, place: Place) -> str:
    """Send the form where nobody is signed in; where that is asked, sign in, and return the page that follows."""
    answer = oracle.sound(client.post(place.path, data=place.hidden | place.typed))
    if place.is_open:
        assert answer.status_code == 400, place
        return answer.text
    assert answer.status_code == 303, place
    way = parse_qs(urlsplit(answer.location).query)
    assert way.keys() == {"next", KEPT}, (place.path, way)
    assert way["next"] == [place.path]
    back = f"{place.path}?{urlencode({KEPT: way[KEPT][0]})}"
    answer = oracle.sound(visits.enter(site, place.who).get(back))
    assert answer.status_code == 200, place
    return answer.text


def sent_by_nobody(site: Flask, place: Place) -> str:
    return sent_by(site.test_client(), site, place)


def sent_the_day_after(site: Flask, place: Place) -> str:
    """Send the form with its own token, the day after it was shown; without a session only what needs none is done."""
    if place.is_open:
        return sent_by_nobody(site, place)
    client = visits.enter(site, place.who)
    genuine = place._replace(hidden=place.hidden | {"csrf_token": [visits.token(client)]})
    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        return sent_by(client, site, genuine)


def test_e1_what_was_typed_comes_back_in_its_form_and_no_password_does(
    site: Flask, net: Session, places: list[Place]
) -> None:
    before = oracle.picture(net)
    for place in places:
        kept = {name: values for name, values in place.typed.items() if name not in SECRETS}
        for send in (sent_anew, sent_by_nobody, sent_the_day_after):
            page = send(site, place)
            back = next(forms(page, place.path), None)
            assert back is not None, (send, place)
            assert {name: shown(back).get(name) for name in kept} == kept, (send, place)
            assert PASSWORD not in page, (send, place)
    after = oracle.picture(net)
    assert {table for table in after if after[table] != before[table]} == {"kept_form"}
    laid_aside = " ".join(net.scalars(select(KeptForm.fields)))
    assert "First line" in laid_aside
    assert not [secret for secret in (PASSWORD, CODE) if secret in laid_aside]
