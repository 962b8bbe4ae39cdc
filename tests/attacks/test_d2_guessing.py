"""Rows D1 and D2: whoever guesses waits longer each time, nobody else is locked out, and nothing tells who is known."""

import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import factors, tries
from participation.accounts.models import FailedSignIn, OneTimeToken, Person
from participation.accounts.passwords import make
from participation.accounts.policy import Holder, OwnDeed
from participation.accounts.tokens import SIGN_IN, token_of
from participation.accounts.views.trying import begin_try
from participation.db import begin_write
from participation.demo.loader import PASSWORD
from participation.errors import TooMany
from participation.extensions import db
from participation.outbox.models import Event
from tests.portal.test_pages import do, hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

FIRE, YOUTH = "fire@demo.example", "youth@demo.example"
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def noon(demo: Session) -> Iterator[datetime]:
    """Let the clock stand, so that a slow machine waits no pause away."""
    demo.rollback()
    at = clock.now()
    with clock.stopped_at(at):
        yield at


def try_in(client: FlaskClient, email: str, password: str = "wrong", address: str = HERE) -> TestResponse:  # noqa: S107  # wrong
    fields = hidden(client.get("/en/sign-in").text, "sign-in") | {"email": email, "password": password}
    return client.post("/en/sign-in", data=fields, environ_base={"REMOTE_ADDR": address})


def paused(answer: TestResponse) -> int:
    return int(answer.headers["Retry-After"]) if answer.status_code == 429 else 0


def guess(app: Flask, email: str, at: datetime, times: int = 20) -> datetime:
    """Guess as soon as each pause is over; return when the last guess was."""
    client = app.test_client()
    for _guess in range(times):
        with clock.stopped_at(at):
            if wait := paused(try_in(client, email, address=ELSEWHERE)):
                at += timedelta(seconds=wait)
                with clock.stopped_at(at):
                    assert try_in(client, email, address=ELSEWHERE).status_code == 422
    return at


def test_d2_pauses_double_up_to_a_quarter_of_an_hour() -> None:
    assert [tries.pause(wrong, 5) for wrong in range(4, 17)] == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert tries.pause(10**9, 5) == 900


def test_d2_who_guesses_waits_longer_each_time_and_is_told_how_long(app: Flask, noon: datetime) -> None:
    client, at, waits = app.test_client(), noon, []
    assert [try_in(client, FIRE).status_code for _free in range(5)] == [422] * 5
    for _guess in range(12):
        with clock.stopped_at(at):
            waits.append(paused(try_in(client, FIRE)))
            again = try_in(client, FIRE, PASSWORD)
            assert again.status_code == 429  # not even looked at
            told = f"{waits[-1]} second" if waits[-1] < 60 else f"{math.ceil(waits[-1] / 60)} minutes"
            assert f"Please try again in {told}" in again.text
        at += timedelta(seconds=waits[-1])
        with clock.stopped_at(at):
            assert try_in(client, FIRE).status_code == 422
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    with clock.stopped_at(at + timedelta(hours=6)):
        assert [try_in(client, FIRE).status_code for _free in range(5)] == [422] * 5


def test_d2_a_free_try_waits_for_none_that_was_counted_a_moment_after_it(session: Session) -> None:
    who, at = tries.Trier(tries.PASSWORD, FIRE, HERE), clock.now()
    tries.count(session, who, at + timedelta(milliseconds=5))  # of two at once, the one that came later was faster
    tries.require_patience(session, who, at)


def test_d2_the_right_password_ends_the_pauses(app: Flask, noon: datetime) -> None:
    client = app.test_client()
    for _try in range(4):
        assert try_in(client, FIRE).status_code == 422
    assert try_in(client, FIRE, PASSWORD).status_code == 303
    other = app.test_client()
    assert [try_in(other, FIRE).status_code for _free in range(5)] == [422] * 5
    assert noon == clock.now()


def test_d2_many_accounts_from_one_network_are_guessed_at_no_faster(app: Flask, noon: datetime) -> None:
    client = app.test_client()
    answers = [try_in(client, f"nobody{n}@demo.example", address=f"192.0.2.{n}") for n in range(60)]
    assert [answer.status_code for answer in answers] == [422] * 40 + [429] * 20
    assert try_in(app.test_client(), FIRE, PASSWORD, HERE).status_code == 429
    assert try_in(app.test_client(), FIRE, PASSWORD, ELSEWHERE).status_code == 303
    assert noon == clock.now()


