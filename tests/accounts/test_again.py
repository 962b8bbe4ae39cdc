"""What changes how one gets in is open to who has just shown who acts; nothing typed is lost (ASVS 7.5.1)."""

from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import factors, policy
from participation.accounts.models import AddressChange, Authenticator, Passkey, Person, RecoveryCode, SignedIn
from participation.db import begin_write
from participation.demo.loader import PASSWORD
from tests.portal.test_pages import do, hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

AGAIN = "/en/account/again"
ROUTES = {
    "/en/account/address": ("address", "ask_address"),
    "/en/account/app": ("app_form", "add_app"),
    "/en/account/passkey": ("passkey_form", "add_passkey"),
    "/en/account/paper": ("paper", "print_codes"),
    "/en/account/forget-factors": ("forget_form", "forget_factors"),
}
MADE = (AddressChange, Authenticator, Passkey, RecoveryCode)


def signed_in_a_while_ago(app: Flask, session: Session, name: str = "youth") -> FlaskClient:
    client = signed_in(app, name)
    begin_write(session)
    session.execute(update(SignedIn).values(since=clock.now() - policy.LATELY - timedelta(seconds=1)))
    session.commit()
    return client


def with_app(session: Session, *, shown: bool = True) -> str:
    """Let the youth council's person have an app; return its secret."""
    begin_write(session)
    person = session.scalars(select(Person.id).where(Person.email == "youth@demo.example")).one()
    secret = factors.new_secret()
    session.add(Authenticator(person_id=person, secret=secret, last_step=0, at=clock.now()))
    session.execute(update(SignedIn).values(with_factor=shown))
    session.commit()
    return secret


def test_every_route_that_asks_for_it_is_tried_here(app: Flask) -> None:
    assert {name for names in ROUTES.values() for name in names} == policy.ASK_FOR_PROOF
    found = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {f"accounts.{name}" for name in policy.ASK_FOR_PROOF} <= found


@pytest.mark.parametrize("path", ROUTES)
def test_each_of_them_asks_once_more_after_a_quarter_of_an_hour(app: Flask, demo: Session, path: str) -> None:
    demo.rollback()
    fresh = signed_in(app, "youth")
    assert fresh.get(path).status_code == 200
    client = signed_in_a_while_ago(app, demo)
    form = hidden(client.get("/en/account/").text, "account") | {"email": "nele@jeugd.example", "current": PASSWORD}
    assert client.get(path).location == f"{AGAIN}?next={path}"
    sent = client.post(path, data=form)
    assert (sent.status_code, sent.location.partition("&")[0]) == (303, f"{AGAIN}?next={path}")
    assert not any(demo.scalars(select(table)).all() for table in MADE)
    demo.rollback()
    assert do(client, f"{AGAIN}?next={path}", "again", current="wrong").status_code == 422
    assert client.get(path).status_code == 303
    assert do(client, f"{AGAIN}?next={path}", "again", current=PASSWORD).location == path
    assert client.get(path).status_code == 200
    with clock.stopped_at(clock.now() + policy.LATELY + timedelta(seconds=1)):
        assert client.get(path).location == f"{AGAIN}?next={path}"


def test_a_visitor_goes_to_sign_in_and_a_page_of_elsewhere_is_never_gone_back_to(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor = app.test_client()
    assert visitor.get(AGAIN).location == f"/en/sign-in?next={AGAIN}"
    assert visitor.post(AGAIN).location.startswith(f"/en/sign-in?next={AGAIN}")
    client = signed_in(app, "youth")
    assert do(client, f"{AGAIN}?next=//evil.example", "again", current=PASSWORD).location == "/en/account/"
    assert client.post(AGAIN, data={"current": PASSWORD}).status_code == 400


def test_the_proof_is_in_no_cookie_that_was_copied_before(app: Flask, demo: Session) -> None:
    demo.rollback()
    owner = signed_in_a_while_ago(app, demo)
    thief = app.test_client()
    copied = owner.get_cookie("reseau")
    assert copied is not None
    thief.set_cookie("reseau", copied.value)
    assert thief.get("/en/account/").status_code == 200
    assert do(owner, AGAIN, "again", current=PASSWORD).status_code == 303
    assert owner.get("/en/account/address").status_code == 200
    assert thief.get("/en/account/address").status_code == 303


def test_a_code_of_the_app_will_do_once_and_an_app_not_shown_yet_is_asked_for(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in_a_while_ago(app, demo)
    secret = with_app(demo)
    page = client.get(AGAIN).text
    assert 'name="current"' in page
    assert 'name="code"' in page
    code = pyotp.TOTP(secret).at(clock.now())
    assert do(client, AGAIN, "again", code=code).status_code == 303
    assert client.get("/en/account/paper").status_code == 200
    assert do(client, AGAIN, "again", code=code).status_code == 422
    begin_write(demo)
    demo.execute(update(SignedIn).values(with_factor=False))
    demo.commit()
    assert 'name="current"' not in client.get(AGAIN).text
    assert client.get("/en/account/paper").status_code == 303


def test_d2_wrong_passwords_there_meet_the_same_pauses(app: Flask, demo: Session) -> None:
    demo.rollback()
    client, at = signed_in(app, "youth"), clock.now()
    with clock.stopped_at(at):
        answers = [do(client, AGAIN, "again", current="wrong").status_code for _try in range(6)]
    assert answers == [422] * 5 + [429]
