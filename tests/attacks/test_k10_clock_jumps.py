"""K10: the clock is wrong, and set right: order is that of the acts, nothing is undone, no token is good again."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import factors, tokens
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed
from participation.accounts.tries import LONGEST
from participation.db import begin_write
from participation.initiatives.models import Prepared
from participation.journal import actions as journal
from participation.journal.queries import history, verify
from participation.organisations.actions import four_eyes
from tests import network, visits
from tests.attacks import oracle
from tests.notifications.scene import Scene
from tests.organisations.people import organisation

BACK, AHEAD = timedelta(hours=-2), timedelta(days=1)
LINE = re.compile(r'<li[^>]*><time datetime="[^"]*">[^<]*</time>([^<]*)')


def test_k10_what_happened_is_told_in_the_order_it_was_done(site: Flask, net: Session) -> None:
    begin_write(net)
    now, jumps = clock.now(), (timedelta(), BACK, AHEAD, 2 * BACK, timedelta())
    reference = network.draft(net)
    for jump, step in zip(jumps, ("submit", "open_consultation", "sign", "publish", "unpublish"), strict=True):
        with clock.stopped_at(now + jump):
            network.walk(net, reference, [step])
    journal.seal(net)
    net.commit()
    done = [entry.kind for entry in history(net, *network.load(net, reference).subject)]
    assert [kind for kind in done if kind in {"submit", "open_consultation", "publish", "unpublish"}] == [
        "submit", "open_consultation", "publish", "unpublish",
    ]  # fmt: skip
    assert verify(net, now + AHEAD) == []
    told = LINE.findall(visits.enter(site, "young").get(f"/en/initiatives/{reference}").text)
    where = [next(at for at, line in enumerate(told) if word in line) for word in ("ubmitted", "partners", "offline")]
    assert where == sorted(where)


def test_k10_what_time_has_ended_stays_ended(scene: Scene) -> None:
    reference = scene.consulted()
    deed = scene.deed("dirk", "fire")
    four_eyes.switch_on(deed, organisation(scene.session, "fire"))
    scene.session.commit()
    scene.co_sign(reference)
    scene.work()
    scene.work(at=timedelta(days=15))  # what waits for a second representative lapses after fourteen days
    assert scene.session.scalars(select(Prepared.ended_as)).all() == ["lapsed"]
    before = oracle.picture(scene.session)
    for jump in (BACK, timedelta(), AHEAD):
        scene.work(at=jump)
    assert oracle.picture(scene.session) == before


def test_k10_a_link_and_a_code_are_used_once_whatever_the_clock_says(site: Flask, net: Session) -> None:
    begin_write(net)
    now, secret = clock.now(), site.config["SECRET_KEY"]
    person, other = (net.get_one(Person, network.deed(net, name).actor.person_id) for name in ("fire", "old"))
    path = f"/en/sign-in/link/{tokens.token_of(secret, tokens.issue(net, secret, tokens.SIGN_IN, person, now))}"
    app_secret = factors.new_secret()
    assert factors.add_app(OwnDeed(net, Holder(other), now, "test"), app_secret, pyotp.TOTP(app_secret).at(now))
    for jump in (BACK, -factors.STEP * timedelta(seconds=1)):
        earlier = OwnDeed(net, Holder(other), now + jump, "test")
        assert not factors.code_fits(earlier, pyotp.TOTP(app_secret).at(earlier.at))
    net.commit()
    client = site.test_client()
    with clock.stopped_at(now + AHEAD):
        oracle.sound(visits.send(client, path, "fire"))
        assert client.get("/en/account/").status_code == 303
    assert visits.do(client, path, "enter-by-link").status_code == 303
    assert client.get("/en/account/").status_code == 200
    for jump in (BACK, -timedelta(seconds=1)):
        with clock.stopped_at(now + jump):
            again = site.test_client()
            oracle.sound(visits.send(again, path, "fire"))
            assert again.get("/en/account/").status_code == 303


def test_k10_a_session_ends_when_its_time_is_over_and_breaks_at_no_jump(site: Flask) -> None:
    now, client = clock.now(), visits.enter(site, "young")
    answers = []
    for jump in (BACK, timedelta(), AHEAD):
        with clock.stopped_at(now + jump):
            answers.append(oracle.sound(client.get("/en/account/")).status_code)
    assert answers == [200, 200, 303]


def test_k10_who_mistyped_while_the_clock_ran_ahead_is_not_locked_out(site: Flask) -> None:
    client = site.test_client()
    fields = visits.fields(client.get("/en/sign-in").text, "sign-in") | {"email": network.email("young")}
    now = clock.now()
    with clock.stopped_at(now + AHEAD):
        for _slip in range(5):
            assert client.post("/en/sign-in", data=fields | {"password": "slip"}).status_code == 422
        assert client.post("/en/sign-in", data=fields | {"password": "slip"}).status_code == 429
    with clock.stopped_at(now):
        assert client.post("/en/sign-in", data=fields | {"password": "slip"}).status_code == 422  # it counts with them
        waits = client.post("/en/sign-in", data=fields | {"password": network.PASSWORD})
        assert waits.status_code == 429
        assert int(waits.headers["Retry-After"]) < LONGEST
    with clock.stopped_at(now + timedelta(seconds=int(waits.headers["Retry-After"]))):
        assert client.post("/en/sign-in", data=fields | {"password": network.PASSWORD}).status_code == 303


@pytest.mark.parametrize("fold", [0, 1])
def test_k10_the_hour_that_comes_twice_is_kept_as_two_hours_of_utc(net: Session, fold: int) -> None:
    at = datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=clock.BRUSSELS)
    begin_write(net)
    made = network.load(net, network.draft(net))
    made.changed_at = at
    net.flush()
    kept = "changed_at AT TIME ZONE 'UTC'" if net.get_bind().dialect.name == "postgresql" else "changed_at"
    assert str(net.scalar(text(f"SELECT {kept} FROM initiative"))).startswith(f"2026-10-25 0{fold}:30:00")  # noqa: S608  # a column
    net.expire_all()
    assert made.changed_at == at.astimezone(UTC)
