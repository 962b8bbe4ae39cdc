"""On paper a usual initiative and every poster fit one sheet, and show nothing that could be pressed."""

import re

import pytest
from playwright.sync_api import ViewportSize

from participation.initiatives.vocabulary import LONGEST
from participation.tongues import LANGUAGES
from tests.browser.conftest import Arrive
from tests.browser.server import Site

pytestmark = pytest.mark.browser
SHEET = re.compile(rb"/Type\s*/Page\b")
INSIDE_MARGINS: ViewportSize = {"width": 688, "height": 1032}  # of A4, in CSS pixels
TO_PRESS = ".top nav, .menu, main form, main .button, .actions, .network, #conversation"


USUAL = (
    ("", "/initiatives/?q=kazerne&state=published"), ("fire", "/initiatives/?q=kazerne&state=published"),
    ("", "/initiatives/?q=ploegen&state=concluded"), ("fire", "/initiatives/?q=ploegen&state=concluded"),
    ("fire", "/initiatives/?state=consultation"),
)  # fmt: skip


@pytest.mark.parametrize(("account", "found"), USUAL)
def test_a_usual_initiative_is_one_sheet(arrive: Arrive, account: str, found: str) -> None:
    visit = arrive(account, "nl")
    visit.go(found)
    visit.leave_by(visit.page.locator("main .card a").first)
    assert len(SHEET.findall(visit.page.pdf(format="A4", prefer_css_page_size=True))) == 1
    visit.page.emulate_media(media="print")
    assert not [one for one in visit.page.locator(TO_PRESS).all() if one.is_visible()]
    assert visit.page.locator("h1").is_visible()
    assert visit.page.locator(".asks").is_visible()


def test_the_drawing_of_the_network_stays_on_the_screen(arrive: Arrive) -> None:
    visit = arrive()
    visit.go("/")
    visit.page.emulate_media(media="print")
    assert not [one for one in visit.page.locator(TO_PRESS).all() if one.is_visible()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_poster_is_one_sheet_with_nothing_but_itself(arrive: Arrive, site: Site, language: str) -> None:
    visit = arrive("", language)
    for reference in site.references("published"):
        visit.go(f"/initiatives/{reference}/poster")
        visit.page.locator("[data-print]").wait_for()  # visible, once the script has come
        assert len(SHEET.findall(visit.page.pdf(format="A4", prefer_css_page_size=True))) == 1
    visit.page.emulate_media(media="print")
    assert not [one for one in visit.page.locator(f"{TO_PRESS}, .top, .foot").all() if one.is_visible()]
    assert visit.page.locator(".poster img").evaluate("one => one.complete && one.naturalWidth > 0")


def test_the_longest_poster_fits_its_sheet(arrive: Arrive, site: Site) -> None:
    visit = arrive("", "de")
    visit.go(f"/initiatives/{site.references('published')[0]}/poster")
    visit.page.evaluate(
        """longest => {
          const words = n => "Sicherheitsgespräche in der Nachbarschaft ".repeat(20).slice(0, n);
          document.querySelector(".poster").classList.add("full");
          document.querySelector(".poster h1").className = "long longest";
          document.querySelector(".poster h1").textContent = words(longest.title);
          document.querySelector(".poster .lead").textContent = words(longest.summary);
          document.querySelector(".poster dd span").textContent = words(longest.room);
        }""",
        LONGEST,
    )
    assert len(SHEET.findall(visit.page.pdf(format="A4", prefer_css_page_size=True))) == 1
    visit.page.emulate_media(media="print")
    visit.page.set_viewport_size(INSIDE_MARGINS)
    assert visit.page.locator(".poster").evaluate("one => one.scrollHeight <= one.clientHeight")
