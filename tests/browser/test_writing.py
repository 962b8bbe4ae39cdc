"""What a script adds for whoever writes: the text as it will be read, places while one types, and nothing lost."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.axe import axe
from tests.browser.conftest import Arrive
from tests.browser.visit import Visit

pytestmark = pytest.mark.browser
TITLE = "Soep met de nachtploeg"
BODY = "We *luisteren* eerst.\n\n<script>document.title = 'taken'</script>\n\n- soep\n- brood"


def begin(visit: Visit, step: str) -> Page:
    """Begin a draft, and open one step of its editor."""
    visit.go("/initiatives/new")
    visit.send("create", {"title": TITLE, "language": "nl"})
    page = visit.page
    page.goto(f"{page.url.partition('?')[0]}?step={step}")
    page.wait_for_load_state("networkidle")
    return page


def test_the_text_is_previewed_saved_by_itself_and_not_left_by_mistake(arrive: Arrive) -> None:
    page = begin(arrive("youth"), "text")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("[name=body]").fill(BODY)
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.assign('/en/'))")  # not saved yet: the page asks, and one stays
    assert page.locator("[name=body]").input_value() == BODY

    page.locator("[data-preview-for=body] button").click()
    shown = page.locator("[data-preview-for=body] .preview-out")
    expect(shown.locator("em")).to_have_text("luisteren")
    assert shown.locator("li").all_inner_texts() == ["soep", "brood"]
    assert shown.locator("script").count() == 0
    assert "taken" not in page.title()
    assert axe(page) == []

    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    page.goto(page.url)  # now there is nothing to ask about
    assert asked == ["beforeunload"]
    assert page.locator("[name=body]").input_value() == BODY


def test_a_place_is_proposed_while_one_types_and_chosen_with_the_keys(arrive: Arrive) -> None:
    page = begin(arrive("youth"), "dialogue")
    field = page.locator("[name=municipality]")
    field.press_sequentially("Luik")
    proposed = page.locator("[role=option]")
    expect(proposed.first).to_be_visible()
    assert field.get_attribute("aria-expanded") == "true"
    assert axe(page) == []
    first = proposed.first.inner_text()
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == proposed.first.get_attribute("id")
    field.press("Enter")
    expect(proposed.first).to_be_hidden()
    assert field.input_value() == first
    assert first in {"Luik", "Liège"}
    field.press("End")
    field.press("Backspace")
    expect(proposed.first).to_be_visible()
    field.press("Escape")
    expect(proposed.first).to_be_hidden()
