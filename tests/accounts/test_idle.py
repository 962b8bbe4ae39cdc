"""A session ends when nobody acts for the time that is set, and what was typed afterwards is not lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person, SignedIn
from participation.db import begin_write
from participation.settings import Settings, SettingsError
from tests.portal.test_pages import hidden, signed_in


def leave_for(session: Session, minutes: int) -> None:
    begin_write(session)
    session.execute(update(SignedIn).values(seen_at=clock.now() - timedelta(minutes=minutes)))
    session.commit()


def test_a_session_ends_without_any_act_and_lasts_with_them(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    for minutes, status in ((59, 200), (59, 200), (66, 303)):
        leave_for(demo, minutes)
        assert client.get("/en/account/").status_code == status


def test_wcag_2_2_1_one_press_prolongs_it_as_often_as_wanted(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    form = hidden(client.get("/en/about").text, "stay")
    for _time in range(12):
        leave_for(demo, 58)
        assert client.post("/en/stay", data=form).status_code == 204
        assert clock.now() - demo.scalars(select(SignedIn.seen_at)).one() < timedelta(minutes=1)
        demo.rollback()
    assert client.post("/en/stay", data={"csrf_token": "x.y"}).status_code == 400
    leave_for(demo, 66)
    assert client.post("/en/stay", data=form).status_code == 303
    assert 'data-action="stay"' not in client.get("/en/about").text


def test_what_was_typed_when_it_ended_comes_back_after_signing_in(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    form = hidden(client.get("/en/account/").text, "account")
    leave_for(demo, 66)
    sent = client.post("/en/account/", data=form | {"name": "Nele V.", "language": "fr"})
    assert sent.location.startswith("/en/sign-in?next=/en/account/&kept=")
    fields = hidden(client.get(sent.location).text, "sign-in")
    entered = client.post(
        "/en/sign-in", data=fields | {"email": "youth@demo.example", "password": "demo-password-1830"}
    )
    assert 'value="Nele V."' in client.get(entered.location).text
    assert demo.scalars(select(Person.name).where(Person.email == "youth@demo.example")).one() != "Nele V."


def test_the_page_says_when_to_ask_and_asks_nobody_where_sessions_do_not_end(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "youth")
    assert 'data-idle="3600" data-warn="300"' in client.get("/en/about").text
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], session_idle_minutes=0)
    assert "data-stay" not in client.get("/en/about").text
    leave_for(demo, 600)
    assert client.get("/en/account/").status_code == 200
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], session_idle_minutes=2)
    assert 'data-idle="120" data-warn="60"' in signed_in(app, "fire").get("/en/about").text


def test_a_time_too_short_for_a_warning_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="SESSION_IDLE_MINUTES"):
        Settings.from_env({"SESSION_IDLE_MINUTES": "1", "DATA_DIR": "build"})
