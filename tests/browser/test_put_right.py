"""After a refusal the focus is on what is to be put right, and each of its links leads into the field it names."""

import pytest

from tests.browser.conftest import Arrive
from tests.browser.server import Site
from tests.browser.visit import PHONE, WITHOUT_SCRIPTS, Setting

pytestmark = pytest.mark.browser
SUMMARY = "[data-error-summary]"
FOCUSED = "document.activeElement.closest('[data-error-summary]') !== null"


@pytest.mark.parametrize("setting", [PHONE, WITHOUT_SCRIPTS], ids=["with scripts", "without"])
@pytest.mark.parametrize("act", ["join", "co-sign"])
def test_every_link_of_the_summary_leads_into_its_field(arrive: Arrive, site: Site, act: str, setting: Setting) -> None:
    visit = arrive("" if act == "join" else "bin", "fr", setting)
    visit.go("/join" if act == "join" else f"/initiatives/{site.references('consultation')[-1]}/co-sign")
    visit.send(visit.page.locator("main form[data-action]").first.get_attribute("data-action") or "", status=422)
    if setting is PHONE:
        visit.page.wait_for_function(FOCUSED)
    links = visit.page.locator(f"{SUMMARY} a")
    assert links.count() >= (5 if act == "join" else 1)
    for number in range(links.count()):
        where = (links.nth(number).get_attribute("href") or "").removeprefix("#")
        field = visit.page.locator(f'[id="{where}"]')
        assert field.count() == 1, where
        links.nth(number).click()
        if setting is PHONE:
            assert field.evaluate("e => e === document.activeElement || e.contains(document.activeElement)"), where
        assert field.evaluate("e => e.checkVisibility()"), where
