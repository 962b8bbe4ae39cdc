"""Another e-mail address holds once both mailboxes have confirmed it, and either of them stops it (row D8)."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import addresses, tokens
from participation.accounts.mailboxes import meant
from participation.accounts.models import AddressChange, Authenticator, Person, SignedIn
from participation.db import begin_write
from participation.demo.loader import PASSWORD
from participation.journal.queries import history
from participation.outbox.models import Event
from tests.portal.test_pages import do, hidden, signed_in

PAGE = "/en/account/address"
OLD, NEW = "youth@demo.example", "nele@jeugd.example"


def wish(app: Flask, session: Session, email: str = NEW, name: str = "youth") -> tuple[FlaskClient, str, str]:
    """Ask for another address; return the browser, and the paths of the old and the new mailbox."""
    client = signed_in(app, name)
    assert do(client, PAGE, "change-address", email=email).status_code == 303
    old, new = (path_of(app, session, end) for end in (addresses.OLD, addresses.NEW))
    return client, old, new


def path_of(app: Flask, session: Session, end: str) -> str:
    session.rollback()
    row = session.scalars(select(AddressChange).order_by(AddressChange.id.desc()).limit(1)).one()
    token = addresses.token_of(app.config["SECRET_KEY"], row, end)
    session.rollback()
    return f"/en/confirm-address/{token}"


def press(client: FlaskClient, path: str, act: str = "confirm") -> TestResponse:
    form = "confirm-address" if act == "confirm" else "refuse-address"
    return client.post(f"{path}/{act}", data=hidden(client.get(path).text, form))


def email_of(session: Session, name: str) -> str:
    session.rollback()
    found = session.scalars(select(Person.email).where(Person.id == id_of(session, name))).one()
    session.rollback()
    return found


def id_of(session: Session, name: str) -> int:
    return session.scalars(select(Person.id).where(Person.email.in_([f"{name}@demo.example", NEW]))).one()


@pytest.mark.parametrize("first", ["old", "new"])
def test_d8_it_holds_once_both_have_confirmed_and_both_are_told(app: Flask, demo: Session, first: str) -> None:
    demo.rollback()
    elsewhere = signed_in(app, "youth")
    client, old, new = wish(app, demo)
    paths = [old, new] if first == "old" else [new, old]
    anybody = app.test_client()
    for path in paths:
        for _scan in range(2):  # mail scanners read every link
            assert anybody.get(path).status_code == 200
    assert email_of(demo, "youth") == OLD
    assert press(anybody, paths[0]).status_code == 303
    assert email_of(demo, "youth") == OLD
    assert elsewhere.get("/en/account/").status_code == 200
    assert press(client, paths[1]).status_code == 303
    assert email_of(demo, "youth") == NEW
    assert client.get("/en/account/").status_code == 200
    assert elsewhere.get("/en/account/").status_code == 303
    events = demo.execute(select(Event.kind, Event.audience).where(Event.subject_kind == "person").order_by(Event.id))
    assert [tuple(row) for row in events] == [
        ("confirm_new_address", "address"), ("confirm_old_address", "person"),
        ("change_address", "person"), ("change_address", "address"),
    ]  # fmt: skip
    subject = demo.get_one(Person, id_of(demo, "youth")).subject
    kinds = [entry.kind for entry in history(demo, *subject)]
    assert kinds == ["ask_address", "confirm_address", "confirm_address", "change_address"]
    again = anybody.get(paths[0])
    assert 'class="banner success"' in again.text
    assert 'data-action="confirm-address"' not in again.text


def test_d8_the_old_mailbox_stops_it_and_signs_everyone_out(app: Flask, demo: Session) -> None:
    demo.rollback()
    thief, old, new = wish(app, demo)
    assert press(app.test_client(), new).status_code == 303
    owner = app.test_client()
    stale = hidden(owner.get(old).text, "confirm-address")
    assert press(owner, old, "stop").status_code == 303
    assert thief.get("/en/account/").status_code == 303
    assert owner.post(f"{old}/confirm", data=stale).status_code == 200  # says that it is over
    assert email_of(demo, "youth") == OLD


def test_d8_whoever_is_signed_in_stops_it_and_a_later_wish_replaces_it(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, old, _new = wish(app, demo)
    assert NEW in client.get("/en/account/").text
    assert do(client, PAGE, "change-address", email="later@jeugd.example").status_code == 303
    assert 'data-action="confirm-address"' not in client.get(old).text
    fields = hidden(client.get("/en/account/").text, "stop-address")
    assert client.post("/en/account/address/stop", data=fields).status_code == 303
    assert "later@jeugd.example" not in client.get("/en/account/").text


def test_d8_the_links_are_over_after_a_day_and_no_row_holds_a_token(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, old, new = wish(app, demo)
    rows = repr(demo.execute(text("SELECT * FROM address_change")).all())
    assert all(path.rsplit("/", 1)[1] not in rows for path in (old, new))
    demo.rollback()
    form = hidden(client.get(new).text, "confirm-address")
    with clock.stopped_at(clock.now() + timedelta(hours=24)):
        visitor = app.test_client()
        assert 'data-action="confirm-address"' not in visitor.get(new).text
    assert client.get(new).headers["Referrer-Policy"] == "no-referrer"
    begin_write(demo)
    demo.execute(update(AddressChange).values(until=clock.now() - timedelta(seconds=1)))
    demo.commit()
    assert client.post(f"{new}/confirm", data=form).status_code == 200
    assert email_of(demo, "youth") == OLD
    for path in (f"/en/welcome/{new[-64:]}", f"/en/sign-in/link/{new[-64:]}", "/en/confirm-address/" + "0" * 64):
        assert client.get(path).status_code == 404


def test_d1_a_taken_address_is_answered_like_any_other_and_told_to_its_own_mailbox_only(
    app: Flask, demo: Session
) -> None:
    demo.rollback()
    answers = []
    for email in ("fire@demo.example", "nobody@jeugd.example"):
        client, _old, new = wish(app, demo, email)
        page = client.get("/en/account/").text.partition('data-action="change-password"')[0]
        answers.append(re.sub(r'value="[^"]*"', "", page.replace(email, "x")))
    assert answers[0] == answers[1]
    client, old, new = wish(app, demo, "fire@demo.example")
    assert press(client, old).status_code == 303
    page = app.test_client().get(new).text
    assert 'data-action="confirm-address"' not in page
    assert "fire@demo.example" in page
    assert email_of(demo, "youth") == OLD
    assert set(demo.scalars(select(Event.audience).where(Event.kind == "confirm_new_address"))) == {"address"}


def test_d8_an_account_made_in_the_meantime_keeps_its_address(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, old, new = wish(app, demo)
    assert press(client, new).status_code == 303
    begin_write(demo)
    demo.add(Person(name="Mie", email=NEW, language="nl", created_at=clock.now()))
    demo.commit()
    assert press(client, old).status_code == 303
    demo.rollback()
    assert demo.scalars(select(Person.name).where(Person.email == NEW)).one() == "Mie"
    assert demo.scalar(select(Person.id).where(Person.email == OLD)) is not None
    assert demo.scalar(select(AddressChange.stopped_at)) is not None


def test_d8_a_link_sent_to_the_old_mailbox_signs_nobody_in_afterwards(app: Flask, demo: Session) -> None:
    demo.rollback()
    asking = app.test_client()
    fields = hidden(asking.get("/en/sign-in/link").text, "send-link")
    asking.post("/en/sign-in/link", data=fields | {"email": OLD})
    person = demo.scalars(select(Person).where(Person.email == OLD)).one()
    path = "/en" + tokens.link_for(demo, app.config["SECRET_KEY"], person, tokens.SIGN_IN, clock.now())
    client, old, new = wish(app, demo)
    assert 'data-action="enter-by-link"' in asking.get(path).text
    press(client, old)
    press(client, new)
    assert 'data-action="enter-by-link"' not in asking.get(path).text


def test_asvs_7_5_1_only_a_fresh_sign_in_asks_and_what_was_typed_comes_back(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    fields = hidden(client.get(PAGE).text, "change-address")
    begin_write(demo)
    demo.execute(update(SignedIn).values(since=clock.now() - timedelta(minutes=16)))
    demo.commit()
    assert client.get(PAGE).location == f"/en/account/again?next={PAGE}"
    sent = client.post(PAGE, data=fields | {"email": NEW})
    assert sent.status_code == 303
    assert sent.location.startswith(f"/en/account/again?next={PAGE}&kept=")
    assert demo.scalar(select(AddressChange.id)) is None
    demo.rollback()
    entered = do(client, sent.location, "again", current=PASSWORD)
    form = client.get(entered.location)
    assert f'value="{NEW}"' in form.text
    assert client.post(PAGE, data=hidden(form.text, "change-address") | {"email": NEW}).status_code == 303


def test_asvs_7_5_1_whoever_has_a_second_step_has_shown_it(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    begin_write(demo)
    person = demo.scalars(select(Person.id).where(Person.email == OLD)).one()
    demo.add(Authenticator(person_id=person, secret=pyotp.random_base32(), last_step=0, at=clock.now()))
    demo.commit()
    assert client.get(PAGE).location == f"/en/account/again?next={PAGE}"
    begin_write(demo)
    demo.execute(update(SignedIn).where(SignedIn.person_id == person).values(with_factor=True))
    demo.commit()
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("typed", ["", "nobody", OLD, OLD.upper(), "x" * 250 + "@a.be"])
def test_what_is_no_other_address_comes_back_with_words(app: Flask, demo: Session, typed: str) -> None:
    demo.rollback()
    answer = do(signed_in(app, "youth"), PAGE, "change-address", email=typed)
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


def test_f10_few_mails_a_day_to_one_mailbox(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    answers = [do(client, PAGE, "change-address", email=NEW) for _wish in range(4)]
    assert [answer.status_code for answer in answers] == [303] * 3 + [429]
    assert f'value="{NEW}"' in answers[-1].text


@pytest.mark.parametrize(
    ("typed", "probably"),
    [
        ("mie@gmial.com", "mie@gmail.com"), ("mie@gmail.co", "mie@gmail.com"), ("mie@gmaill.com", "mie@gmail.com"),
        ("mie@hotmial.com", "mie@hotmail.com"), ("mie@telnet.be", "mie@telenet.be"), ("mie@gnail.com", "mie@gmail.com"),
        ("mie@gmail.com", ""), ("mie@hotmail.fr", ""), ("mie@jeugd.example", ""), ("mie@live.nl", ""), ("mie", ""),
    ],
)  # fmt: skip
def test_asks_4_7_a_slip_in_a_well_known_domain_is_asked_about(typed: str, probably: str) -> None:
    assert meant(typed) == probably
