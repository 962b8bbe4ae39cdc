"""Every setting does something: another value, another behaviour; and each of them is named here."""

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import passwords
from participation.db import begin_write
from participation.settings import Settings
from tests import network, visits
from tests.lasting import AppWith

# Where each is proved; those of this file begin with "here".
PROOFS = {
    "threshold_organisations": "here", "threshold_pillars": "here", "desk_days": "here", "session_hours": "here",
    "argon2_cost": "here", "secret_key": "here",
    "port": "system/test_serving.py", "data_dir": "jobs/test_clockwork.py", "database_url": "jobs/test_clockwork.py",
    "mail_url": "attacks/test_k2_killed_worker.py", "production": "test_settings.py", "public_url": "test_settings.py",
    "require_second_factor": "test_settings.py", "session_idle_minutes": "accounts/test_idle.py",
    "platform_name": "web/test_brand.py", "brand_dir": "web/test_brand.py", "mail_from": "web/test_brand.py",
    "statement_seconds": "attacks/test_k11_crowded_database.py",
    "pool_size": "attacks/test_k11_crowded_database.py", "rate_limits": "web/test_limits.py",
    "redis_url": "attacks/test_f12_k4_redis_away.py", "trusted_proxies": "attacks/test_f10_searches.py",
    "oidc_issuer": "accounts/test_single_sign_on.py", "oidc_client_id": "accounts/test_single_sign_on.py",
    "oidc_client_secret": "accounts/test_single_sign_on.py", "oidc_name": "here",
    "publisher": "here", "contact_email": "here", "contact_phone": "here", "contact_address": "here",
}  # fmt: skip
SQLITE = pytest.mark.parametrize("templates", ["sqlite"], indirect=True)


def test_every_setting_has_its_proof() -> None:
    assert {field.name for field in fields(Settings)} == PROOFS.keys()
    for name, where in PROOFS.items():
        if where != "here":
            said = (Path(__file__).parent / where).read_text()
            assert name in said or name.upper() in said, (name, where)


def signed_by(net: Session, *names: str) -> str:
    begin_write(net)
    reference = network.standing_at(net, "consultation")
    network.put_into_french(net, reference)
    for name in names:
        network.sign(net, name, reference)
    net.commit()
    return f"/en/initiatives/{reference}/publish"


@SQLITE
@pytest.mark.parametrize(
    ("needed", "names", "answer"),
    [
        ({}, ("old", "fire"), 422),
        ({"threshold_organisations": 2}, ("old", "fire"), 303),
        ({}, ("old", "fire", "wardens"), 303),
        ({"threshold_organisations": 4}, ("old", "fire", "wardens"), 422),
        ({"threshold_pillars": 3}, ("old", "fire", "wardens"), 422),
        ({"threshold_pillars": 1, "threshold_organisations": 1}, ("fire",), 303),
    ],
)
def test_how_many_co_signatures_publish_without_a_reason(
    app_with: AppWith, net: Session, needed: dict[str, int], names: tuple[str, ...], answer: int
) -> None:
    path = signed_by(net, *names)
    site = app_with(**needed)
    assert visits.do(visits.enter(site, "desk"), path, reason="").status_code == answer


@SQLITE
def test_within_how_many_days_the_desk_promises_an_answer(app_with: AppWith, net: Session) -> None:
    begin_write(net)
    reference, late, promised = network.standing_at(net, "submitted"), {}, set()
    net.commit()
    with clock.stopped_at(clock.now() + timedelta(days=9)):
        for days in (3, 10):
            site = app_with(desk_days=days)
            late[days] = visits.enter(site, "desk").get("/en/desk/").text.count(" data-late")
            page = visits.enter(site, "young").get(f"/en/initiatives/{reference}/receipt").text.partition("<h1")[2]
            promised.add(re.sub(r'value="[^"]*"', "", page))
    assert late == {3: 1, 10: 0}
    assert len(promised) == 2  # the day is named to whoever waits


@SQLITE
def test_for_how_long_one_stays_signed_in(app_with: AppWith, net: Session) -> None:
    net.rollback()
    now, still = clock.now(), {}
    for hours in (30, 50):
        client = app_with(session_hours=hours, session_idle_minutes=0).test_client()
        fields_of = visits.fields(client.get("/en/sign-in").text, "sign-in")
        fields_of |= {"email": network.email("fire"), "password": network.PASSWORD}
        assert client.post("/en/sign-in", data=fields_of).status_code == 303
        with clock.stopped_at(now + timedelta(hours=40)):
            still[hours] = client.get("/en/account/").status_code
    assert still == {30: 303, 50: 200}


@SQLITE
def test_the_secret_signs_what_browsers_carry(app: Flask, app_with: AppWith, net: Session) -> None:
    net.rollback()
    kept = visits.enter(app, "fire").get_cookie("reseau")
    assert kept is not None
    answers = {}
    for site in (app, app_with(secret_key="another" * 6)):
        client = site.test_client()
        client.set_cookie("reseau", kept.value)
        answers[site.secret_key] = client.get("/en/account/").status_code
    assert list(answers.values()) == [200, 303]


@SQLITE
def test_what_the_button_of_the_provider_is_called(app_with: AppWith, net: Session) -> None:
    net.rollback()
    site = app_with(oidc_issuer="http://127.0.0.1:9", oidc_name="Windroos-ID")
    assert "Windroos-ID" in site.test_client().get("/en/sign-in").text


def test_how_dear_a_password_is_to_guess() -> None:
    assert [f"t={cost}," in passwords.make("zeven groene fietsen", cost) for cost in (1, 2)] == [True, True]


def test_an_installation_makes_guessing_as_dear_as_argon2_is_meant_to() -> None:
    cost = Settings(database_url="sqlite:///x.db", secret_key="x" * 32).argon2_cost
    made = passwords.make("zeven groene fietsen", cost)
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=1$")  # 64 MiB and three passes, as RFC 9106 has it


@SQLITE
@pytest.mark.parametrize("page", ["contact", "privacy", "accessibility"])
def test_who_answers_for_the_site_and_how_to_reach_them(app_with: AppWith, net: Session, page: str) -> None:
    net.rollback()
    said = {
        "publisher": "Bureau Windroos", "contact_email": "post@windroos.example", "contact_phone": "+32 2 555 01 02",
        "contact_address": "Kaai 7, 9000 Gent",
    }  # fmt: skip
    text, without = (site.test_client().get(f"/nl/{page}").text for site in (app_with(**said), app_with()))
    shown = {name for name, words in said.items() if words in text}
    assert shown == (said.keys() if page == "contact" else shown | {"publisher"})
    assert not [words for words in said.values() if words in without]
