"""What was typed and not saved is kept in the browser and offered back: to the same person, at the same form."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import axe
from tests.browser.server import Site
from tests.browser.visit import DESKTOP, Visit, Watch

pytestmark = pytest.mark.browser
KEPT = "() => Object.keys(localStorage).filter(key => key.startsWith('copy:')).length"
TYPED = "We would like to hear from the night shift first."
Sit = Callable[..., Visit]


@pytest.fixture
def context(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    made = chromium.new_context()
    watch = Watch(site.origin)
    watch.over(made)
    yield made
    made.close()
    assert not [fault for fault in watch.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


@pytest.fixture
def sit(context: BrowserContext, site: Site) -> Sit:
    """Open a tab of one and the same browser; a clock that can be moved hides how a page was reached."""

    def one(*, moved: bool = False) -> Visit:
        page = context.new_page()
        if moved:
            page.clock.install()
        return Visit(page, Watch(site.origin), "en", DESKTOP)

    return one


def open_draft(visit: Visit, site: Site) -> Page:
    """Open the step of the text of a draft of the youth council."""
    visit.go("/workspace/")
    draft = visit.page.locator("main [data-state=draft][data-reference]").first
    visit.reference = draft.get_attribute("data-reference") or ""
    return text_of(visit)


def text_of(visit: Visit) -> Page:
    visit.go(f"/initiatives/{visit.reference}/edit?step=text")
    visit.page.wait_for_load_state("networkidle")
    return visit.page


def end_newest_session(site: Site) -> None:
    """End the session begun last, and leave alone those that other tests hold."""
    with closing(sqlite3.connect(site.database)) as database, database:
        database.execute("UPDATE signed_in SET seen_at = '2020-01-01 00:00:00.000000'"
                         " WHERE since = (SELECT max(since) FROM signed_in)")  # fmt: skip


def test_a_lost_connection_loses_nothing(sit: Sit, context: BrowserContext, site: Site) -> None:
    visit = sit(moved=True)
    visit.sign_in("youth")
    page = open_draft(visit, site)
    context.set_offline(True)
    page.locator("[name=summary]").fill(TYPED)
    page.clock.fast_forward(500)
    page.clock.fast_forward(4_000)
    expect(page.locator("[data-autosave-status]")).to_have_text(
        "Not saved: no connection. What you typed is kept in this browser; we try again."
    )
    page.locator("form[data-action=edit] .actions button").click()
    expect(page.locator("[data-copy-status]")).to_contain_text("Not sent: no connection.")
    assert page.locator("[name=summary]").input_value() == TYPED
    page.close()
    context.set_offline(False)
    again = sit(moved=True)
    again.reference = visit.reference
    require_brought_back(again)


def require_brought_back(again: Visit) -> None:
    """Read the offer, take it by keyboard, and see it saved and no longer offered."""
    page = text_of(again)
    panel = page.locator("[data-copy]")
    expect(panel.locator("h2")).to_contain_text("and it was not saved")
    expect(panel).to_contain_text(TYPED)
    assert not axe(page)
    page.clock.fast_forward(500)
    expect(page.locator("[data-copy-status]")).to_contain_text("was not saved")
    page.locator("[data-copy-back]").press("Enter")
    expect(page.locator("[name=summary]")).to_be_focused()
    expect(page.locator("[name=summary]")).to_have_value(TYPED)
    with page.expect_response("**/edit/autosave") as saved:
        page.clock.fast_forward(4_000)
    assert saved.value.status == 200
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert page.evaluate(KEPT) == 0
    text_of(again)
    expect(page.locator("[name=summary]")).to_have_value(TYPED)
    expect(panel).to_have_count(0)


def test_an_ended_session_and_a_closed_browser_lose_nothing(sit: Sit, site: Site) -> None:
    visit = sit(moved=True)
    visit.sign_in("youth")
    page = open_draft(visit, site)
    page.locator("[name=title]").fill("Half a title")
    end_newest_session(site)
    page.clock.fast_forward(500)
    page.clock.fast_forward(4_000)
    expect(page.locator("[data-autosave-status]")).to_contain_text("you have been signed out. What you typed is kept")
    page.close()
    later = sit(moved=True)
    later.reference = visit.reference
    later.sign_in("youth")
    page = text_of(later)
    expect(page.locator("[data-copy]")).to_contain_text("Half a title")
    page.locator("[data-copy-away]").click()
    expect(page.locator("[data-copy-status]")).to_have_text("It has been thrown away.")
    assert page.evaluate(KEPT) == 0
    text_of(later)
    expect(page.locator("[data-copy]")).to_have_count(0)


def test_what_was_sent_is_not_offered_again(sit: Sit, site: Site) -> None:
    visit = sit()
    visit.sign_in("fire")
    visit.reference = site.references("consultation")[0]
    page = visit.page
    visit.go(f"/initiatives/{visit.reference}/comment")
    page.wait_for_load_state("networkidle")
    visit.fill("comment", {"text": TYPED, "scope": "partners"})
    visit.press("comment")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(KEPT) == 0
    visit.go(f"/initiatives/{visit.reference}/comment")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-copy]")).to_have_count(0)


def test_a_refused_form_is_still_kept_and_signing_out_throws_it_away(sit: Sit, site: Site) -> None:
    visit = sit()
    visit.sign_in("fire")
    visit.reference = site.references("consultation")[0]
    page = visit.page
    visit.go(f"/initiatives/{visit.reference}/comment")
    page.wait_for_load_state("networkidle")
    visit.send("comment", {"text": f"{TYPED} " * 100}, status=422)
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-copy]")).to_have_count(0)
    assert page.evaluate(KEPT) == 1
    visit.go(f"/initiatives/{visit.reference}/comment")
    expect(page.locator("[data-copy]")).to_contain_text(TYPED)
    visit.sign_out()
    assert page.evaluate(KEPT) == 0


def test_nobody_else_is_offered_it_and_no_secret_is_kept(sit: Sit, site: Site) -> None:
    visit = sit()
    visit.sign_in("fire")
    visit.reference = site.references("consultation")[0]
    page = visit.page
    visit.go(f"/initiatives/{visit.reference}/comment")
    page.wait_for_load_state("networkidle")
    page.locator("[name=text]").fill(TYPED)
    page.reload()
    expect(page.locator("[data-copy]")).to_contain_text(TYPED)
    page.close()
    visit = sit()
    visit.page.context.clear_cookies()
    visit.sign_in("bin")
    visit.go("/account/")
    visit.page.wait_for_load_state("networkidle")
    for secret in visit.page.locator("main input[type=password]").all():
        secret.fill("demo-password-1830")
    assert "demo-password" not in visit.page.evaluate("() => JSON.stringify({ ...localStorage, ...sessionStorage })")
    visit.go(f"/initiatives/{site.references('consultation')[0]}/comment")
    visit.page.wait_for_load_state("networkidle")
    expect(visit.page.locator("[data-copy]")).to_have_count(0)
    assert visit.page.evaluate(KEPT) == 1
