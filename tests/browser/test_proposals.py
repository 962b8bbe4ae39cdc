"""A field that proposes places says whether its list is open and which one is marked, and is used by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe
from tests.browser.conftest import Arrive
from tests.browser.visit import DESKTOP, PHONE, Setting

pytestmark = pytest.mark.browser
MARKED = """e => {
  const one = document.getElementById(e.getAttribute("aria-activedescendant") ?? "");
  return one && one.checkVisibility() && one.ariaSelected === "true" ? one.textContent : "";
}"""


@pytest.mark.parametrize("setting", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_asks_6_a_list_of_places_has_its_state_and_needs_no_mouse(arrive: Arrive, setting: Setting) -> None:
    visit = arrive("", "fr", setting)
    visit.go("/join")
    field = visit.page.locator("input[data-options-url]")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.focus()
    field.press_sequentially("lieg")  # without its mark
    expect(field).to_have_attribute("aria-expanded", "true")
    assert axe(visit.page) == []
    assert field.evaluate(MARKED) == ""
    field.press("ArrowDown")
    assert "Liège" in field.evaluate(MARKED)
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("lieg")  # what was typed stays
    field.press("e")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowUp")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("Liège")
    expect(field).to_be_focused()
    assert visit.page.url.endswith("/fr/join")  # nothing was sent
