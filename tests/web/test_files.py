"""Static files come in their small form to whoever takes it, and as they are to everyone else."""

import gzip
import json
import re

import pytest
from flask.testing import FlaskClient

from participation import assets

SHEET = "/static/dist/site.css"


@pytest.fixture(autouse=True)
def _built() -> None:
    assets.build()


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_the_style_sheet_travels_small(client: FlaskClient) -> None:
    with client.get(SHEET) as whole, client.get(SHEET, headers={"Accept-Encoding": "br, gzip"}) as small:
        assert small.headers["Content-Encoding"] == "gzip"
        assert small.mimetype == whole.mimetype == "text/css"
        assert len(small.data) < len(whole.data) / 3
        assert gzip.decompress(small.data) == whole.data
        assert "Accept-Encoding" in whole.headers["Vary"]
        assert "Content-Encoding" not in whole.headers


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_browsers_and_telephones_find_an_icon(client: FlaskClient) -> None:
    asked = client.get("/favicon.ico")
    assert asked.status_code == 302
    assert asked.cache_control.max_age == 86_400
    assert "Set-Cookie" not in asked.headers
    with client.get(asked.location) as icon:
        assert icon.status_code == 200
        assert icon.data.startswith(b"\0\0\1\0")
    named = re.findall(r'<link rel="(?:icon|apple-touch-icon|manifest)"[^>]*href="([^"]+)"', client.get("/en/").text)
    with client.get("/static/manifest.webmanifest") as manifest:
        assert manifest.mimetype == "application/manifest+json"
        named += [f"/static/{one['src']}" for one in json.loads(manifest.data)["icons"]]
    assert len(named) == 5
    for href in named:
        with client.get(href) as file:
            assert file.status_code == 200, href
            assert not href.endswith(".png") or file.data.startswith(b"\x89PNG")


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/static/../wsgi.py", "/static/dist/none.css", "/static/dist/../../wsgi.py"])
def test_nothing_beyond_the_folder_is_handed_out(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept-Encoding": "gzip"}).status_code == 404
