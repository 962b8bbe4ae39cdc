"""Single sign-on against a real OpenID provider in a process of its own."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.accounts.models import Identity
from tests.accounts.provider import running_provider
from tests.lasting import AppWith

KNOWN = {"sub": "youth-1", "email": "youth@demo.example", "email_verified": True, "name": "Somebody"}
DOUBTFUL = {"sub": "fire-1", "email": "fire@demo.example", "email_verified": False}
STRANGER = {"sub": "stranger", "email": "stranger@example.be", "email_verified": True}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider(KNOWN, DOUBTFUL, STRANGER) as address:
        yield address


@pytest.fixture
def app(app_with: AppWith, provider: str) -> Flask:
    return app_with(oidc_issuer=provider, oidc_client_id="reseau", oidc_client_secret="x" * 32)


def come_back(client: FlaskClient, subject: str) -> tuple[int, str, str]:
    """Go to the provider, sign in there as `subject`, and follow its redirect into our own client."""
    away = client.get("/en/sign-in/provider?next=/en/about")
    assert away.status_code == 302
    chosen = requests.post(away.location, data={"sub": subject}, allow_redirects=False, timeout=5)
    parts = urlsplit(chosen.headers["Location"])
    answer = client.get(f"{parts.path}?{parts.query}")
    return answer.status_code, answer.location or "", f"{parts.path}?{parts.query}"


def test_the_provider_says_who_and_the_platform_for_whom(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    assert 'data-action="to-provider"' in client.get("/en/sign-in").text
    status, leads_to, path = come_back(client, "youth-1")
    assert (status, leads_to) == (303, "/en/about")
    assert "data-speaks-for" in client.get("/en/workspace/").text
    assert demo.scalars(select(Identity.subject)).all() == ["youth-1"]
    demo.rollback()
    assert app.test_client().get(path).status_code == 422  # another browser has not our state
    assert client.get(path).status_code == 422  # nor is the answer good twice


@pytest.mark.parametrize("subject", ["fire-1", "stranger"])
def test_an_unverified_or_unknown_address_opens_nothing(app: Flask, demo: Session, subject: str) -> None:
    demo.rollback()
    client = app.test_client()
    assert come_back(client, subject)[0] == 403
    assert client.get("/en/account/").status_code == 303
    assert demo.scalars(select(Identity)).all() == []


def test_a_provider_that_is_down_is_said_in_words(app_with: AppWith, demo: Session) -> None:
    demo.rollback()
    down = app_with(oidc_issuer="http://127.0.0.1:9", oidc_client_id="reseau", oidc_client_secret="x" * 32)
    assert down.test_client().get("/en/sign-in/provider").status_code == 503


def test_without_a_provider_there_is_no_such_page(app_with: AppWith) -> None:
    client = app_with().test_client()
    assert client.get("/en/sign-in/provider").status_code == 404
