"""The own account in a browser's forms: password, second step, sessions."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import Authenticator, Person
from participation.db import begin_write
from participation.demo.loader import PASSWORD
from participation.outbox.models import Event
from tests.portal.test_pages import do, hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

NEW = "drie kleine fietsen op het dak"


def enter(app: Flask, name: str, password: str = PASSWORD) -> tuple[FlaskClient, TestResponse]:
    client = app.test_client()
    fields = hidden(client.get("/en/sign-in?next=/en/about").text, "sign-in")
    return client, client.post("/en/sign-in", data=fields | {"email": f"{name}@demo.example", "password": password})


def with_app(app: Flask, name: str) -> str:
    client = signed_in(app, name)
    fields = hidden(client.get("/en/account/app").text, "add-app")
    code = pyotp.TOTP(fields["secret"]).at(clock.now())
    assert client.post("/en/account/app", data=fields | {"code": "1"}).status_code == 422
    fields = hidden(client.get("/en/account/app").text, "add-app")
    code = pyotp.TOTP(fields["secret"]).at(clock.now())
    assert client.post("/en/account/app", data=fields | {"code": code}).status_code == 303
    return fields["secret"]


def test_a_visitor_is_led_to_sign_in(app: Flask, demo: Session) -> None:
    demo.rollback()
    for page in ("", "password", "app", "passkey", "forget-factors"):
        answer = app.test_client().get(f"/en/account/{page}")
        assert (answer.status_code, answer.location) == (303, f"/en/sign-in?next=/en/account/{page}")


def test_a_new_password_ends_the_sessions_elsewhere(app: Flask, demo: Session) -> None:
    demo.rollback()
    here, there = signed_in(app, "fire"), signed_in(app, "fire")
    page = "/en/account/password"
    assert do(here, page, "change-password", current="wrong", new=NEW).status_code == 422
    assert do(here, page, "change-password", current=PASSWORD, new="short").status_code == 422
    assert do(here, page, "change-password", current=PASSWORD, new=NEW).status_code == 303
    assert here.get("/en/account/").status_code == 200
    assert there.get("/en/account/").status_code == 303
    assert enter(app, "fire")[1].status_code == 422
    assert enter(app, "fire", NEW)[1].status_code == 303
    assert demo.scalars(select(Event.kind).where(Event.audience == "person")).all() == ["change_password"]


def test_each_change_of_the_second_step_ends_the_sessions_elsewhere(app: Flask, demo: Session) -> None:
    demo.rollback()
    here, there = signed_in(app, "elderly"), signed_in(app, "elderly")
    fields = hidden(here.get("/en/account/app").text, "add-app")
    code = pyotp.TOTP(fields["secret"]).at(clock.now())
    assert here.post("/en/account/app", data=fields | {"code": code}).status_code == 303
    assert is_in(here)
    assert not is_in(there)
    there = elsewhere(app, demo, "elderly")
    assert "data-print" not in here.get("/en/account/paper").text  # no codes before they are made
    printed = here.post("/en/account/paper", data=hidden(here.get("/en/account/paper").text, "print-codes"))
    assert printed.status_code == 200
    assert "data-print" in printed.text
    assert "elderly@demo.example" in printed.text
    assert "no-store" in printed.headers["Cache-Control"]
    assert is_in(here)
    assert not is_in(there)
    there = elsewhere(app, demo, "elderly")
    assert do(here, "/en/account/forget-factors", "forget-factors", current=PASSWORD).status_code == 303
    assert is_in(here)
    assert not is_in(there)
    told = select(Event.kind).where(Event.audience == "person").order_by(Event.id)
    assert demo.scalars(told).all() == ["add_factor", "print_codes", "forget_factors"]


def is_in(client: FlaskClient) -> bool:
    return client.get("/en/account/").status_code == 200


def elsewhere(app: Flask, session: Session, name: str) -> FlaskClient:
    """Sign in at another browser, where the second step is asked for."""
    begin_write(session)
    session.execute(update(Authenticator).values(last_step=0))
    secret = str(session.scalar(select(Authenticator.secret)))
    session.commit()
    client, answer = enter(app, name)
    fields = hidden(client.get(answer.location).text, "second-step")
    code = pyotp.TOTP(secret).at(clock.now())
    assert client.post("/en/sign-in/second-step", data=fields | {"code": code}).status_code == 303
    assert is_in(client)
    return client


def test_whoever_has_an_app_shows_a_code_and_no_code_twice(app: Flask, demo: Session) -> None:
    demo.rollback()
    with clock.stopped_at(clock.now()):  # within the half minute of one code
        secret = with_app(app, "bin")
        client, answer = enter(app, "bin")
        assert answer.location.startswith("/en/sign-in/second-step?next=/en/about")
        assert client.get("/en/account/").status_code == 303  # half a sign-in is none
        fields = hidden(client.get(answer.location).text, "second-step")
        assert client.post("/en/sign-in/second-step", data=fields | {"code": "000 000"}).status_code == 422
        used = pyotp.TOTP(secret).at(clock.now())
        assert client.post("/en/sign-in/second-step", data=fields | {"code": used}).status_code == 422
    begin_write(demo)
    demo.execute(update(Authenticator).values(last_step=0))
    demo.commit()
    entered = client.post("/en/sign-in/second-step", data=fields | {"code": pyotp.TOTP(secret).at(clock.now())})
    assert (entered.status_code, entered.location) == (303, "/en/about")
    assert client.get("/en/account/").status_code == 200


def test_codes_on_paper_sign_in_once_each(app: Flask, demo: Session) -> None:
    demo.rollback()
    with_app(app, "aig")
    client, answer = enter(app, "aig")
    assert answer.status_code == 303
    begin_write(demo)
    demo.execute(update(Authenticator).values(last_step=0))
    secret = demo.scalar(select(Authenticator.secret))
    demo.commit()
    fields = hidden(client.get(answer.location).text, "second-step")
    client.post("/en/sign-in/second-step", data=fields | {"code": pyotp.TOTP(str(secret)).at(clock.now())})
    shown = client.post("/en/account/paper", data=hidden(client.get("/en/account/paper").text, "print-codes")).text
    code = re.findall(r"<code>([a-z0-9-]{11})</code>", shown)[0]
    for expected in (303, 422):
        other, answer = enter(app, "aig")
        fields = hidden(other.get(answer.location).text, "second-step")
        assert other.post("/en/sign-in/second-step", data=fields | {"code": code}).status_code == expected


def test_the_first_step_is_over_after_ten_minutes(app: Flask, demo: Session) -> None:
    demo.rollback()
    secret = with_app(app, "wardens")
    client, answer = enter(app, "wardens")
    fields = hidden(client.get(answer.location).text, "second-step")
    with clock.stopped_at(clock.now() + timedelta(minutes=11)):
        code = pyotp.TOTP(secret).at(clock.now())
        late = client.post("/en/sign-in/second-step", data=fields | {"code": code})
    assert late.location == "/en/sign-in"
    assert client.get("/en/account/").status_code == 303


def test_signing_out_everywhere_else_leaves_this_session(app: Flask, demo: Session) -> None:
    demo.rollback()
    here, there = signed_in(app, "youth"), signed_in(app, "youth")
    done = here.post("/en/account/sessions", data=hidden(here.get("/en/account/").text, "end-sessions"))
    assert done.status_code == 303
    assert here.get("/en/account/").status_code == 200
    assert there.get("/en/account/").status_code == 303


def test_name_and_language_are_kept_and_checked(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "elderly")
    assert do(client, "/en/account/", "account", name=" ", language="xx").status_code == 422
    assert do(client, "/en/account/", "account", name=" An  Peeters ", language="fr").status_code == 303
    found = demo.scalars(select(Person).where(Person.email == "elderly@demo.example")).one()
    assert (found.name, found.language) == ("An Peeters", "fr")


def test_a_link_by_mail_signs_in_once_and_tells_nobody_who_has_an_account(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    fields = hidden(client.get("/en/sign-in/link").text, "send-link")
    answers = [
        client.post("/en/sign-in/link", data=fields | {"email": f"{name}@demo.example"}) for name in ("youth", "nobody")
    ]
    assert answers[0].status_code == answers[1].status_code == 200
    read = [re.sub(r'name="csrf_token"[^>]*>', "", answer.text) for answer in answers]  # each form has its own
    assert read[0].replace("youth@", "x@") == read[1].replace("nobody@", "x@")
    assert demo.scalars(select(Event.kind).where(Event.audience == "person")).all() == ["sign_in_link"]
    person = demo.scalars(select(Person).where(Person.email == "youth@demo.example")).one()
    path = "/en" + tokens.link_for(demo, app.config["SECRET_KEY"], person, tokens.SIGN_IN, clock.now())
    demo.rollback()
    scanner, owner = app.test_client(), app.test_client()
    assert scanner.get(path).status_code == 200
    form = hidden(owner.get(path).text, "enter-by-link")
    assert owner.post(path, data=form).status_code == 303
    assert owner.get("/en/account/").status_code == 200
    again = app.test_client()
    assert 'data-action="enter-by-link"' not in again.get(path).text
    assert client.get("/en/sign-in/link/0123").status_code == 404
