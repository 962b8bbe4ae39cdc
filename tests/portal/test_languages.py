"""Every page a visitor can open names itself in each language, alike in head, header and sitemap."""

import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation.portal.sitemap import PAGES
from participation.tongues import LANGUAGES
from tests.portal.conftest import PUBLIC
from tests.portal.test_statements import addresses, examples

pytestmark = pytest.mark.engines_in_turn

HREFLANG = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
NOINDEX = re.compile(r'<meta name="robots" content="noindex')
NOT_LISTED = {"sign-in", "sign-in/link"}  # visitors may open them, and search engines need not find them
A_MAIL = "/en/mails/publish/html"  # as its reader gets it
SITEMAP, LINK = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}link"


def opened(site: Flask, demo: Session) -> dict[str, TestResponse]:
    """Open every address of the URL map as a visitor, and keep those that answer."""
    paths = [path for path in addresses(site, examples(demo)) if path.startswith("/en/")]
    demo.rollback()
    client = site.test_client()
    answers = {path: client.get(path, headers={"Host": "evil.example"}) for path in paths}
    return {path: answer for path, answer in answers.items() if answer.status_code == 200}


def in_each(path: str) -> dict[str, str]:
    rest = path.split("?", maxsplit=1)[0].removeprefix("/en")
    found = {code: f"{PUBLIC}/{code}{rest}" for code in LANGUAGES}
    return found | {"x-default": f"{PUBLIC}/" if rest == "/" else found["en"]}


def test_every_page_names_itself_in_each_language(site: Flask, demo: Session) -> None:
    answers = opened(site, demo)
    pages = {path: answer.text for path, answer in answers.items() if answer.mimetype == "text/html"}
    del pages[A_MAIL]
    assert len(pages) > 20
    for path, text in pages.items():
        head = unescape(text.split("</head>")[0])
        assert CANONICAL.findall(head) == [f"{PUBLIC}{path.split('?')[0]}"], path
        assert HREFLANG.findall(head) == list(in_each(path).items()), path
        assert '<html lang="en"' in text, path


def test_every_answer_says_its_language(site: Flask, demo: Session) -> None:
    for path, answer in opened(site, demo).items():
        assert answer.headers["Content-Language"] == "en", path
        other = site.test_client().get("/de" + path.removeprefix("/en"))
        assert (other.status_code, other.headers["Content-Language"]) == (200, "de"), path
        if other.mimetype == "text/html":
            assert '<html lang="de"' in other.text, path
    assert "Content-Language" not in site.test_client().get("/healthz").headers


def test_what_is_not_there_names_nothing(site: Flask) -> None:
    for path in ("/fr/initiatives/2020-9999", "/fr/nowhere", "/nowhere"):
        answer = site.test_client().get(path, follow_redirects=True)
        assert answer.status_code == 404
        assert not HREFLANG.findall(answer.text)
        assert not CANONICAL.findall(answer.text)


def listed(client: FlaskClient, language: str) -> dict[str, dict[str, str]]:
    files = [ET.fromstring(client.get(f"/{language}/sitemap-1.xml").text)]  # noqa: S314  # our own answer
    return {
        url.findtext(f"{SITEMAP}loc") or "": {
            link.get("hreflang", ""): link.get("href", "") for link in url.findall(LINK)
        }
        for file in files
        for url in file.findall(f"{SITEMAP}url")
    }


def test_the_sitemap_of_each_language_says_what_the_pages_say(site: Flask, demo: Session) -> None:
    demo.rollback()
    client = site.test_client()
    for language in LANGUAGES:
        for address, others in listed(client, language).items():
            answer = client.get(address.removeprefix(PUBLIC))
            assert answer.status_code == 200
            assert CANONICAL.findall(answer.text) == [address]
            assert dict(HREFLANG.findall(answer.text)) == others
            assert not NOINDEX.search(answer.text)


def test_no_page_for_everyone_is_left_out_of_the_sitemap(site: Flask, demo: Session) -> None:
    answers = opened(site, demo)
    rules = site.url_map.iter_rules()
    fixed = {one.rule.removeprefix("/<lang>/") for one in rules if one.arguments - set(one.defaults or ()) == {"lang"}}
    pages = {
        path.removeprefix("/en/")
        for path, answer in answers.items()
        if answer.mimetype == "text/html" and path.removeprefix("/en/") in fixed and not NOINDEX.search(answer.text)
    }
    assert pages == NOT_LISTED | set(PAGES)