def test_d2_a_browser_the_owner_has_used_is_not_made_to_wait(app: Flask, noon: datetime) -> None:
    known = signed_in(app, "fire")
    do(known, "/en/workspace/", "sign-out")
    at = guess(app, FIRE, noon)
    with clock.stopped_at(at):
        assert paused(try_in(app.test_client(), FIRE, PASSWORD)) > 60
        assert try_in(known, FIRE, address=ELSEWHERE).status_code == 422
        assert try_in(known, FIRE, PASSWORD, ELSEWHERE).status_code == 303
        assert paused(try_in(app.test_client(), FIRE, PASSWORD)) > 60  # which tells the guesser nothing
        strange = signed_in(app, "youth")
        assert paused(try_in(strange, FIRE, PASSWORD)) > 60  # another's cookie is none of this person's


def test_d2_a_known_browser_meets_pauses_of_its_own(app: Flask, noon: datetime) -> None:
    known = signed_in(app, "fire")
    assert [try_in(known, FIRE).status_code for _try in range(6)] == [422] * 5 + [429]
    assert try_in(app.test_client(), FIRE, PASSWORD).status_code == 303
    assert noon == clock.now()


def test_d2_a_link_by_mail_is_open_while_somebody_guesses(app: Flask, demo: Session, noon: datetime) -> None:
    person = demo.scalars(select(Person).where(Person.email == FIRE)).one()
    begin_write(demo)
    deed = OwnDeed(demo, Holder(person), noon, "test")
    secret = factors.new_secret()
    assert factors.add_app(deed, secret, pyotp.TOTP(secret).at(noon))
    codes = factors.print_codes(deed)
    demo.commit()
    at, client = guess(app, FIRE, noon), app.test_client()
    with clock.stopped_at(at):
        assert paused(try_in(client, FIRE, PASSWORD, ELSEWHERE)) > 0
        sent = do(client, "/en/sign-in/link", "send-link", email=FIRE)
        assert sent.status_code == 200
        row = demo.scalars(select(OneTimeToken).where(OneTimeToken.purpose == SIGN_IN)).one()
        token = token_of(str(app.secret_key), row)
        demo.rollback()
        assert do(client, f"/en/sign-in/link/{token}", "enter-by-link").status_code == 303
        step = "/en/sign-in/second-step"
        assert [do(client, step, "second-step", code="0").status_code for _try in range(6)] == [422] * 5 + [429]
    with clock.stopped_at(at + timedelta(seconds=1)):
        assert do(client, step, "second-step", code=codes[0]).status_code == 303
        assert client.get("/en/workspace/").status_code == 200


def test_d2_what_is_typed_as_an_address_touches_no_other_count(app: Flask, demo: Session, noon: datetime) -> None:
    demo.rollback()
    client = app.test_client()
    for typed in (f"{tries.SECOND_STEP}|{FIRE}", f"|{FIRE}", f"{tries.OWN}||{FIRE}"):
        for _try in range(6):
            try_in(client, typed, address=ELSEWHERE)
    for what in (tries.PASSWORD, tries.SECOND_STEP, tries.OWN):
        tries.require_patience(demo, tries.Trier(what, FIRE, HERE), noon)


def test_d2_of_many_tries_at_once_no_more_are_looked_at(app: Flask, demo: Session) -> None:
    demo.rollback()
    who, at, counted = tries.Trier(tries.PASSWORD, FIRE, HERE), clock.now(), select(func.count(FailedSignIn.id))

    def one(_number: int) -> bool:
        with app.app_context():
            try:
                begin_try(who, at)
            except TooMany:
                return False
            return True

    with ThreadPoolExecutor(4) as crowd:
        begun = sum(crowd.map(one, range(20)))
    assert begun <= 5
    assert demo.scalar(counted) == begun
    begin_write(demo)
    tries.proved_right(demo, who)
    demo.commit()
    assert demo.scalar(counted) == 0


