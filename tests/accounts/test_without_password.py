"""Who has no password, or has forgotten it, looks after the account by another way of having just signed in."""

from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import policy, tokens
from participation.accounts.models import Authenticator, Identity, Person, SignedIn
from participation.db import begin_write
from tests.accounts.provider import running_provider
from tests.accounts.test_account import NEW, with_app
from tests.accounts.test_account import enter as enter_by_password
from tests.accounts.test_single_sign_on import KNOWN, come_back
from tests.lasting import AppWith
from tests.portal.test_pages import do, hidden

pytestmark = pytest.mark.engines_in_turn

PAGE, FORGET = "/en/account/password", "/en/account/forget-factors"


def by_link(app: Flask, session: Session) -> FlaskClient:
    """Sign the youth council's person in by a link, with a code of the app where there is one."""
    client = app.test_client()
    show_app(client, session, do(client, link(app, session), "enter-by-link"))
    return client


def link(app: Flask, session: Session) -> str:
    """Send a link, and let the code of the app be good once more."""
    begin_write(session)
    person = session.scalars(select(Person).where(Person.email == "youth@demo.example")).one()
    session.execute(update(Authenticator).values(last_step=0))
    secret = str(app.config["SECRET_KEY"])
    token = tokens.token_of(secret, tokens.issue(session, secret, tokens.SIGN_IN, person, clock.now()))
    session.commit()
    return f"/en/sign-in/link/{token}"


def show_app(client: FlaskClient, session: Session, answer: TestResponse) -> None:
    if "second-step" in answer.location:
        code = pyotp.TOTP(str(session.scalar(select(Authenticator.secret)))).at(clock.now())
        session.rollback()
        assert do(client, answer.location, "second-step", code=code).status_code == 303


def without_password(session: Session) -> None:
    begin_write(session)
    session.execute(update(Person).where(Person.email == "youth@demo.example").values(password=None))
    session.commit()


def a_while_ago(session: Session) -> None:
    begin_write(session)
    session.execute(update(SignedIn).values(since=clock.now() - policy.LATELY - timedelta(seconds=1)))
    session.commit()


def test_who_has_forgotten_it_comes_by_a_link_and_chooses_another(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = by_link(app, demo)
    assert 'name="current"' not in client.get(PAGE).text
    assert do(client, PAGE, "change-password", new="short").status_code == 422
    assert do(client, PAGE, "change-password", new=NEW).status_code == 303
    assert enter_by_password(app, "youth")[1].status_code == 422
    assert enter_by_password(app, "youth", NEW)[1].status_code == 303


def test_the_old_one_is_asked_for_after_a_quarter_of_an_hour_and_of_who_came_by_it(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = by_link(app, demo)
    form = hidden(client.get(PAGE).text, "change-password")
    a_while_ago(demo)
    assert client.post(PAGE, data=form | {"new": NEW}).status_code == 422
    assert 'name="current"' in client.get(PAGE).text
    other = enter_by_password(app, "youth")[0]
    assert do(other, PAGE, "change-password", new=NEW).status_code == 422


def test_half_a_sign_in_by_link_does_not_count_for_one_by_password(app: Flask, demo: Session) -> None:
    demo.rollback()
    with_app(app, "youth")
    client = app.test_client()
    assert "second-step" in do(client, link(app, demo), "enter-by-link").location
    fields = {"email": "youth@demo.example", "password": "demo-password-1830"}
    show_app(client, demo, do(client, "/en/sign-in", "sign-in", **fields))
    assert 'name="current"' in client.get(PAGE).text


def test_who_has_no_password_gives_up_the_second_step_and_chooses_one(app: Flask, demo: Session) -> None:
    demo.rollback()
    with_app(app, "youth")
    without_password(demo)
    client = by_link(app, demo)
    assert "Choose a password" in client.get("/en/account/").text
    assert 'name="current"' not in client.get(FORGET).text
    assert do(client, FORGET, "forget-factors").status_code == 303
    assert demo.scalars(select(Authenticator)).all() == []
    demo.rollback()
    a_while_ago(demo)
    form = hidden(client.get("/en/account/").text, "account")
    for page in (PAGE, FORGET):  # there is nothing to ask for, so one signs in anew
        assert client.get(page).location == f"/en/account/again?next={page}"
        assert client.post(page, data=form | {"new": NEW}).location.startswith(f"/en/account/again?next={page}")
    again = client.get(f"/en/account/again?next={PAGE}").text
    assert 'href="/en/sign-in?next=/en/account/password"' in again
    assert 'data-action="again"' not in again
    assert do(client, "/en/account/", "account", name="Lou", language="nl").status_code == 303
    assert client.post("/en/account/again", data=form | {"current": ""}).status_code == 422
    assert do(by_link(app, demo), PAGE, "change-password", new=NEW).status_code == 303
    assert enter_by_password(app, "youth", NEW)[1].status_code == 303


def test_so_does_who_comes_by_a_provider(app_with: AppWith, demo: Session) -> None:
    with running_provider(KNOWN) as provider:
        app = app_with(oidc_issuer=provider, oidc_client_id="reseau", oidc_client_secret="x" * 32)
        demo.rollback()
        with_app(app, "youth")
        without_password(demo)
        begin_write(demo)
        demo.execute(update(Authenticator).values(last_step=0))
        demo.commit()
        client = app.test_client()
        leads_to = come_back(client, str(KNOWN["sub"]))[1]
        code = pyotp.TOTP(str(demo.scalar(select(Authenticator.secret)))).at(clock.now())
        demo.rollback()
        assert do(client, leads_to, "second-step", code=code).status_code == 303
        assert do(client, FORGET, "forget-factors").status_code == 303
        assert demo.scalars(select(Authenticator)).all() == []
        assert demo.scalars(select(Identity.subject)).all() == [KNOWN["sub"]]


def test_the_account_names_the_provider_one_comes_by_and_leads_back_to_it(app_with: AppWith, demo: Session) -> None:
    with running_provider(KNOWN) as provider:
        app = app_with(oidc_issuer=provider, oidc_client_id="reseau", oidc_client_secret="x" * 32, oidc_name="Hallo")
        demo.rollback()
        without_password(demo)
        client = app.test_client()
        assert come_back(client, str(KNOWN["sub"]))[0] == 303
        account, address = client.get("/en/account/").text, client.get("/en/account/address").text
        assert "you sign in with Hallo, or by a link" in account
        assert "You sign in with youth@demo.example" not in account + address
        assert "You sign in with Hallo as before." in address
        a_while_ago(demo)
        again = client.get(client.get(PAGE).location).text
        assert f'href="/en/sign-in/provider?next={PAGE}"' in again
    by_mail = by_link(app, demo).get("/en/account/").text
    assert "Hallo" in by_mail  # whichever way it was this time
    assert "Hallo" not in enter_by_password(app, "fire")[0].get("/en/account/").text  # never came by it


def test_who_never_came_by_the_provider_is_not_told_of_it(app_with: AppWith, demo: Session) -> None:
    app = app_with(oidc_issuer="http://127.0.0.1:9", oidc_client_id="reseau", oidc_client_secret="x" * 32)
    demo.rollback()
    without_password(demo)
    client = by_link(app, demo)
    assert "OpenID" not in client.get("/en/account/").text + client.get("/en/account/address").text
    a_while_ago(demo)
    again = client.get(client.get(PAGE).location).text
    assert f'href="/en/sign-in?next={PAGE}"' in again
    assert "to-provider" not in again
