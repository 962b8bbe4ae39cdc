"""A13, C3, C6, J1, J2, J5 on the pages anyone can open: odd addresses answer as plain ones do, and never break."""

import time

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives import queries
from participation.initiatives.models import Initiative

pytestmark = pytest.mark.engines_in_turn

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{471*4711}}",
    "\x00",
    "\u202e",
    "a" * 5000,
)
SQL = (
    "' OR '1'='1", "'; DROP TABLE initiative; --", "%", "_", "\\", '"', "NEAR(", "*", "AND", 'a"b', "koffie OR thee",
    "1); SELECT pg_sleep(9); --", "x' AND randomblob(100000000) --", ")", "-", "^", ":*", "!", "&", "|", "<->",
)  # fmt: skip
NUMBERS = ("0", "-1", "1e9", str(2**63), str(2**64), "01", "\uff11", "null", "6f2c1a", "", "1.5", " 1")
FILTERS = ("q", "pillar", "kind", "audience", "province", "municipality", "month", "state", "language", "sort", "page")


def test_a13_no_trick_with_the_path_opens_what_is_shut(app: Flask, demo: Session) -> None:
    shut = list(demo.scalars(select(Initiative.reference).where(Initiative.published_at.is_(None))))
    things = [queries.one(demo, reference) for reference in shut]
    titles = [version.title for thing in things if thing is not None for version in thing.versions]
    demo.rollback()
    client = app.test_client()
    for reference in shut:
        for path in (
            f"/en/initiatives/{reference}/", f"/en//initiatives/{reference}", f"/en/initiatives//{reference}",
            f"/en/organisations/%2e%2e/initiatives/{reference}", f"/en/initiatives/{reference};x",
            f"/EN/initiatives/{reference}",
            f"/en/Initiatives/{reference}", f"/en/initiatives/{reference}.json", f"/en/initiatives/{reference}.ics",
            f"/en/initiatives/{reference}%20", f"/en/initiatives/{reference}%00", f"/en/initiatives/./{reference}",
        ):  # fmt: skip
            answer = client.get(path, follow_redirects=True)
            assert answer.status_code == 404, path
            assert not any(title in answer.text for title in titles)


@pytest.mark.parametrize("name", FILTERS)
def test_c3_what_is_typed_into_an_address_comes_back_as_text(app: Flask, demo: Session, name: str) -> None:
    demo.rollback()
    client = app.test_client()
    for payload in PAYLOADS:
        for path in ("initiatives/", "organisations/", "organisations/jeugdraad-leieboord"):
            answer = client.get(f"/en/{path}", query_string={name: payload})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text
            assert "2218881" not in answer.text  # the product: no number of a usual page, and no part of a digest


def test_c6_sql_in_an_address_means_itself(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    began = time.monotonic()
    for words in SQL:
        for path in ("initiatives/", "organisations/"):
            everywhere = dict.fromkeys(FILTERS, words)
            assert client.get(f"/en/{path}", query_string={"q": words}).status_code == 200
            assert client.get(f"/en/{path}", query_string=everywhere).status_code == 200
    assert time.monotonic() - began < 60
    assert client.get("/en/initiatives/").status_code == 200


@pytest.mark.parametrize("number", NUMBERS)
def test_j1_odd_numbers_are_not_found_and_never_break(app: Flask, demo: Session, number: str) -> None:
    demo.rollback()
    client = app.test_client()
    for path in (f"initiatives/{number or '%20'}", f"organisations/{number or '%20'}", f"sitemap-{number or 'x'}.xml"):
        answer = client.get(f"/en/{path}")
        assert answer.status_code in ({200, 404} if path.startswith("sitemap") else {404}), path


@pytest.mark.parametrize("number", ["0", "-1", "1000000000", "abc", str(2**70), "\uff11", ""])
def test_j2_a_page_number_is_brought_within_bounds(app: Flask, demo: Session, number: str) -> None:
    demo.rollback()
    client = app.test_client()
    for path in ("initiatives/", "organisations/", "organisations/jeugdraad-leieboord"):
        assert client.get(f"/en/{path}", query_string={"page": number, "per_page": 10**9}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "leads_to"),
    [
        ({"Accept-Language": "../../etc"}, "/nl/"),
        ({"Accept-Language": "de-AT,de;q=0.8"}, "/de/"),
        ({"Accept-Language": "xx"}, "/nl/"),
        ({}, "/nl/"),
        ({"Accept": "application/xml"}, "/nl/"),
    ],
)
def test_j5_an_odd_language_falls_back(app: Flask, headers: dict[str, str], leads_to: str) -> None:
    client = app.test_client()
    assert client.get("/", headers=headers).location == leads_to
    assert client.get("/en/about", headers=headers).status_code == 200
    assert client.get("/xx/about").status_code == 404
    assert client.get("/en/about?lang=xx").status_code == 200
