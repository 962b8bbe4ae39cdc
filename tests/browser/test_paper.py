"""On paper a usual initiative fits one sheet, and shows nothing that could be pressed."""

import re

import pytest

from tests.browser.conftest import Arrive

pytestmark = pytest.mark.browser
SHEET = re.compile(rb"/Type\s*/Page\b")
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
