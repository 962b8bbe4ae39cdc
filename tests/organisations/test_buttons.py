"""What is done to an organisation itself names it on the button, in one sentence of the reader's language."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from participation.db import UNSYNCED, begin_write
from participation.languages import choose
from participation.organisations.labels import ACTS, BUTTONS
from participation.organisations.lifecycle import DESK_ACTS, State
from participation.organisations.models import Organisation
from participation.tongues import LANGUAGES
from tests import visits

pytestmark = pytest.mark.engines_in_turn

NAME = "The fire"
WITHOUT = {"apply", "joining_link", "four_eyes"}  # no name yet; a page that does nothing; a page of several acts
FOUR_EYES = {"four_eyes_on", "four_eyes_off", "four_eyes_end_asked", "four_eyes_keep"}
FORM = re.compile(r'<form[^>]*data-action="([a-z-]+)".*?</form>', re.DOTALL)
BUTTON = re.compile(r'<button class="button [^"]*(?:main|danger)[^>]*>(.*?)</button>', re.DOTALL)
OFFERED = re.compile(r'<a[^>]*href="([^"]*)"[^>]*data-action="([a-z-]+)"')


def buttons(page: str) -> dict[str, str]:
    """Read what each form of the page is sent with."""
    main = page.partition('<main id="main"')[2].partition("</main>")[0]
    found = {act: BUTTON.search(form[0]) for form in FORM.finditer(main) if (act := form[1])}
    return {act: unescape(button[1]).strip() for act, button in found.items() if button}


def offered(client: FlaskClient, page: str) -> dict[str, str]:
    """Return the act of every link of a page, and the button one finds behind it."""
    found: dict[str, str] = {}
    for href, act in OFFERED.findall(client.get(page).text.partition('<main id="main"')[2]):
        found |= {f"{act}/{name}": button for name, button in buttons(client.get(unescape(href)).text).items()}
    return found


def test_every_act_upon_an_organisation_has_the_sentence_of_its_button() -> None:
    assert set(BUTTONS) == set(ACTS) - WITHOUT | FOUR_EYES | {"accept_invitation"}
    assert set(DESK_ACTS) <= set(BUTTONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_is_whole_in_every_language(language: str) -> None:
    with Flask(__name__).app_context():
        choose(language)
        said = [str(words) % {"organisation": NAME} for words in BUTTONS.values()]
    assert len(set(said)) == len(said)
    assert all(words.count(NAME) == 1 and not words.startswith(NAME) for words in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_representative_reads_it_behind_every_link_of_the_members(app: Flask, net: Session, language: str) -> None:
    net.rollback()
    fire, members = visits.enter(app, "fire"), f"/{language}/organisations/fire/members/"
    wish = {"email": "mie@elsewhere.example", "language": "nl", "role": "editor"}
    assert visits.do(fire, "/en/organisations/fire/invite", **wish).status_code == 303
    found = offered(fire, members)
    assert {act.partition("/")[0].replace("-", "_") for act in found} >= {
        "invite", "rename", "close", "leave", "change_role", "end_membership", "send_again", "revoke", "edit_profile",
        "four_eyes", "joining_link",
    }  # fmt: skip
    assert [button for button in found.values() if NAME not in button] == []


@pytest.mark.parametrize("state", [State.APPLIED, State.APPROVED, State.SUSPENDED])
def test_the_desk_reads_it_behind_every_link_of_its_page(app: Flask, net: Session, state: State) -> None:
    begin_write(net)
    net.execute(update(Organisation).where(Organisation.slug == "fire").values(state=state), execution_options=UNSYNCED)
    net.commit()
    found = offered(visits.enter(app, "desk"), "/nl/desk/organisations/fire")
    assert {act.partition("/")[0] for act in found} - {"merge"} == {
        act.address for act in DESK_ACTS.values() if state in act.sources
    }  # fmt: skip
    assert [button for button in found.values() if NAME not in button] == []


def test_who_merges_two_is_asked_which_before_why(app: Flask, net: Session) -> None:
    net.rollback()
    page = visits.enter(app, "desk").get("/en/desk/organisations/fire/merge").text
    assert 0 < page.index('name="target"') < page.index('name="reason"')


def test_two_organisations_that_one_has_left_are_told_apart(app: Flask, net: Session) -> None:
    net.rollback()
    both = visits.enter(app, "both")
    for slug in ("fire", "young"):
        visits.do(both, f"/en/organisations/{slug}/leave", organisation=slug)
    page = both.get("/en/account/left/").text
    assert {unescape(one).strip() for one in BUTTON.findall(page)} >= {
        "Replace my name on acts of The fire", "Replace my name on acts of The young",
    }  # fmt: skip
