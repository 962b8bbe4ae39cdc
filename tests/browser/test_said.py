"""After an act one reads on at what was said about it, with scripts and without."""

from dataclasses import replace

import pytest

from tests.browser.conftest import Arrive
from tests.browser.server import Site
from tests.browser.visit import PHONE, Setting

pytestmark = pytest.mark.browser
IN_SIGHT = """e => {
  const box = e.getBoundingClientRect();
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.top >= 0 && box.bottom <= innerHeight && e.contains(above);
}"""
MESSAGE = ".flashes .banner"


@pytest.mark.parametrize("setting", [PHONE, replace(PHONE, scripts=False)])
def test_the_message_has_the_focus_and_what_was_written_is_there_below_it(
    arrive: Arrive, site: Site, setting: Setting
) -> None:
    visit = arrive("fire", "fr", setting)
    visit.go("/account/")
    visit.send("account", {"name": ""}, status=422)
    assert visit.page.locator("[data-error-summary] h2").evaluate("e => e === document.activeElement")
    visit.send("account", {"name": "Fatima Brand"})
    assert visit.page.locator(MESSAGE).evaluate(IN_SIGHT)
    assert visit.page.locator(".flashes").evaluate("e => e === document.activeElement")
    visit.go(f"/initiatives/{site.references('consultation')[-1]}/comment")
    visit.send("comment", {"text": f"Nous venons à deux, {setting.scripts}.", "scope": "partners"})
    written = visit.page.locator(".comment:target")
    assert written.evaluate("e => e === document.activeElement")
    assert written.locator("p").first.evaluate(IN_SIGHT)
    assert visit.page.locator(MESSAGE).evaluate(IN_SIGHT)
