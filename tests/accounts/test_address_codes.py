"""Six digits of the mails about another address, typed where one is signed in, do what the links do (rows D2, D8)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import AddressChange, Person
from participation.accounts.views.trying import MOST_CODES
from participation.journal.queries import history
from participation.outbox.models import Event
from tests.accounts.test_addresses import NEW, PAGE, email_of, wish
from tests.portal.test_pages import do, hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

CODES = f"{PAGE}/codes"
ACT = "confirm-by-codes"


def asked(app: Flask, session: Session, email: str = NEW) -> tuple[FlaskClient, dict[str, str]]:
    """Ask for another address; return the browser, and the digits of the mail to each end."""
    client, *paths = wish(app, session, email)
    secret = str(app.config["SECRET_KEY"])
    digits = (tokens.code_of(secret, path.rpartition("/")[2]) for path in paths)
    return client, dict(zip(("old", "new"), digits, strict=True))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_d8_both_codes_at_once_change_the_address_and_end_the_sessions_elsewhere(app: Flask, demo: Session) -> None:
    demo.rollback()
    elsewhere = signed_in(app, "youth")
    client, codes = asked(app, demo)
    assert f'href="{CODES}"' in client.get("/en/account/").text
    assert do(client, CODES, ACT, old=codes["old"], new=f"{codes['new'][:3]} {codes['new'][3:]}").status_code == 303
    assert email_of(demo, "youth") == NEW
    assert client.get(CODES).location == "/en/account/"
    assert client.get("/en/account/").status_code == 200
    assert elsewhere.get("/en/account/").status_code == 303
    assert app.test_client().get(CODES).location == f"/en/sign-in?next={CODES}"


def test_d8_one_code_is_one_word_and_that_of_the_other_end_is_none(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, codes = asked(app, demo)
    assert do(client, CODES, ACT, old=codes["new"], new=codes["old"]).status_code == 422
    answer = do(client, CODES, ACT, old=wrong(codes["old"]), new=codes["new"])
    assert answer.status_code == 422
    assert 'name="new"' not in answer.text  # confirmed: it is not asked again
    assert email_of(demo, "youth") != NEW
    again = client.post(CODES, data=hidden(answer.text, ACT) | {"old": codes["old"]})
    assert again.status_code == 303
    assert email_of(demo, "youth") == NEW


def test_d2_five_guesses_end_a_code_and_a_later_wish_has_codes_of_its_own(app: Flask, demo: Session) -> None:
    demo.rollback()
    at = clock.now()
    client, first = asked(app, demo)
    for guess in range(MOST_CODES):
        with clock.stopped_at(at + timedelta(minutes=guess)):
            assert do(client, CODES, ACT, old=wrong(first["old"])).status_code == 422
    with clock.stopped_at(at + timedelta(minutes=20)):
        assert do(client, CODES, ACT, old=first["old"]).status_code == 422
    client, second = asked(app, demo)
    form = hidden(client.get(CODES).text, ACT)
    with clock.stopped_at(at + timedelta(minutes=40)):
        assert client.post(CODES, data=form | {"old": first["old"], "new": first["new"]}).status_code == 422
        form = hidden(client.get(CODES).text, ACT)
    with clock.stopped_at(at + timedelta(minutes=60)):
        assert client.post(CODES, data=form | second).status_code == 303
    assert email_of(demo, "youth") == NEW


def test_d2_another_account_can_do_nothing_with_the_codes(app: Flask, demo: Session) -> None:
    demo.rollback()
    _client, codes = asked(app, demo)
    thief, own = asked_by(app, demo, "fire", "theirs@fire.example")
    assert do(thief, CODES, ACT, **codes).status_code == 422
    assert do(thief, CODES, ACT, **own).status_code == 303
    assert email_of(demo, "youth") != NEW


def asked_by(app: Flask, session: Session, name: str, email: str) -> tuple[FlaskClient, dict[str, str]]:
    client, *paths = wish(app, session, email, name)
    secret = str(app.config["SECRET_KEY"])
    return client, {end: tokens.code_of(secret, path[-64:]) for end, path in zip(("old", "new"), paths, strict=True)}


def test_d2_of_many_presses_at_once_each_word_counts_once(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, codes = asked(app, demo)
    crowd = [signed_in(app, "youth") for _one in range(3)]
    forms = [hidden(one.get(CODES).text, ACT) | codes for one in crowd]
    start = Barrier(len(crowd))

    def press(number: int) -> TestResponse:
        start.wait()
        return crowd[number].post(CODES, data=forms[number])

    with ThreadPoolExecutor(len(crowd)) as pool:
        assert [one.status_code for one in pool.map(press, range(len(crowd)))] == [303] * 3
    assert email_of(demo, "youth") == NEW
    person = demo.scalars(select(Person).where(Person.email == NEW)).one()
    kinds = [entry.kind for entry in history(demo, *person.subject)]
    assert kinds == ["ask_address", "confirm_address", "confirm_address", "change_address"]
    told = select(func.count()).where(Event.kind == "change_address")
    assert demo.scalar(told) == 2  # the new address, and the one of before
    assert client.get("/en/account/").status_code == 303


def test_h4_of_two_wishes_at_once_one_stands_and_neither_fails(app: Flask, demo: Session) -> None:
    demo.rollback()
    crowd = [signed_in(app, "youth") for _one in range(3)]
    forms = [hidden(one.get(PAGE).text, "change-address") for one in crowd]
    start = Barrier(len(crowd))

    def press(number: int) -> int:
        start.wait()
        return crowd[number].post(PAGE, data=forms[number] | {"email": f"nele{number}@jeugd.example"}).status_code

    with ThreadPoolExecutor(len(crowd)) as pool:
        assert list(pool.map(press, range(len(crowd)))) == [303] * 3
    open_ones = select(func.count()).where(AddressChange.stopped_at.is_(None))
    assert demo.scalar(open_ones) == 1
