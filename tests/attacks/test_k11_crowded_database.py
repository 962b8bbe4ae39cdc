"""K11: no connection is to be had, or the database is slow: a 503 in time with the text, and all is well afterwards."""

import json
import time
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from participation import app as factory
from participation.db import begin_write
from participation.extensions import db
from tests import network, visits
from tests.attacks import oracle
from tests.lasting import AppWith

TYPED = "Words that took an afternoon"
MANY = 99
WAIT = 0.2  # seconds for a connection, in the place of ours


@pytest.fixture
def narrow(app_with: AppWith, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with few connections, for which nobody waits long."""
    monkeypatch.setattr(factory, "WAIT_SECONDS", WAIT)
    return app_with(pool_size=2)


def take_all(site: Flask) -> list[Connection]:
    """Take connections until there are none."""
    taken: list[Connection] = []
    with site.app_context(), suppress(NoConnection):
        while len(taken) < MANY:
            taken.append(db.engine.connect())
    assert len(taken) < MANY
    return taken


def test_k11_without_a_connection_the_answer_is_503_and_nothing_typed_is_lost(narrow: Flask, net: Session) -> None:
    begin_write(net)
    path = f"/en/initiatives/{network.draft(net)}/edit"
    net.commit()
    client = visits.enter(narrow, "young")
    form = visits.fields(client.get(path).text, "edit") | {"summary": TYPED}
    before, taken = oracle.picture(net), take_all(narrow)
    began = time.monotonic()
    refused = [client.post(path, data=form), client.get("/nl/initiatives/"), narrow.test_client().get("/fr/")]
    ready, alive = (narrow.test_client().get(one) for one in ("/readyz", "/healthz"))
    for connection in taken:
        connection.close()
    assert time.monotonic() - began < 20 * WAIT + 10  # not one after the other for ever
    for answer in refused:
        assert oracle.sound(answer).status_code == 503
        assert answer.headers["Retry-After"]
    assert TYPED in refused[0].text
    assert '<html lang="nl"' in refused[1].text
    assert (ready.status_code, json.loads(ready.text)) == (503, {"ready": False, "database": False})
    assert alive.status_code == 200
    assert oracle.picture(net) == before
    assert client.post(path, data=form).status_code == 303
    assert narrow.test_client().get("/readyz").status_code == 200


POSTGRESQL = pytest.mark.parametrize("templates", ["postgresql"], indirect=True)
SLEEP = text("SELECT pg_sleep(1.5)")


@pytest.fixture
def hasty(app_with: AppWith) -> Flask:
    """The application that gives up a page's statement after a second."""
    return app_with(statement_seconds=1)


@POSTGRESQL
def test_k11_a_slow_statement_of_a_page_is_ended_and_one_of_a_command_is_not(hasty: Flask, net: Session) -> None:
    net.rollback()
    with hasty.test_request_context("/en/"), pytest.raises(OperationalError, match="statement timeout"):
        db.session.execute(SLEEP)
    with hasty.app_context():  # the same connection, now of a command
        assert db.session.execute(SLEEP).all() == [("",)]


@POSTGRESQL
def test_k11_where_the_database_is_slow_the_answer_is_503_and_nothing_typed_is_lost(hasty: Flask, net: Session) -> None:
    begin_write(net)
    path = f"/en/initiatives/{network.draft(net)}/edit"
    net.commit()
    client = visits.enter(hasty, "young")
    form = visits.fields(client.get(path).text, "edit") | {"summary": TYPED}
    before = oracle.picture(net)
    net.execute(text("LOCK TABLE initiative IN ACCESS EXCLUSIVE MODE"))  # whoever reads it waits without end
    began = time.monotonic()
    refused = [client.post(path, data=form), client.get("/nl/initiatives/?q=koffie")]
    assert time.monotonic() - began < 10
    net.rollback()
    for answer in refused:
        assert oracle.sound(answer).status_code == 503
        assert answer.headers["Retry-After"]
    assert TYPED in refused[0].text
    assert '<html lang="nl"' in refused[1].text
    assert oracle.picture(net) == before
    assert client.post(path, data=form).status_code == 303
