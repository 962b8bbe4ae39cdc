"""What is done in an organisation's name says so on its button, in one sentence of the reader's language."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from participation.comments import labels as comments
from participation.comments.lifecycle import ACTS as OF_COMMENTS
from participation.comments.lifecycle import Hand
from participation.initiatives import labels as initiatives
from participation.initiatives.lifecycle import Permission
from participation.initiatives.transitions import TRANSITIONS
from participation.languages import choose
from participation.tongues import LANGUAGES
from tests.drafting.writing import WHOLE, draft
from tests.portal.test_pages import do, hidden, signed_in

NAME = "Jeugdraad Leieboord"
QUOTED = "«\N{NARROW NO-BREAK SPACE}Conseil des jeunes Leieboord\N{NARROW NO-BREAK SPACE}»"  # as French does it
TABLES = (initiatives.IN_THE_NAME, comments.IN_THE_NAME)
NO_BUTTON_OF_ITS_OWN = {Permission.VIEW, Permission.KNOW, Permission.EDIT, Permission.COMMENT, Permission.HAND_OVER}


def button(client: FlaskClient, path: str, act: str) -> str:
    """Read the button of the form that does `act`."""
    page = client.get(path).text
    assert hidden(page, act)
    form = re.search(rf'<form[^>]*data-action="{act}".*?</form>', page, re.DOTALL)
    found = re.search(r'<button class="button [^"]*main[^>]*>(.*?)</button>', form[0] if form else "", re.DOTALL)
    assert found
    return unescape(found[1]).strip()


def test_every_act_for_an_organisation_has_the_sentence_of_its_button() -> None:
    of_organisations = {t.name for t in TRANSITIONS.values() if not t.of_the_desk}
    permitted = {p.value for p in set(Permission) - NO_BUTTON_OF_ITS_OWN}
    assert set(initiatives.IN_THE_NAME) == of_organisations | permitted | {"create"}
    of_comments = {row.name for row in OF_COMMENTS.values() if set(row.hands) - {Hand.DESK}}
    assert set(comments.IN_THE_NAME) == of_comments | {"comment"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_is_whole_in_every_language(language: str) -> None:
    with Flask(__name__).app_context():
        choose(language)
        said = [str(words) % {"organisation": NAME} for table in TABLES for words in table.values()]
    assert len(set(said)) == len(said)
    assert all(words.count(NAME) == 1 and not words.startswith(NAME) and "—" not in words for words in said)


@pytest.mark.parametrize(
    ("language", "submits"),
    [
        ("en", f"Submit as {NAME}"),
        ("nl", f"Indienen als {NAME}"),
        ("fr", f"Déposer au nom de {QUOTED}"),
        ("de", f"Einreichen im Namen von {NAME}"),
    ],
)
def test_the_button_names_the_organisation_in_force(app: Flask, demo: Session, language: str, submits: str) -> None:
    demo.rollback()
    youth, page = draft(app, **WHOLE)
    here = page.replace("/en/", f"/{language}/")
    assert button(youth, f"{here}/submit", "submit") == submits
    for address, act in ((f"/{language}/initiatives/new", "create"), (f"{here}/translate", "translate")):
        assert (QUOTED if language == "fr" else NAME) in button(youth, address, act)
    assert do(youth, f"{page}/submit", "submit").status_code == 303
    desk = signed_in(app, "moderator")
    assert "Leieboord" not in button(desk, f"{here}/open-consultation", "open-consultation")
    assert button(desk, f"{here}/translate", "translate")
