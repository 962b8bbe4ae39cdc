"""Every page can be used by everyone: axe, sizes and widths, on each page of the URL map in each language.

Their pictures are taken here as well: to find where the pages are costs as much as to look at a hundred, so all that
needs them stands in one file, and one worker does it.
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from participation.languages import SOURCE
from participation.notifications.samples import NAMES
from participation.tongues import LANGUAGES
from tests.browser import pictures
from tests.browser.axe import axe
from tests.browser.conftest import Arrive, AtHand, Cookies, mapped, sitting_down
from tests.browser.pages import NOT_LED_TO, Search, Seen, kinds
from tests.browser.server import Site, copied
from tests.browser.untranslated import known, plain
from tests.browser.visit import DESKTOP, Setting, Value, Watch
from tests.conftest import EVERYTHING

pytestmark = pytest.mark.browser
KINDS = kinds(mapped())
BROWSERS = [Setting(width=width, scheme=scheme) for width in (360, 1280) for scheme in ("light", "dark")]
NARROW = (320, 360)
TABLET = Setting(width=768)
WIDE = 992  # from here on the menu is not folded
TONGUE = Path(__file__).with_name("tongue.js").read_text("utf-8")
MEASURES = Path(__file__).with_name("measures.js").read_text("utf-8")
READING = Path(__file__).with_name("reading.js").read_text("utf-8")
SPACED = Path(__file__).with_name("spaced.js").read_text("utf-8")
MAIN = {
    "portal.home": "", "portal.index": "", "portal.initiative": "", "portal.organisations": "",
    "portal.organisation": "", "accounts.sign_in": "", "drafting.workspace": "youth", "drafting.edit": "youth",
    "initiatives.form:conclude": "youth", "cosigning.form:co-sign": "fire", "moderation.desk": "moderator",
    "initiatives.form:open-consultation": "moderator", "initiatives.form:request-changes": "moderator",
}  # fmt: skip
# What no link leads to, and is said all the same.
FOR_MAKERS = {"styleguide.styleguide"}  # names of macros, samples in every length
UNLED = {
    "no such page": [Seen("", "/nowhere")],
    "used in another way": [Seen("youth", "/sign-out")],
    "mails": [Seen("", f"/mails/{kind}/html") for kind in NAMES],
}
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


READ = list(itertools.product(KINDS, LANGUAGES))


@pytest.mark.parametrize(("kind", "language"), READ)
def test_everyone_can_use_every_page(at_hand: AtHand, pages: Search, kind: str, language: str) -> None:
    turn = KINDS.index(kind) // len(LANGUAGES) + list(LANGUAGES).index(language)
    for seen, setting in _chosen(pages.found[kind], turn):
        visit = at_hand(seen.account, language, setting)
        visit.go(seen.path)
        require_good(visit.page, f"{language}{seen.path} as {seen.account or 'visitor'}, {setting}")


def _chosen(seen: list[Seen], turn: int) -> list[tuple[Seen, Setting]]:
    """Everybody at every browser where there is time; else one of each in turn, so that all are met over the pages."""
    if EVERYTHING:
        return list(itertools.product(seen, BROWSERS))
    return [(seen[turn % len(seen)], BROWSERS[turn % len(BROWSERS)])] if seen else []


@pytest.mark.parametrize("kind", REFUSED)
def test_everyone_can_use_a_form_that_was_refused(arrive: Arrive, pages: Search, site: Site, kind: str) -> None:
    turn = list(REFUSED).index(kind)
    languages = LANGUAGES if EVERYTHING else [list(LANGUAGES)[turn % len(LANGUAGES)]]
    for language, setting in itertools.product(languages, BROWSERS if EVERYTHING else [BROWSERS[turn % len(BROWSERS)]]):
        site.forget_failures()
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


UNFOLD = """() => { for (const e of document.querySelectorAll("main details:not([open])")) {
  e.open = true; e.dataset.unfolded = ""; } }"""
FOLD = """() => { for (const e of document.querySelectorAll("[data-unfolded]")) {
  e.open = false; delete e.dataset.unfolded; } }"""


def require_good(page: Page, where: str) -> None:
    """Measure the page, let axe look at all that it can show, make it narrow, and set its text further apart."""
    faults = page.evaluate(MEASURES) + page.evaluate(READING)
    page.evaluate(UNFOLD)  # what appears only when somebody presses is looked at with all that was there before
    faults += axe(page)
    page.evaluate(FOLD)
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 740})
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"scrolls sideways: {wide} at {width}"] if wide > width else []
    faults += page.evaluate(SPACED)
    assert not faults, "\n".join([where, *faults])


BROKEN = """() => [...document.querySelectorAll(".pillars strong")].flatMap(e => {
  const text = e.firstChild, range = document.createRange();
  return [...text.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return new Set([...range.getClientRects()].map(box => box.top)).size > 1;
  }).map(([word]) => word);
})"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_pillar_is_broken_on_a_wide_screen(at_hand: AtHand, language: str) -> None:
    visit = at_hand("", language, DESKTOP)
    visit.go("/")
    assert visit.page.locator(".pillars strong").count() == 5
    assert visit.page.evaluate(BROKEN) == []


