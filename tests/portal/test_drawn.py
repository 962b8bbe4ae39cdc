"""Pages that are kept whole travel small to whoever takes them so."""

import gzip
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.portal.test_pages import signed_in

SMALL = {"Accept-Encoding": "br, gzip"}


@pytest.mark.parametrize("path", ["/en/", "/en/initiatives/", "/en/network", "/en/organisations/"])
def test_a_visitor_s_page_travels_small_and_says_the_same(app: Flask, demo: Session, path: str) -> None:
    demo.rollback()
    client = app.test_client()
    whole, small = client.get(path), client.get(path, headers=SMALL)
    assert gzip.decompress(small.data).decode() == whole.text
    assert len(small.data) < len(whole.data) / 3
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.mimetype == whole.mimetype == "text/html"
    assert "Content-Encoding" not in whole.headers
    for answer in (whole, small):
        assert {"Accept-Encoding", "Cookie"} <= {name.strip() for name in answer.headers["Vary"].split(",")}


def test_it_is_made_small_once(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    with patch.object(gzip, "compress", return_value=b"small") as made:
        assert [client.get("/en/", headers=SMALL).data for _time in range(3)] == [b"small"] * 3
    assert made.call_count == 1


def test_a_page_with_the_secrets_of_its_reader_is_not_made_small(app: Flask, demo: Session) -> None:
    demo.rollback()
    for client, path in ((signed_in(app, "fire"), "/en/"), (app.test_client(), "/en/sign-in")):
        answer = client.get(path, headers=SMALL)
        assert "csrf_token" in answer.text
        assert "Content-Encoding" not in answer.headers
