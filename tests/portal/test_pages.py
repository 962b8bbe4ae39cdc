"""The pages a visitor reads, and the whole story of one initiative in a browser's forms."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.demo.loader import PASSWORD
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative

PAGES = ("/", "/initiatives/", "/organisations/", "/about", "/sign-in", "/initiatives/?q=koffie&sort=place")
FIELD = re.compile(r"<input\b[^>]*>")


def hidden(page: str, act: str) -> dict[str, str]:
    """Read the hidden fields of the form that does `act`."""
    form = re.search(rf'<form[^>]*data-action="{act}".*?</form>', page, re.DOTALL)
    assert form is not None, act
    found = {}
    for tag in FIELD.findall(form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="hidden"' in tag:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def signed_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    fields = hidden(client.get("/en/sign-in").text, "sign-in")
    answer = client.post("/en/sign-in", data=fields | {"email": f"{name}@demo.example", "password": PASSWORD})
    assert answer.status_code == 303
    return client


def do(client: FlaskClient, path: str, act: str, **more: object) -> TestResponse:
    return client.post(path, data=hidden(client.get(path).text, act) | more)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_visitor_reads_every_page_without_a_cookie(app: Flask, demo: Session, language: str) -> None:
    demo.rollback()
    client = app.test_client()
    for path in PAGES:
        answer = client.get(f"/{language}{path}")
        assert answer.status_code == 200, path
        assert f'<html lang="{language}"' in answer.text
        assert path == "/sign-in" or "Set-Cookie" not in answer.headers
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_what_is_not_public_answers_as_if_it_were_not_there(app: Flask, demo: Session) -> None:
    shut = select(Initiative.reference).where(Initiative.published_at.is_(None))
    references = list(demo.scalars(shut))
    demo.rollback()
    client = app.test_client()
    unknown = client.get("/en/initiatives/2020-9999")
    assert unknown.status_code == 404
    listed = client.get("/en/initiatives/").text
    for reference in references:
        answer = client.get(f"/en/initiatives/{reference}")
        assert answer.status_code == 404
        assert answer.data == unknown.data
        assert reference not in listed
        assert client.post(f"/en/initiatives/{reference}/publish").status_code == 303


def test_a_forged_form_changes_nothing(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    fields = hidden(client.get("/en/initiatives/new").text, "create") | {"title": "Tea", "language": "nl"}
    assert client.post("/en/initiatives/new", data=fields | {"csrf_token": "x.y"}).status_code == 400
    made = client.post("/en/initiatives/new", data=fields)
    assert made.status_code == 303
    assert client.post("/en/initiatives/new", data=fields).location == made.location  # a double press makes one


def test_the_whole_story(app: Flask, demo: Session) -> None:  # noqa: PLR0915  # one story, told in one breath
    demo.rollback()
    youth, fire, desk = (signed_in(app, name) for name in ("youth", "fire", "moderator"))
    made = do(youth, "/nl/initiatives/new", "create", title="Thee met de wachten", language="nl")
    edit = made.location
    page = edit.removesuffix("/edit")
    text = {
        "summary": "Een namiddag in het park.", "body": "Wij zetten *thee*.", "audiences": ["youth"],
        "municipality": "Kortrijk", "date_kind": "fixed_day", "date_from": "2099-03-09", "limits": "Geen klachten.",
        "asks-0-type": "send_professional", "asks-0-pillar": "security_professions", "asks-0-number": "3",
        "asks-0-text": "Drie brandweermensen", "title": "Thee met de wachten",
    }  # fmt: skip
    assert do(youth, f"{page}/submit", "submit").status_code == 422
    assert do(youth, edit, "edit", **text).status_code == 303
    assert do(youth, f"{page}/submit", "submit").location.endswith("/receipt")
    remark = {"remarks-title": "Welke wachten?"}
    assert do(desk, f"{page}/request-changes", "request-changes", **remark).status_code == 303
    assert "Welke wachten?" in youth.get(edit).text
    assert do(youth, edit, "edit", **(text | {"title": "Thee met de gemeenschapswachten"})).status_code == 303
    assert do(youth, f"{page}/submit", "submit").status_code == 303
    ticks = re.findall(r'name="(check-[a-z_]+)"', desk.get(f"{page}/open-consultation").text)
    assert do(desk, f"{page}/open-consultation", "open-consultation").status_code == 422
    assert do(desk, f"{page}/open-consultation", "open-consultation", **dict.fromkeys(ticks, "y")).status_code == 303
    assert do(fire, f"{page}/co-sign", "co-sign").status_code == 422
    signed = do(fire, f"{page}/co-sign", "co-sign", mandate="y", **{"commitments-0-number": "2"})
    assert signed.status_code == 303
    assert "2 of 3 found" in fire.get(page.replace("/nl/", "/en/")).text
    assert app.test_client().get(page).status_code == 404
    refused = do(desk, f"{page}/publish", "publish", reason="Iedereen is het eens.")
    assert refused.status_code == 422  # French is missing
    assert youth.get(f"{page}/publish").status_code == 403
    with app.app_context():
        found = demo.scalars(select(Initiative).where(Initiative.reference == page.rsplit("/", 1)[1])).one()
        assert found.status is Status.CONSULTATION


def test_guessing_passwords_meets_a_pause(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    fields = hidden(client.get("/en/sign-in").text, "sign-in") | {"email": "fire@demo.example", "password": "wrong"}
    with clock.stopped_at(clock.now()):
        answers = [client.post("/en/sign-in", data=fields) for _try in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "1"


def test_what_a_visitor_typed_comes_back_after_signing_in(app: Flask, demo: Session) -> None:
    before = demo.scalar(select(func.count()).select_from(Initiative))
    demo.rollback()
    client = app.test_client()
    sent = client.post("/en/initiatives/new", data={"title": 'Thee & "taart"', "language": "fr", "nonce": "old"})
    assert sent.status_code == 303
    assert sent.location.startswith("/en/sign-in?next=/en/initiatives/new&kept=")
    assert client.get("/en/initiatives/new", query_string={"kept": "x"}).status_code == 303  # not yet signed in
    fields = hidden(client.get(sent.location).text, "sign-in")
    wrong = client.post("/en/sign-in", data=fields | {"email": "youth@demo.example", "password": "wrong"})
    assert hidden(wrong.text, "sign-in")["kept"] == fields["kept"]
    entered = client.post("/en/sign-in", data=fields | {"email": "youth@demo.example", "password": PASSWORD})
    page = client.get(entered.location)
    assert page.status_code == 200
    assert 'value="Thee &amp; &#34;taart&#34;"' in page.text
    assert re.search(r'<input checked[^>]*value="fr"', page.text)
    assert demo.scalar(select(func.count()).select_from(Initiative)) == before
    demo.rollback()
    again = client.post("/en/initiatives/new", data=hidden(page.text, "create") | {"title": "Thee", "language": "fr"})
    assert again.status_code == 303
    elsewhere = client.get("/en/workspace/", query_string={"kept": fields["kept"]})
    assert elsewhere.status_code == 200  # a token is good for its own address only
