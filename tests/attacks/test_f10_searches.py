"""F10: a flood of searches from one network is paused in words; behind a proxy the visitor's address is what counts."""

import pytest
from flask.testing import FlaskClient

from participation.portal import found
from participation.web.limits import Pace
from tests.lasting import AppWith


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "SEARCHES", Pace("searches", 3, 60))


def search(client: FlaskClient, number: int, passed_on: str = "", where: str = "initiatives") -> int:
    headers = {"X-Forwarded-For": passed_on} if passed_on else {}
    return client.get(f"/en/{where}/?q=tea{number}", headers=headers).status_code


@pytest.mark.parametrize("where", ["initiatives", "organisations"])
def test_f10_searches_beyond_the_limit_wait_in_the_readers_language(client: FlaskClient, where: str) -> None:
    assert [search(client, number, where=where) for number in range(3)] == [200] * 3
    refused = client.get(f"/fr/{where}/?q=encore")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert '<html lang="fr"' in refused.text
    assert "<h1" in refused.text
    assert client.get(f"/en/{where}/").status_code == 200  # whoever only reads goes on
    assert client.get(f"/en/{where}/?q=tea1").status_code == 200  # this page is kept, and costs nothing
    assert client.get(f"/en/{where}/?q=%20%20").status_code == 200


def test_f10_without_a_proxy_a_forged_address_changes_nothing(client: FlaskClient) -> None:
    assert [search(client, number, f"198.51.{number}.7") for number in range(4)] == [200, 200, 200, 429]


def test_f10_behind_one_proxy_only_the_address_it_saw_counts(app_with: AppWith) -> None:
    client = app_with(trusted_proxies=1).test_client()
    forged = [search(client, number, f"198.51.{number}.7, 203.0.113.9") for number in range(4)]
    assert forged == [200, 200, 200, 429]
    assert search(client, 5, "203.0.113.9, 192.0.2.1") == 200  # another visitor of the same proxy