@pytest.mark.parametrize(("kind", "column"), [("moderation.hand_over_form", ".narrow"), ("moderation.desk", ".block")])
def test_a_list_to_choose_from_is_as_wide_as_its_words(at_hand: AtHand, pages: Search, kind: str, column: str) -> None:
    visit = at_hand(pages.found[kind][0].account, "nl", DESKTOP)
    visit.go(pages.found[kind][0].path)
    field = visit.page.locator(f"main {column} [name=colleague]")
    around = field.locator(f"xpath=ancestor::*[contains(@class, '{column[1:]}')][1]")
    widths = [one.bounding_box() or {"width": 0.0} for one in (field, around)]
    assert 0 < widths[0]["width"] < widths[1]["width"] * 2 / 3


@pytest.mark.parametrize("kind", ["moderation.case", "moderation.organisation", "portal.initiative"])
def test_the_act_at_the_thumb_reaches_from_edge_to_edge(at_hand: AtHand, pages: Search, kind: str) -> None:
    seen = next(one for one in pages.found[kind] if one.account in {"", "moderator"})
    visit = at_hand(seen.account, "nl", TABLET)
    visit.go(seen.path)
    box = visit.page.locator("main .sticky").first.bounding_box() or {"width": 0.0}
    assert box["width"] == TABLET.width


@pytest.mark.parametrize("setting", pictures.BROWSERS, ids=str)
@pytest.mark.parametrize("kind", PICTURED)
def test_a_picture_is_taken(at_hand: AtHand, pages: Search, kind: str, setting: Setting) -> None:
    found = pages.found[kind]
    if not found:
        pytest.skip("nobody is led there, which another test knows of")
    seen = next((one for one in found if one.account == MAIN.get(kind)), found[0])
    visit = at_hand(seen.account, pictures.LANGUAGE, setting)
    visit.go(seen.path)
    pictures.take(visit, kind)


@pytest.fixture(scope="session")
def nobodys(
    site: Site, pages: Search, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:  # copied when all are found
    """The site as it stands, in a language that nobody speaks."""
    with copied(site, tmp_path_factory.mktemp("nobodys")) as running:
        yield running


@pytest.fixture(scope="session")
def typed(nobodys: Site) -> list[str]:
    return known(nobodys)


@pytest.fixture(scope="session")
def looking(chromium: Browser, nobodys: Site, cookies: Cookies) -> Iterator[Callable[[str], Page]]:
    """A tab at that site for each account."""
    with sitting_down(chromium, Watch(nobodys.origin), cookies) as arrive:
        kept: dict[str, Page] = {}

        def one(account: str) -> Page:
            if account not in kept:
                kept[account] = arrive(account).page
            return kept[account]

        yield one


@pytest.mark.parametrize("kind", [kind for kind in (*KINDS, *UNLED) if kind not in FOR_MAKERS])
def test_all_that_is_said_can_be_translated_and_has_room_for_longer_words(
    looking: Callable[[str], Page], pages: Search, nobodys: Site, typed: list[str], kind: str
) -> None:
    seen = UNLED.get(kind) or list({one.account: one for one in reversed(pages.found[kind])}.values())
    for account, path in seen if EVERYTHING else seen[:1]:
        page = looking(account)
        page.goto(f"{nobodys.origin}/{SOURCE}{path}")
        faults = plain(page.evaluate(TONGUE, True), typed)  # noqa: FBT003  # a script's argument
        for width in (DESKTOP.width, 360):
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{width}: {fault}" for fault in page.evaluate(TONGUE, False)]  # noqa: FBT003  # the same
        assert not faults, "\n".join([f"{path} as {account or 'visitor'}", *faults])
