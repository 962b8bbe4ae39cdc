"""Static files come small to whoever takes that, and are kept for a year under the address that names their content."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from participation import assets
from participation.fingerprints import fingerprint

SHEET = "/static/dist/site.css"
NAMED = re.compile(r'(?:href|src)="(/static/[^"#]+)')
PAGES = ("/en/", "/en/initiatives/", "/en/sign-in", "/en/map", "/en/styleguide")


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
    manifest = client.get("/manifest.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    named += [one["src"] for one in json.loads(manifest.text)["icons"]]
    assert len(named) == 5
    for href in named:
        with client.get(href) as file:
            assert file.status_code == 200, href
            assert not href.endswith(".png") or file.data.startswith(b"\x89PNG")


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/static/../wsgi.py", "/static/dist/none.css", "/static/dist/../../wsgi.py"])
def test_nothing_beyond_the_folder_is_handed_out(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept-Encoding": "gzip"}).status_code == 404


def _keeping(client: FlaskClient, address: str) -> str:
    with client.get(address) as answer:
        assert answer.status_code == 200, address
        return answer.headers["Cache-Control"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_whatever_a_page_names_is_kept_for_a_year(client: FlaskClient) -> None:
    reference = re.findall(r'data-reference="([^"]+)"', client.get("/en/initiatives/").text)[0]
    named = {
        found for page in (*PAGES, f"/en/initiatives/{reference}") for found in NAMED.findall(client.get(page).text)
    }
    assert {name.partition("?")[0] for name in named} >= {SHEET, "/static/js/site.js", "/static/dist/belgium.svg"}
    sheet = next(name for name in named if name.startswith(SHEET))
    with client.get(sheet) as answer:
        fonts = re.findall(r"url\(\"([^\"]+)\"\)", answer.get_data(as_text=True))
    assert len(fonts) == len(assets.FONTS)
    for address in [*named, *(f"/static/dist/{font}" for font in fonts)]:
        assert _keeping(client, address) == "public, max-age=31536000, immutable", address


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("wrong", ["", "?v=", "?v=000000000000", "?w=1"])
def test_no_other_address_of_it_is_kept_long(client: FlaskClient, wrong: str) -> None:
    assert _keeping(client, SHEET + wrong) == "public, max-age=300"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_scripts_change_their_addresses_together(client: FlaskClient, tmp_path: Path) -> None:
    main = next(name for name in NAMED.findall(client.get("/en/").text) if "/js/" in name)
    assert "immutable" in _keeping(client, main.replace("site.js", "menu.js"))  # as the first one asks for the others
    shutil.copytree(assets.STATIC / "js", tmp_path / "js")
    before = fingerprint(tmp_path, "js/site.js")
    assert main.endswith(f"?v={before}")
    (tmp_path / "js" / "menu.js").write_text("export const enhance = () => {};")
    assert fingerprint(tmp_path, "js/site.js") != before


def test_a_file_that_changes_gets_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "one.css").write_text("a{}")
    before = fingerprint(tmp_path, "one.css")
    (tmp_path / "one.css").write_text("a{b:c}")
    assert fingerprint(tmp_path, "one.css") not in {before, ""}
    assert not fingerprint(tmp_path, "none.css")
