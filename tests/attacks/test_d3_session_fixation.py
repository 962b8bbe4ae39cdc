"""D3: the cookie a browser had before it signed in, or was given by somebody else, is nobody's afterwards."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import Person
from participation.db import begin_write
from tests import network, visits

ACCOUNT = "/en/account/"


def cookie(client: FlaskClient) -> str:
    kept = client.get_cookie("reseau")
    return kept.value if kept else ""


def with_cookie(site: Flask, value: str) -> FlaskClient:
    client = site.test_client()
    client.set_cookie("reseau", value)
    return client


def enter(client: FlaskClient, name: str) -> None:
    fields = visits.fields(client.get("/en/sign-in").text, "sign-in")
    fields |= {"email": network.email(name), "password": network.PASSWORD}
    assert client.post("/en/sign-in", data=fields).status_code == 303
    assert client.get(ACCOUNT).status_code == 200


def test_d3_signing_in_changes_the_cookie_and_the_old_one_stays_anonymous(site: Flask) -> None:
    attacker = site.test_client()
    attacker.get("/en/sign-in")
    planted = cookie(attacker)
    assert planted
    victim = with_cookie(site, planted)  # as a page of the attacker may have done it
    old_token = visits.token(attacker)
    enter(victim, "fire")
    assert cookie(victim) != planted
    assert attacker.get(ACCOUNT).status_code == 303
    assert with_cookie(site, planted).get(ACCOUNT).status_code == 303
    answer = victim.post("/en/sign-out", data={"csrf_token": old_token, "organisation": "fire"})
    assert answer.status_code == 400  # nor are forms good that were made for the one before
    assert victim.get(ACCOUNT).status_code == 200


def test_d3_each_sign_in_has_a_cookie_of_its_own_that_ends_with_it(site: Flask) -> None:
    client = site.test_client()
    seen = []
    for name in ("fire", "fire", "old"):
        enter(client, name)
        seen.append(cookie(client))
        assert visits.send(client, "/en/sign-out", name).status_code == 303
        assert with_cookie(site, seen[-1]).get(ACCOUNT).status_code == 303
        assert client.get(ACCOUNT).status_code == 303
    assert len(set(seen)) == len(seen)


def test_d3_a_link_by_mail_changes_the_cookie_as_well(site: Flask, net: Session) -> None:
    begin_write(net)
    person = net.get_one(Person, network.deed(net, "fire").actor.person_id)
    secret = site.config["SECRET_KEY"]
    link = tokens.token_of(secret, tokens.issue(net, secret, tokens.SIGN_IN, person, clock.now()))
    net.commit()
    client = site.test_client()
    client.get("/en/sign-in")
    planted = cookie(client)
    assert visits.do(client, f"/en/sign-in/link/{link}", "enter-by-link").status_code == 303
    assert client.get(ACCOUNT).status_code == 200
    assert cookie(client) != planted
    assert with_cookie(site, planted).get(ACCOUNT).status_code == 303
