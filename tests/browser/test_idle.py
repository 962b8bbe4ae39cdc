"""Before a session ends the page asks, by keyboard alone, and one press keeps one in; time is moved, not waited for."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Site
from tests.browser.visit import DESKTOP, Visit, Watch

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Visit]:
    """Somebody who signs in here and nowhere else, with a clock that can be moved."""
    context = chromium.new_context()
    watch = Watch(site.origin)
    watch.over(context)
    page = context.new_page()
    page.clock.install()
    made = Visit(page, watch, "en", DESKTOP)
    made.sign_in("elderly")
    made.go("/account/")
    page.locator("dialog[data-stay]").wait_for(state="attached")
    page.wait_for_load_state("networkidle")  # the script is there
    yield made
    context.close()
    assert not watch.faults


def end_of(page: Page) -> int:
    """Return after how many seconds the page asks."""
    dialog = page.locator("dialog[data-stay]")
    return int(dialog.get_attribute("data-idle") or 0) - int(dialog.get_attribute("data-warn") or 0)


def test_wcag_2_2_1_the_page_asks_ten_times_and_gives_the_focus_back(visit: Visit) -> None:
    page, name = visit.page, visit.page.locator("input[name=name]")
    dialog, asks = page.locator("dialog[data-stay]"), end_of(visit.page)
    name.fill("Half a na")
    for press in ["Enter"] * 9 + ["Escape"]:
        page.clock.fast_forward((asks - 60) * 1000)
        expect(dialog).to_be_hidden()
        page.clock.fast_forward(62_000)
        expect(dialog).to_be_visible()
        expect(page.locator("dialog [data-left]")).to_have_text("You are signed out in 5 minutes.")
        expect(page.locator("dialog button:focus")).to_have_count(1)
        with page.expect_response("**/stay") as answer:
            page.keyboard.press(press)
        assert answer.value.status == 204
        expect(dialog).to_be_hidden()
        expect(name).to_be_focused()
    expect(name).to_have_value("Half a na")


def test_when_it_has_ended_the_page_says_so_and_the_text_comes_back_after_signing_in(visit: Visit, site: Site) -> None:
    page, dialog = visit.page, visit.page.locator("dialog[data-stay]")
    page.locator("input[name=name]").fill("Jo Peeters")
    with closing(sqlite3.connect(site.database)) as database, database:
        database.execute("UPDATE signed_in SET seen_at = '2020-01-01 00:00:00.000000' WHERE person_id ="
                         " (SELECT id FROM person WHERE email = 'elderly@demo.example')")  # fmt: skip
    page.clock.fast_forward((end_of(page) + 2) * 1000)
    expect(dialog).to_be_visible()
    page.keyboard.press("Enter")  # too late
    expect(dialog.locator("h2[data-when=over]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    visit.press("account")
    assert "/sign-in?next=/en/account/" in page.url
    visit.send("sign-in", {"email": "elderly@demo.example", "password": "demo-password-1830"})
    expect(page.locator("input[name=name]")).to_have_value("Jo Peeters")
    visit.press("account")
    expect(page.locator("input[name=name]")).to_have_value("Jo Peeters")


def test_another_tab_in_use_keeps_this_one_quiet(visit: Visit) -> None:
    page, asks = visit.page, end_of(visit.page)
    page.clock.fast_forward((asks - 60) * 1000)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_load_state("networkidle")
    page.clock.fast_forward(120_000)
    expect(page.locator("dialog[data-stay]")).to_be_hidden()
