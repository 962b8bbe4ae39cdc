"""People of the small network at the test client: signed in without a password page, with the token of their forms."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts.actions import start
from participation.accounts.models import Person
from participation.db import begin_write
from participation.extensions import db
from participation.organisations.policy import DESK_HAT
from tests import network

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]*)"')
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
HIDDEN = re.compile(r'<input\b[^>]*type="hidden"[^>]*>')


def hat_of(name: str) -> str:
    """What a form names as the organisation in force of one of the people."""
    if name in {*network.MODERATORS, "partial"}:
        return DESK_HAT
    return "fire" if name == "both" else "" if name == "admin" else name.removesuffix("_editor").removesuffix("2")


def enter(app: Flask, name: str) -> FlaskClient:
    """Return a browser in which `name` is signed in; the visitor is signed in nowhere."""
    client = app.test_client()
    if name == "visitor":
        return client
    with app.app_context(), Session(db.engine) as session:
        begin_write(session)
        person = session.scalars(select(Person).where(Person.email == network.email(name))).one()
        token = start(session, person, clock.now(), 12)
        session.commit()
    with client.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = token, True
    return client


def token(client: FlaskClient) -> str:
    """Return a form token made for this browser."""
    found = TOKEN.search(client.get("/en/sign-in").text)
    assert found is not None
    return found[1]


def fields(page: str, act: str) -> dict[str, str]:
    """Read the hidden fields of the form that does `act`."""
    form = next(form for form in FORM.findall(page) if f'data-action="{act}"' in form.split(">")[0])
    found = {}
    for tag in HIDDEN.findall(form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def do(client: FlaskClient, path: str, act: str = "", **more: object) -> TestResponse:
    """Open the form of an act, fill it in, and send it."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    return client.post(path, data=fields(page.text, act or path.rsplit("/", 1)[1]) | more)


def send(client: FlaskClient, path: str, name: str, **more: object) -> TestResponse:
    """Send a form one was never shown."""
    return client.post(path, data={"csrf_token": token(client), "organisation": hat_of(name)} | more)
