"""Mails as a telephone shows them: a digest says on one screen what it says before its "more"."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from participation.tongues import LANGUAGES
from tests.browser.server import Site

pytestmark = pytest.mark.browser
SCREEN = 800  # pixels of a usual telephone
MORE = "() => [...document.querySelectorAll('main > p')].at(-4).getBoundingClientRect().bottom"
LOGO = "() => document.querySelector('img').naturalWidth"


@pytest.fixture
def telephone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": SCREEN}, color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_is_no_longer_than_a_screen_before_its_more(telephone: Page, site: Site, language: str) -> None:
    telephone.goto(f"{site.origin}/{language}/mails/digest/html")
    assert telephone.locator("h2").count() > 1
    assert telephone.evaluate(MORE) <= SCREEN


def test_the_logo_comes_from_the_address_of_the_site(telephone: Page, site: Site) -> None:
    telephone.goto(f"{site.origin}/en/mails/publish/html")
    assert telephone.locator("img").get_attribute("src") == f"{site.origin}/static/dist/apple-touch-icon.png"
    assert telephone.locator("img").get_attribute("alt") == ""
    assert telephone.evaluate(LOGO) > 0
