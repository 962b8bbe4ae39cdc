"""Long work in a browser: the page counts by itself, says so seldom, and works by looking again without script."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.server import Site
from tests.browser.test_pages import require_good
from tests.browser.visit import PHONE, WITHOUT_SCRIPTS, Setting

pytestmark = pytest.mark.browser
DARK = Setting(scheme="dark")
NEVER = "2999-01-01 00:00:00"


def change(site: Site, statement: str, *values: object) -> int:
    """Be a worker: write how far it is."""
    with closing(sqlite3.connect(site.database, timeout=10)) as connection, connection:
        return int(connection.execute(statement, values).lastrowid or 0)


def running(site: Site, done: int) -> int:
    """Let a worker have a job of the fire brigade in hand that nobody takes from it."""
    made = (
        "INSERT INTO job (kind, person_id, given, about, asked_at, state, done, whole, tries, began_at, until, result,"
        " file_name) SELECT 'public_data', id, '{}', hex(randomblob(8)), ?, 'running', ?, 20000, 1, ?, ?, '{}', ''"
        " FROM person WHERE email = 'fire@demo.example'"
    )
    return change(site, made, "2026-01-01 00:00:00", done, "2026-01-01 00:00:00", NEVER)


def advance(site: Site, number: int, done: int) -> None:
    change(site, "UPDATE job SET done = ? WHERE id = ?", done, number)


def finish(site: Site, number: int) -> None:
    result = "UPDATE job SET state = 'done', ended_at = ?, result = '{\"number\": 20000}' WHERE id = ?"
    change(site, result, NEVER, number)


@pytest.mark.parametrize("setting", [PHONE, DARK], ids=["phone", "dark"])
def test_the_page_counts_by_itself_and_speaks_at_each_quarter(arrive: Arrive, site: Site, setting: Setting) -> None:
    number, visit = running(site, 1200), arrive("fire", "en", setting)
    visit.go(f"/jobs/{number}")
    require_good(visit.page, "a job that is running")
    words, said = visit.page.locator("[data-words]"), visit.page.locator("[data-said]")
    expect(words).to_have_text("1,200 of 20,000 done")
    advance(site, number, 1300)
    expect(words).to_have_text("1,300 of 20,000 done")
    expect(said).to_have_text("")
    advance(site, number, 5100)
    expect(said).to_have_text("5,100 of 20,000 done")
    advance(site, number, 5200)
    expect(words).to_have_text("5,200 of 20,000 done")
    expect(said).to_have_text("5,100 of 20,000 done")
    assert visit.page.locator("progress").evaluate("bar => bar.value / bar.max") == pytest.approx(0.26)
    finish(site, number)
    expect(visit.page.locator('[data-job="done"]')).to_be_visible()
    require_good(visit.page, "a job that is done")


def test_without_script_one_looks_again(arrive: Arrive, site: Site) -> None:
    number, visit = running(site, 10), arrive("fire", "en", WITHOUT_SCRIPTS)
    visit.go(f"/jobs/{number}")
    for done in (10, 4000):
        advance(site, number, done)
        visit.follow("look-again")
        expect(visit.page.locator("[data-words]")).to_contain_text(f"{done:,} of 20,000")
    finish(site, number)
    visit.follow("look-again")
    expect(visit.page.locator('[data-job="done"]')).to_be_visible()


def test_whoever_asks_for_the_file_gets_it(arrive: Arrive) -> None:
    visit = arrive("bin")
    visit.go("/statistics")
    visit.follow("open-data")
    require_good(visit.page, "asking for the file")
    visit.send("ask-open-data", {"format": "json"})
    link = visit.page.locator('[data-action="download"]')
    expect(link).to_be_visible()
    visit.page.set_viewport_size({"width": 1280, "height": 900})
    with visit.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".json")


def test_a_moderator_takes_what_is_ticked(arrive: Arrive) -> None:
    visit = arrive("moderator3")
    visit.go("/desk/")
    require_good(visit.page, "the desk with boxes to tick")
    visit.page.locator('input[name="case"]').first.check()
    visit.leave_by(visit.page.locator('[data-action="take-many"]'))
    expect(visit.page.locator('[data-job="done"]')).to_be_visible()
    visit.go("/desk/?tab=mine")
    assert visit.page.locator("[data-reference]").count() == 1
    visit.page.locator('input[name="case"]').first.check()
    visit.leave_by(visit.page.locator('[data-action="release-many"]'))
    expect(visit.page.locator('[data-job="done"]')).to_be_visible()


def test_a_moderator_dismisses_reports_that_are_ticked(arrive: Arrive, site: Site) -> None:
    reporter = arrive("aig")
    reporter.reference = site.references("consultation")[0]
    reporter.open()
    reporter.follow("report")
    reporter.send("report", {"reason": "This one and the next belong to another conversation."})
    desk = arrive("moderator", "fr", PHONE)
    desk.go("/desk/comments")
    before = desk.page.locator('input[name="comment"]').count()
    require_good(desk.page, "the list of reports with boxes to tick")
    desk.hands.tick(desk.page.locator('input[name="comment"]').first)
    desk.leave_by(desk.page.locator('button[data-action="dismiss-many"]'))
    expect(desk.page.locator('[data-job="done"]')).to_be_visible()
    desk.go("/desk/comments")
    assert desk.page.locator('input[name="comment"]').count() == before - 1
