"""What people read when something is refused or breaks: in their language, with a way on."""

import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from tests.portal.test_pages import hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

QUOTED = re.compile(r"Reference to quote when you write to us: ([0-9a-f]{12})")


def broken(app: Flask) -> FlaskClient:
    """Let a page fail as none should, in the shape of production."""

    def fail(lang: str = "") -> str:
        raise RuntimeError(f"a secret path {lang}")

    app.view_functions["portal.about"] = fail
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


def test_a_fault_of_ours_is_owned_up_to_without_its_trace(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = broken(app).get("/en/about")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    number = QUOTED.search(answer.text)
    assert number is not None
    assert number[1] in caplog.text
    assert "default-src" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_an_unknown_page_speaks_the_language_of_its_address(app: Flask, language: str) -> None:
    answer = app.test_client().get(f"/{language}/nowhere")
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.text
    assert f'href="/{language}/initiatives/"' in answer.text
    assert not re.search(r"[0-9a-f]{12}", answer.text.split("<main")[1])


def test_a_wrong_method_is_explained_and_names_the_right_one(app: Flask) -> None:
    answer = app.test_client().post("/en/about")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "<h1>" in answer.text
    assert QUOTED.search(answer.text)


def test_a_form_beyond_its_size_is_refused_in_words(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    fields = hidden(client.get("/en/initiatives/new").text, "create")
    answer = client.post("/en/initiatives/new", data=fields | {"title": "x" * 1_100_000})
    assert answer.status_code == 413
    assert "This is too large" in answer.text


def test_a_refusal_leads_back_to_the_initiative(app: Flask, demo: Session) -> None:
    reference = demo.scalars(select(Initiative.reference).where(Initiative.status == Status.PUBLISHED)).first()
    demo.rollback()
    answer = signed_in(app, "fire").get(f"/en/initiatives/{reference}/unpublish")
    assert answer.status_code == 403
    assert f'href="/en/initiatives/{reference}"' in answer.text
    assert "Only a moderator can do this." in answer.text
    assert QUOTED.search(answer.text)


@pytest.mark.parametrize(
    ("cut", "leads_to"),
    [
        ("sign-in/link/Ab3", "sign-in/link"),
        ("confirm-address/Ab3", "sign-in"),
        ("join/confirm/", "join"),
        ("join/confirm/Ab3", "join"),
        ("invitation/Ab3", "invitation"),
        ("welcome/Ab3", "invitation"),
        ("ask", "contact"),
        ("follow/Ab3", "tell-me"),
        ("stop/Ab3", "sign-in"),
    ],
)
def test_a_link_that_a_mail_program_cut_leads_to_where_it_is_asked_for_again(
    app: Flask, demo: Session, cut: str, leads_to: str
) -> None:
    demo.rollback()
    visitor = app.test_client()
    answer = visitor.get(f"/en/{cut}")
    assert answer.status_code == 404
    assert "Mail programs sometimes cut a long link." in answer.text
    way = re.search(r'<p class="row"><a[^>]* href="([^"]+)"', answer.text)
    assert way is not None
    there = visitor.get(way[1], follow_redirects=True)
    assert (there.status_code, there.request.path) == (200, f"/en/{leads_to}")


def test_a_cut_link_into_an_initiative_leads_to_the_initiative(app: Flask, demo: Session) -> None:
    reference = demo.scalars(select(Initiative.reference).where(Initiative.status == Status.PUBLISHED)).first()
    demo.rollback()
    visitor = app.test_client()
    for cut in ("reaffi", "co-sig", "withdraw-co-"):
        answer = visitor.get(f"/en/initiatives/{reference}/{cut}")
        assert answer.status_code == 404
        assert "Mail programs sometimes cut a long link." in answer.text
        assert f'href="/en/initiatives/{reference}"' in answer.text
    assert "Mail programs" not in visitor.get("/en/nowhere").text
