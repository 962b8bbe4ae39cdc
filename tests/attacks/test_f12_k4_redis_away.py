"""F12 and K4: Redis hangs or dies in the middle: everybody stays signed in, pages answer, and floods still wait."""

import logging
import signal
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.portal import found
from participation.web import limits
from participation.web.limits import Pace
from tests import network, visits
from tests.attacks import oracle
from tests.jobs.redis import a_redis
from tests.lasting import AppWith
from tests.system.processes import until

AT_MOST = 3  # searches a minute
PATIENCE = 10.0  # seconds; this Redis is slow where others want the machine


def searches(client: FlaskClient, word: str) -> list[int]:
    return [oracle.sound(client.get(f"/en/initiatives/?q={word}{n}")).status_code for n in range(AT_MOST + 1)]


def wrong_passwords(site: Flask) -> list[int]:
    client = site.test_client()
    fields = visits.fields(client.get("/en/sign-in").text, "sign-in") | {
        "email": network.email("old"),
        "password": "no",
    }
    return [client.post("/en/sign-in", data=fields).status_code for _try in range(6)]


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP])
def test_f12_k4_without_redis_it_is_slower_and_not_wrong(
    app_with: AppWith,
    net: Session,
    fault: signal.Signals,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    begin_write(net)
    path = f"/en/initiatives/{network.standing_at(net, 'published')}/comment"
    net.commit()
    monkeypatch.setattr(found, "SEARCHES", Pace("searches", AT_MOST, 60))
    monkeypatch.setattr(limits, "PATIENCE", PATIENCE)
    monkeypatch.setattr(limits, "REST", 60.0)
    caplog.set_level(logging.WARNING, limits.__name__)
    with a_redis() as (url, server):
        site = app_with(redis_url=url)
        client, visitor = visits.enter(site, "fire"), site.test_client()
        assert searches(visitor, "tea") == [200] * AT_MOST + [429]
        assert not caplog.messages
        server.send_signal(fault)
        assert client.get("/en/account/").status_code == 200
        said = visits.do(client, path, "comment", text="Said without it.", scope="public", language="nl")
        assert said.status_code == 303
        assert searches(visitor, "coffee") == [200] * AT_MOST + [429]
        assert wrong_passwords(site) == [422] * 5 + [429]
    assert len([line for line in caplog.messages if "counts alone" in line]) == 1  # one waited, and the others did not
    oracle.keeps_its_invariants(net)


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_f12_once_it_is_back_the_processes_count_together_again(
    app_with: AppWith, net: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    net.rollback()
    monkeypatch.setattr(found, "SEARCHES", Pace("searches", AT_MOST, 60))
    monkeypatch.setattr(limits, "PATIENCE", PATIENCE)
    monkeypatch.setattr(limits, "REST", 0.0)
    words = count()
    with a_redis() as (url, server):
        first, second = (app_with(redis_url=url, contact_phone=phone).test_client() for phone in ("1", "2"))

        def search(client: FlaskClient) -> tuple[int, int]:
            caplog.clear()
            status = client.get(f"/en/initiatives/?q=tea{next(words)}").status_code
            return status, len(caplog.messages)

        server.send_signal(signal.SIGSTOP)
        assert search(first) == (200, 1)  # counted alone, and said so
        server.send_signal(signal.SIGCONT)
        until(lambda: search(first) == (429, 0), "never counted together again")
        assert search(second) == (429, 0)  # what the other one has used up
