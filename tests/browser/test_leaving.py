"""Back returns to the same place, and what leaves the site in the head of a page runs nothing."""

import json

import pytest

from participation.tongues import LANGUAGES
from tests.browser.conftest import Arrive
from tests.browser.server import Site
from tests.browser.visit import DESKTOP, PHONE, WITHOUT_SCRIPTS, Setting

pytestmark = pytest.mark.browser
FILTERED = "/initiatives/?sort=date&audience=youth"
CARD = "main .card h3 a"
CRUMB = ".crumbs a[href*='/initiatives/']"


@pytest.mark.parametrize("account", ["", "fire"])
@pytest.mark.parametrize("setting", [PHONE, WITHOUT_SCRIPTS])
def test_back_leads_to_the_same_place_of_the_same_list(arrive: Arrive, account: str, setting: Setting) -> None:
    visit = arrive(account, "nl", setting)
    visit.go(FILTERED)
    last = visit.page.locator(CARD).last
    last.scroll_into_view_if_needed()
    there, was = visit.page.url, visit.page.evaluate("scrollY")
    visit.leave_by(last)
    visit.page.go_back()
    assert visit.page.url == there
    if was:
        visit.page.wait_for_function(f"Math.abs(scrollY - {was}) < 4")
    assert visit.page.locator("[name=audience]").input_value() == "youth"


@pytest.mark.parametrize("account", ["", "fire"])
def test_the_way_up_keeps_the_filters(arrive: Arrive, account: str) -> None:
    visit = arrive(account, "nl")
    visit.go(FILTERED)
    there = visit.page.url
    visit.leave_by(visit.page.locator(CARD).first)
    visit.leave_by(visit.page.locator("main a[data-version]").first)
    visit.page.go_back()
    visit.leave_by(visit.page.locator("nav a[hreflang=fr]"))  # and the language may change on the way
    visit.page.wait_for_function(f'document.querySelector("{CRUMB}").search')
    visit.leave_by(visit.page.locator(CRUMB).first)
    assert visit.page.url == there.replace("/nl/", "/fr/")


def test_whoever_came_from_elsewhere_finds_the_whole_list(arrive: Arrive, site: Site) -> None:
    visit = arrive("", "en")
    visit.go(f"/initiatives/{site.references('published')[0]}")
    visit.page.wait_for_load_state("networkidle")
    visit.leave_by(visit.page.locator(CRUMB).first)
    assert visit.page.url.endswith("/en/initiatives/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_search_engines_read_is_no_fault_to_the_browser(arrive: Arrive, site: Site, language: str) -> None:
    visit = arrive("", language, DESKTOP)
    for reference in site.references("published"):
        visit.go(f"/initiatives/{reference}")
        event = json.loads(visit.page.locator("script[type='application/ld+json']").text_content() or "")
        assert event["url"] == visit.page.url
        assert event["name"] == visit.page.locator("h1").text_content()
