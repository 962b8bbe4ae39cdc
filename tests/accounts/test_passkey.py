"""A passkey is told by mail, ends the sessions elsewhere, and shows who acts, once for each question."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import policy
from participation.accounts.models import Passkey
from participation.outbox.models import Event
from tests.accounts.authenticator import Telephone
from tests.accounts.test_account import enter, is_in
from tests.portal.test_pages import hidden, signed_in

PAGE, AGAIN = "/en/account/passkey", "/en/account/again"


def with_passkey(app: Flask, client: FlaskClient) -> Telephone:
    telephone = Telephone(app.config["SETTINGS"].public_url)
    page = client.get(PAGE).text
    sent = hidden(page, "add-passkey") | {"answer": telephone.register(page), "name": "telephone"}
    assert client.post(PAGE, data=sent).status_code == 303
    return telephone


def answer(client: FlaskClient, path: str, act: str, telephone: Telephone) -> TestResponse:
    page = client.get(path).text
    return client.post(path, data=hidden(page, act) | {"answer": telephone.show(page)})


def test_a_new_passkey_ends_the_sessions_elsewhere_and_is_told_by_mail(app: Flask, demo: Session) -> None:
    demo.rollback()
    here, there = signed_in(app, "elderly"), signed_in(app, "elderly")
    telephone = with_passkey(app, here)
    assert is_in(here)
    assert not is_in(there)
    assert demo.scalars(select(Passkey.name)).all() == ["telephone"]
    assert demo.scalars(select(Event.kind).where(Event.audience == "person")).all() == ["add_factor"]
    demo.rollback()
    client, half = enter(app, "elderly")
    assert half.location.startswith("/en/sign-in/second-step")
    assert not is_in(client)
    assert answer(client, "/en/sign-in/second-step", "second-step", telephone).status_code == 303
    assert is_in(client)


def test_a_passkey_shows_who_acts_and_its_answer_is_good_once(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "elderly")
    telephone = with_passkey(app, client)
    later = clock.now() + policy.LATELY * 1.1
    with clock.stopped_at(later):
        assert client.get(PAGE).location == f"{AGAIN}?next={PAGE}"
        assert answer(client, AGAIN, "again", Telephone(telephone.origin)).status_code == 422  # another's
        page = client.get(AGAIN).text
        sent = hidden(page, "again") | {"answer": telephone.show(page)}
        assert client.post(AGAIN, data=sent).status_code == 303
        assert client.get(PAGE).status_code == 200
    with clock.stopped_at(later + policy.LATELY * 1.1):
        client.post(AGAIN, data=sent)
        assert client.get(PAGE).status_code == 303
