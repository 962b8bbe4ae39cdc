"""Every page can be used by everyone: axe, sizes and widths, on each page of the URL map in each language.

The pictures to look through, build/screenshots/index.html, are taken here as well: to find where the pages are costs as
much as to look at a hundred, so all that needs them stands in one file, and one worker does it.
"""

import itertools
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page

from participation.tongues import LANGUAGES
from tests.browser.axe import axe
from tests.browser.conftest import Arrive, AtHand, mapped
from tests.browser.pages import NOT_LED_TO, Search, Seen, kinds
from tests.browser.server import ROOT
from tests.browser.visit import Setting, Value
from tests.conftest import EVERYTHING

pytestmark = pytest.mark.browser
KINDS = kinds(mapped())
BROWSERS = [Setting(width=width, scheme=scheme) for width in (360, 1280) for scheme in ("light", "dark")]
NARROW = (320, 360)
WIDE = 992  # from here on the menu is not folded
MEASURES = Path(__file__).with_name("measures.js").read_text("utf-8")
SPACED = Path(__file__).with_name("spaced.js").read_text("utf-8")
FOLDER = ROOT / "build" / "screenshots"
MAIN = {
    "portal.home": "", "portal.index": "", "portal.initiative": "", "portal.organisations": "",
    "portal.organisation": "", "accounts.sign_in": "", "drafting.workspace": "youth", "drafting.edit": "youth",
    "initiatives.form:conclude": "youth", "cosigning.form:co-sign": "fire", "moderation.desk": "moderator",
    "initiatives.form:open-consultation": "moderator", "initiatives.form:request-changes": "moderator",
}  # fmt: skip
WIDTHS = (360, 768, 1280) if EVERYTHING else (360, 1280)
SCHEMES = ("light", "dark") if EVERYTHING else ("light",)
PICTURED = KINDS if EVERYTHING else list(MAIN)
# What is refused with 422, and what is then sent.
REFUSED: dict[str, dict[str, Value]] = {
    "accounts.sign_in": {"email": "nobody@demo.example", "password": "wrong"},
    "drafting.new": {},
    "cosigning.form:co-sign": {},
    "initiatives.form:appeal": {},
    "initiatives.form:conclude": {},
    "initiatives.form:open-consultation": {},
    "initiatives.form:propose-decline": {},
    "initiatives.form:publish": {"reason": "short"},
    "initiatives.form:refuse-version": {},
    "initiatives.form:request-changes": {},
    "initiatives.form:unpublish": {},
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_somebody_who_sees_it(pages: Search, kind: str) -> None:
    led_to = pages.found[kind] or kind in pages.no_pages | NOT_LED_TO.keys()
    assert led_to, f"no account is led to {kind}: offer it in the demo data, or in prepared.py"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_everyone_can_use_every_page(at_hand: AtHand, pages: Search, kind: str, language: str) -> None:
    for seen, setting in _chosen(pages.found[kind], KINDS.index(kind) + list(LANGUAGES).index(language)):
        visit = at_hand(seen.account, language, setting)
        visit.go(seen.path)
        require_good(visit.page, f"{language}{seen.path} as {seen.account or 'visitor'}, {setting}")


def _chosen(seen: list[Seen], turn: int) -> list[tuple[Seen, Setting]]:
    """Everybody at every browser, or one of each, in turn."""
    if EVERYTHING:
        return list(itertools.product(seen, BROWSERS))
    return [(seen[turn % len(seen)], BROWSERS[turn % len(BROWSERS)])] if seen else []


@pytest.mark.parametrize("kind", REFUSED)
def test_everyone_can_use_a_form_that_was_refused(arrive: Arrive, pages: Search, kind: str) -> None:
    turn = list(REFUSED).index(kind)
    languages = LANGUAGES if EVERYTHING else [list(LANGUAGES)[turn % len(LANGUAGES)]]
    for language, setting in itertools.product(languages, BROWSERS if EVERYTHING else [BROWSERS[turn % len(BROWSERS)]]):
        visit = arrive(pages.found[kind][0].account, language, setting)
        visit.go(pages.found[kind][0].path)
        act = visit.page.locator("main form[data-action]").first.get_attribute("data-action") or ""
        visit.send(act, REFUSED[kind], status=422)
        require_good(visit.page, f"{kind} refused, {language}, {setting}")
        assert visit.page.locator("[data-error-summary]").count()
        visit.page.close()


@pytest.mark.parametrize("setting", BROWSERS, ids=str)
def test_everyone_can_use_the_page_that_says_it_is_done(arrive: Arrive, setting: Setting) -> None:
    visit = arrive("", "de", setting)
    visit.sign_in("editor")
    if setting.width < WIDE:
        visit.page.locator("header details[data-menu] > summary").click()
    visit.sign_out()
    assert visit.page.locator("[role=status] > *").count()
    require_good(visit.page, "signed out")


def require_good(page: Page, where: str) -> None:
    """Let axe look at the page, then measure it, make it narrow, and set its text further apart."""
    faults = axe(page) + page.evaluate(MEASURES)
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 740})
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"scrolls sideways: {wide} at {width}"] if wide > width else []
    faults += page.evaluate(SPACED)
    assert not faults, "\n".join([where, *faults])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", PICTURED)
def test_a_picture_is_taken(at_hand: AtHand, pages: Search, kind: str, width: int, scheme: str) -> None:
    found = pages.found[kind]
    if not found:
        pytest.skip("nobody is led there, which another test knows of")
    seen = next((one for one in found if one.account == MAIN.get(kind)), found[0])
    visit = at_hand(seen.account, "nl", Setting(width=width, scheme=scheme))
    visit.go(seen.path)
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = FOLDER / f"{kind.replace(':', '-')}-{width}-{scheme}.png"
    visit.page.screenshot(path=made, full_page=True)
    assert made.stat().st_size
    _list_all()


def _list_all() -> None:
    """Write the page to look through; two runs side by side may both do it."""
    found: dict[str, list[Path]] = {}
    for picture in sorted(FOLDER.glob("*.png")):
        found.setdefault(picture.stem.rsplit("-", 2)[0], []).append(picture)
    rows = "".join(
        f"<h2>{escape(name)}</h2><p>"
        + "".join(
            f'<a href="{p.name}"><img src="{p.name}" height="480" loading="lazy" alt="{p.stem}"></a> ' for p in all_
        )
        + "</p>"
        for name, all_ in found.items()
    )
    (FOLDER / "index.html").write_text(
        f'<!doctype html><meta charset="utf-8"><title>Screenshots</title>{rows}', "utf-8"
    )
