"""The gallery shows every mail in every language, text and HTML saying the same; in production there is none."""

import pytest
from flask import Flask

from participation.languages import choose
from participation.notifications import samples
from participation.tongues import LANGUAGES
from tests.lasting import AppWith
from tests.notifications.browser import Browser
from tests.notifications.scene import text_of
from tests.notifications.test_mails import words_of_html, words_of_text

pytestmark = pytest.mark.engines_in_turn

MARKS = {"-"}  # of a list in plain text


@pytest.mark.parametrize("kind", samples.NAMES)
def test_each_mail_is_drawn_in_each_language_as_text_and_html_alike(scene: object, kind: str) -> None:
    assert scene
    for language in LANGUAGES:
        made = samples.made(kind, language)
        text, html = text_of(made), text_of(made, "html")
        assert [word for word in words_of_text(text) if word not in MARKS] == words_of_html(html)
        assert f'<html lang="{language}">' in html
        assert "%(" not in text + str(made["Subject"])
        assert made["Content-Language"] == language
        assert all(len(line) < 998 for line in made.as_string().splitlines())
    choose("en")


def test_the_pages_list_them_and_let_the_html_do_nothing(app: Flask) -> None:
    visitor = Browser(app)
    listed = visitor.get("/en/mails/").text
    assert all(f"/en/mails/{kind}" in listed for kind in samples.NAMES)
    page = visitor.get("/en/mails/digest").text
    assert [f'data-mail="{language}"' in page for language in LANGUAGES] == [True] * 4
    answer = visitor.get("/fr/mails/publish/html")
    assert '<html lang="fr">' in answer.text
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert visitor.get("/en/mails/nothing").status_code == 404


def test_in_production_there_is_no_gallery(app_with: AppWith) -> None:
    made = app_with(production=True)
    for path in ("/en/mails/", "/en/mails/publish", "/en/mails/publish/html"):
        assert Browser(made).get(path).status_code == 404
