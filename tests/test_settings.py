"""D11, D12, D14, E4: what an installation that faces the public refuses to start with, and what it then sends."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation.settings import Settings, SettingsError
from tests.lasting import AppWith
from tests.portal.test_pages import do, signed_in

GOOD = {
    "APP_ENV": "production", "SECRET_KEY": "a" * 32, "DATABASE_URL": "postgresql://db.example/reseau",
    "PUBLIC_URL": "https://reseau.example",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"SECRET_KEY": "a" * 31}, "SECRET_KEY"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL"),
        ({"PORT": "many"}, "PORT"),
        ({"SESSION_IDLE_MINUTES": "1"}, "SESSION_IDLE_MINUTES"),
    ],
)
def test_what_would_be_unsafe_does_not_start(tmp_path: Path, change: dict[str, str], named: str) -> None:
    env = GOOD | {"DATA_DIR": str(tmp_path)}
    assert Settings.from_env(env).production
    with pytest.raises(SettingsError, match=named):
        Settings.from_env(env | change)


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_production_takes_no_demo_data(app_with: AppWith) -> None:
    app = app_with(production=True)
    with app.app_context():
        answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == 1
    assert "production" in answer.output


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_e4_behind_tls_cookies_and_headers_say_so(app_with: AppWith) -> None:
    client = app_with(public_url="https://reseau.example").test_client()
    answer = client.get("/en/sign-in", base_url="https://reseau.example")
    assert answer.status_code == 200
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-"), cookie
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")), cookie


@pytest.fixture
def strict(app_with: AppWith) -> Flask:
    return app_with(require_second_factor=True)


def test_d5_without_a_second_factor_a_moderator_or_administrator_acts_nowhere(strict: Flask, demo: Session) -> None:
    demo.rollback()
    moderator, admin, youth = (signed_in(strict, who) for who in ("moderator", "admin", "youth"))
    assert moderator.get("/en/desk/").status_code == 404
    assert admin.get("/en/admin/people/").status_code == 404
    assert youth.get("/en/workspace/").status_code == 200
    assert "/account/app" in moderator.get("/en/account/").text
    assert do(youth, "/en/initiatives/new", "create", title="Tea", language="nl").status_code == 303