def test_d14_the_cookie_of_a_known_browser_tells_nothing_and_cannot_be_made(app: Flask, demo: Session) -> None:
    person_id = demo.scalars(select(Person.id).where(Person.email == FIRE)).one()
    demo.rollback()
    client = app.test_client()
    assert "device" not in str(try_in(client, FIRE).headers.getlist("Set-Cookie"))
    (set_here,) = [
        c for c in try_in(client, FIRE, PASSWORD).headers.getlist("Set-Cookie") if c.startswith("reseau_device=")
    ]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(set_here.split("; "))
    value = set_here.split(";")[0].removeprefix("reseau_device=")
    secret = str(app.secret_key)
    name, seal = value.split(".")
    assert tries.device_of(secret, person_id, value) == name
    for made in (
        "",
        ".",
        name,
        f"{name}.",
        f"x{name}.{seal}",
        f"{name}.{seal[:-1]}",
        f"{name}.é",
        f"{name}..{seal[1:]}",
    ):
        assert tries.device_of(secret, person_id, made) == ""
    assert tries.device_of(secret, person_id + 1, value) == ""
    assert tries.device_of(secret, None, value) == ""
    assert tries.device_of("another secret", person_id, value) == ""


def test_several_people_of_one_browser_are_known_and_a_cookie_never_grows_beyond_five() -> None:
    cookie = ""
    for person in range(1, 9):
        cookie = tries.known_here("secret", person, cookie)
    assert [bool(tries.device_of("secret", person, cookie)) for person in range(1, 9)] == [False] * 3 + [True] * 5
    assert tries.known_here("secret", 8, cookie) == cookie
    assert len(cookie) < 400
    assert len(tries.known_here("secret", 1, "x" * 5000 + ".y")) < 100


def test_d1_an_unknown_address_is_answered_alike_and_as_slowly(
    app: Flask, demo: Session, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], argon2_cost=2))  # dear
    begin_write(demo)
    demo.scalars(select(Person).where(Person.email == FIRE)).one().password = make(PASSWORD, 2)
    demo.commit()
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    bodies = {}
    for number in range(15):
        client, at = app.test_client(), noon + timedelta(hours=7 * number)
        for which, email in (("known", FIRE), ("unknown", "nosuch@demo.example"))[:: 1 if number % 2 else -1]:
            fields = hidden(client.get("/en/sign-in").text, "sign-in") | {"email": email, "password": "wrong"}
            begun = time.perf_counter()
            with clock.stopped_at(at):
                answer = client.post("/en/sign-in", data=fields)
            took[which].append(time.perf_counter() - begun)
            bodies[which] = answer.status_code, len(answer.text) - len(email)
    assert bodies["known"] == bodies["unknown"]
    ratio = median(took["known"]) / median(took["unknown"])
    assert 0.6 < ratio < 1.7, ratio


def test_d1_an_unknown_address_meets_the_same_pauses(app: Flask, noon: datetime) -> None:
    for email in (FIRE, "nosuch@demo.example"):
        client = app.test_client()
        answers = [try_in(client, email) for _try in range(7)]
        assert [paused(answer) for answer in answers] == [0] * 5 + [1] * 2
    assert noon == clock.now()


def test_d1_asking_for_a_link_writes_as_much_for_an_address_of_nobody_and_leaves_nothing(
    app: Flask, demo: Session
) -> None:
    kept = {table: demo.scalar(select(func.count()).select_from(table)) for table in (Person, Event, OneTimeToken)}
    demo.rollback()
    written: dict[str, list[str]] = {}
    for email in (FIRE, "nosuch@demo.example"):
        client, said = app.test_client(), written.setdefault(email, [])
        fields = hidden(client.get("/en/sign-in/link").text, "send-link") | {"email": email}
        with app.app_context():
            engine = db.engine

        def note(*call: Any, said: list[str] = said) -> None:  # noqa: ANN401  # what the engine calls with
            verb, *rest = call[2].split()
            said.extend([f"{verb} {rest[0] if verb == 'UPDATE' else rest[1]}"] if verb in {"INSERT", "UPDATE"} else [])

        event.listen(engine, "before_cursor_execute", note)
        assert client.post("/en/sign-in/link", data=fields).status_code == 200
        event.remove(engine, "before_cursor_execute", note)
    known, nobody = written[FIRE], written["nosuch@demo.example"]
    assert {"INSERT one_time_token", "INSERT outbox_event"} <= set(known)
    assert [one for one in nobody if one != "INSERT person"] == known
    for table, before in kept.items():
        assert demo.scalar(select(func.count()).select_from(table)) == (before or 0) + (table is not Person)
