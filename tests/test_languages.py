"""Each answer is in one language only: pages that refuse, mails, files; and nothing escapes translation."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape

import pytest
from babel.messages.pofile import read_po
from flask import Flask, abort
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import errors
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.languages import FOLDER, SOURCE, choose, text
from participation.notifications.samples import NAMES, as_html, made
from participation.tongues import LANGUAGES
from participation.web import formats
from participation.web.words import HEADINGS
from tests import lasting, pseudo
from tests.templates import settings_for

pytestmark = pytest.mark.engines_in_turn

OTHERS = sorted(set(LANGUAGES) - {SOURCE})
COURTESY = "The English texts are a courtesy translation"
LONG = 3  # words from which on a text is no mere name
REFUSALS: dict[int, errors.DomainError] = {
    404: errors.NotFound(),
    409: errors.Stale(),
    422: errors.Incomplete({}),
    429: errors.TooMany(90),
    503: errors.Busy(),
}
STATUSES = (400, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 503)


@cache
def english_of(language: str) -> list[str]:
    """List the English sentences that are said in other words in `language`."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        found = [message for message in read_po(source, locale=language) if isinstance(message.id, str)]
    said = [str(message.id) for message in found if message.id != message.string]
    return [sentence for sentence in said if "%" not in sentence and len(sentence.split()) >= LONG]


def left_in(page: str, language: str) -> list[str]:
    """List the English sentences that stand in a page, a mail or a file."""
    said = unescape(page)
    return [sentence for sentence in english_of(language) if sentence in said]


def refuse(status: int) -> ResponseReturnValue:
    if status == 500:
        raise RuntimeError
    if status in REFUSALS:
        raise REFUSALS[status]
    abort(status)


def with_refusals(app: Flask) -> None:
    app.add_url_rule("/<lang>/refusals/<int:status>", view_func=refuse)


@pytest.fixture
def refusing(url: str) -> Iterator[Flask]:
    """The application with a page for each answer that is a refusal."""
    with lasting.app(settings_for(url), with_refusals) as app:
        yield app


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_in_the_language_of_its_address(refusing: Flask, language: str, status: int) -> None:
    answer = refusing.test_client().get(f"/{language}/refusals/{status}")
    page = unescape(answer.text)
    assert answer.status_code == status
    assert f'<html lang="{language}">' in page
    assert answer.headers["Content-Language"] == language
    with refusing.test_request_context():
        choose(language)
        assert str(HEADINGS.get(status, HEADINGS[400])) in page
    if language != SOURCE:
        assert not left_in(page, language)


@pytest.mark.parametrize("wish", LANGUAGES)
def test_an_address_without_a_language_is_answered_in_that_of_the_browser(client: FlaskClient, wish: str) -> None:
    answer = client.get("/nowhere/at-all", headers={"Accept-Language": wish})
    assert f'<html lang="{wish}">' in answer.text
    assert answer.headers["Content-Language"] == wish
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("language", OTHERS)
def test_no_mail_says_anything_in_english(app: Flask, language: str) -> None:
    with app.test_request_context():
        for kind in NAMES:
            mail = made(kind, language)
            choose(language)
            assert not left_in(f"{mail['Subject']} {as_html(kind)}", language), kind


def test_english_says_that_it_is_a_courtesy(app: Flask) -> None:
    with app.test_request_context():
        for language in LANGUAGES:
            choose(language)
            said = [as_html("co_sign"), app.test_client().get(f"/{language}/about").text]
            assert [COURTESY in one for one in said] == [language == SOURCE] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_in_the_language_of_their_address(app: Flask, demo: Session, language: str) -> None:
    thing = demo.scalars(select(Initiative).where(Initiative.status == Status.PUBLISHED)).first()
    assert thing is not None
    for name in (f"initiatives/{thing.reference}.ics", "statistics.csv", "sitemap-1.xml"):
        answer = app.test_client().get(f"/{language}/{name}")
        assert answer.headers["Content-Language"] == language
        if language != SOURCE:
            assert not left_in(answer.text.replace("\r\n ", ""), language)
    with app.test_request_context():
        choose(language)
        heads = [text(one) for one in ("Table", "Row", "How many", "Share in percent")]
    assert app.test_client().get(f"/{language}/statistics.csv").text.splitlines()[0] == ",".join(heads)


def test_nobody_is_offered_the_language_that_nobody_speaks(client: FlaskClient) -> None:
    assert pseudo.CODE not in LANGUAGES
    assert not (FOLDER / pseudo.CODE).exists()
    assert client.get(f"/{pseudo.CODE}/").status_code == 404
    assert f'"/{pseudo.CODE}/' not in client.get("/en/about").text
    ours = (path for path in FOLDER.with_name("participation").rglob("*.py"))
    assert not [path for path in ours if re.search(r"\bpseudo\b|\bzz\b", path.read_text("utf-8"))]


def test_lists_dates_and_shares_are_written_as_each_language_does() -> None:
    names = ("Aalst", "Binche", "Eupen")
    assert [formats.listed(names, one) for one in LANGUAGES] == [
        "Aalst, Binche en Eupen", "Aalst, Binche et Eupen", "Aalst, Binche und Eupen", "Aalst, Binche and Eupen"
    ]  # fmt: skip
    first, ninth = date(2027, 3, 1), date(2027, 3, 9)
    assert formats.day(first, "fr") == "1er\u00a0mars 2027"
    assert [formats.long_day(ninth, one) for one in LANGUAGES] == [
        "dinsdag 9\u00a0maart 2027", "mardi 9\u00a0mars 2027", "Dienstag, 9.\u00a0März 2027", "Tuesday 9 March 2027"
    ]  # fmt: skip
    assert [formats.hour("14:05", one) for one in LANGUAGES] == [
        "14.05\u00a0uur", "14\u00a0h\u00a005", "14:05\u00a0Uhr", "14:05"
    ]  # fmt: skip
    assert [formats.percent(1, 4, one) for one in LANGUAGES] == ["25%", "25\u00a0%", "25\u00a0%", "25%"]
    assert [formats.number(12345, one) for one in LANGUAGES] == ["12.345", "12\u202f345", "12.345", "12,345"]


def test_the_language_nobody_speaks_is_longer_and_keeps_what_is_no_text() -> None:
    said = pseudo.accented('Save the <a href="/en/">draft</a> of %(name)s')
    assert '<a href="/en/">' in said
    assert "%(name)s" in said
    assert not pseudo.untouched(re.sub(r"<[^>]*>|%\(name\)s", "", said))
    assert pseudo.untouched(f"Save {said}")[0] == "Save"
    plain = "Dialogue initiatives"
    assert len(pseudo.accented(plain)) >= len(plain) * 1.35
