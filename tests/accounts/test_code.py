"""Six digits of the mail do what its link does, in the browser that asked, a few times."""

from datetime import datetime, timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import OneTimeToken, Person
from participation.accounts.views.trying import MOST_CODES
from tests.portal.test_pages import do, hidden

ASK, TYPE = "/en/sign-in/link", "/en/sign-in/code"


def ask(client: FlaskClient, email: str = "youth@demo.example") -> str:
    answer = do(client, ASK, "send-link", email=email)
    assert answer.status_code == 200
    return answer.text


def code_in_mail(app: Flask, demo: Session) -> str:
    demo.rollback()
    own = select(OneTimeToken).join(Person).where(Person.email == "youth@demo.example", OneTimeToken.used_at.is_(None))
    row = demo.scalars(own.order_by(OneTimeToken.until.desc())).first()
    assert row is not None
    secret = str(app.config["SECRET_KEY"])
    code = tokens.code_of(secret, tokens.token_of(secret, row))
    demo.rollback()
    return code


def send(client: FlaskClient, page: str, code: str) -> TestResponse:
    return client.post(TYPE, data=hidden(page, "enter-by-code") | {"code": code})


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_asks_4_6_the_code_signs_in_once_in_the_browser_that_asked(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, other = app.test_client(), app.test_client()
    page = ask(client)
    code = code_in_mail(app, demo)
    assert len(code) == 6
    stranger = ask(other, "nobody@demo.example")
    assert send(other, stranger, code).status_code == 422  # another browser, another request
    assert client.get(TYPE).status_code == 405  # reading confirms nothing
    assert send(client, page, f"{code[:3]} {code[3:]}").status_code == 303
    assert client.get("/en/account/").status_code == 200
    again = app.test_client()
    assert send(again, ask(again), code).status_code == 422  # used, and a new request has another one


def test_d2_five_guesses_then_another_mail_and_an_unknown_address_reads_the_same(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, nobody = app.test_client(), app.test_client()
    pages = {client: ask(client), nobody: ask(nobody, "nobody@demo.example")}
    code = code_in_mail(app, demo)
    for _try in range(MOST_CODES):
        answers = [send(one, page, wrong(code)) for one, page in pages.items()]
        assert [answer.status_code for answer in answers] == [422, 422]
        assert all('data-action="enter-by-code"' in answer.text for answer in answers)
    late = [send(client, pages[client], code), send(nobody, pages[nobody], code)]
    assert [answer.status_code for answer in late] == [422, 422]
    assert all('data-action="enter-by-code"' not in answer.text for answer in late)
    assert client.get("/en/account/").status_code == 303
    page = ask(client)
    new = code_in_mail(app, demo)
    with time_machine.travel(clock.now() + timedelta(seconds=90), tick=False):  # guesses meet growing pauses
        assert send(client, page, new).status_code == 303


def test_d2_guesses_meet_growing_pauses_that_no_new_mail_ends(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, at, waits = app.test_client(), clock.now(), []
    for mail in range(3):
        at += timedelta(milliseconds=500)  # each mail has an instant of its own
        with clock.stopped_at(at):
            page, code = ask(client), code_in_mail(app, demo)
        for guess in range(MOST_CODES):
            if mail:
                waits.append(paused(client, page, code, at))
                at += timedelta(seconds=waits[-1])
            with clock.stopped_at(at):
                assert send(client, page, wrong(code)).status_code == 422, (mail, guess)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
    at += timedelta(milliseconds=500)
    with clock.stopped_at(at):
        page, code = ask(client), code_in_mail(app, demo)
    with clock.stopped_at(at + timedelta(seconds=paused(client, page, code, at))):
        assert send(client, page, code).status_code == 303
        other = app.test_client()
        assert send(other, ask(other), wrong(code)).status_code == 422  # and it is forgotten


def paused(client: FlaskClient, page: str, code: str, at: datetime) -> int:
    """Return the seconds one is told to wait: the code is right, and not even looked at."""
    with clock.stopped_at(at):
        answer = send(client, page, code)
    assert answer.status_code == 429
    return int(answer.headers["Retry-After"])


def test_d2_a_guesser_elsewhere_does_not_close_the_link_of_the_mail(app: Flask, demo: Session) -> None:
    demo.rollback()
    guesser, owner, at = app.test_client(), app.test_client(), clock.now()
    with clock.stopped_at(at):
        page, code = ask(guesser), code_in_mail(app, demo)
        for _guess in range(MOST_CODES):
            send(guesser, page, wrong(code))
    at += timedelta(milliseconds=500)
    with clock.stopped_at(at):
        own, code = ask(owner), code_in_mail(app, demo)
        assert send(owner, own, code).status_code == 429
        person = demo.scalars(select(Person).where(Person.email == "youth@demo.example")).one()
        link = tokens.link_for(demo, str(app.config["SECRET_KEY"]), person, tokens.SIGN_IN, at)
        demo.rollback()
        assert do(owner, f"/en{link}", "enter-by-link").status_code == 303


def test_a_code_is_over_after_half_an_hour(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    page = ask(client)
    code = code_in_mail(app, demo)
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=False):
        assert send(client, page, code).status_code == 422
