"""The act at the thumb covers nothing that has the focus (WCAG 2.4.11); what a device asks for is obeyed."""

from dataclasses import replace

import pytest

from participation.tongues import LANGUAGES
from tests.browser.conftest import Arrive
from tests.browser.server import Site
from tests.browser.visit import PHONE, Setting

pytestmark = pytest.mark.browser
SMALL = Setting(width=360, height=740)
COVERED = """() => {
  const focused = document.activeElement, box = focused.getBoundingClientRect();
  if (focused === document.body) return "";
  const fixed = [...document.querySelectorAll(".sticky, .actions, dialog[open]")]
    .filter(e => !e.contains(focused) && ["fixed", "sticky"].includes(getComputedStyle(e).position));
  const over = fixed.map(e => e.getBoundingClientRect())
    .find(one => box.bottom > one.top + 1 && box.top < one.bottom - 1);
  return over || box.bottom <= 0 || box.top >= innerHeight ? focused.outerHTML.slice(0, 160) : "";
}"""
OFF_LINE = """() => {
  const middle = (e) => { const box = e.getBoundingClientRect(); return box.top + box.height / 2; };
  return Math.abs(middle(document.querySelector(".menu summary")) - middle(document.querySelector(".langs a")));
}"""
MOVES = """() => [document.documentElement, ...document.querySelectorAll("body *")].filter(e => {
  const style = getComputedStyle(e);
  const lasts = (times) => times.split(",").some(one => parseFloat(one) > 0);
  return lasts(style.transitionDuration) || style.animationName !== "none" || style.scrollBehavior === "smooth";
}).length"""
INVISIBLE = """() => [...document.querySelectorAll("a, button, summary, h1, h2, p")].filter(e => {
  const style = getComputedStyle(e);
  const seen = e.checkVisibility() && !e.closest(".hidden, .skip, svg") && e.textContent.trim();
  return seen && style.color === style.backgroundColor;
}).map(e => e.outerHTML.slice(0, 120))"""


UNFOLD = "for (const e of document.querySelectorAll('main details')) e.open = true"


def stops(arrive: Arrive, account: str, path: str) -> list[str]:
    """Press Tab through a whole page on a telephone, unfolded, and back a little; list what was covered."""
    visit = arrive(account, "en", SMALL)
    visit.go(path)
    visit.page.wait_for_load_state("networkidle")
    visit.page.evaluate(UNFOLD)
    wrong = []
    number = visit.page.locator("a[href], button, input, select, textarea, summary").and_(
        visit.page.locator(":visible")
    )
    for key in ["Tab"] * number.count() + ["Shift+Tab"] * 12:
        visit.page.keyboard.press(key)
        wrong.append(visit.page.evaluate(COVERED))
    return [one for one in wrong if one]


def test_the_act_at_the_thumb_covers_nothing_with_the_focus(arrive: Arrive, site: Site) -> None:
    asked = f"/initiatives/{site.references('consultation')[-1]}"
    visit = arrive("bin", "en", SMALL)
    visit.go(asked)
    assert visit.page.locator(".sticky").count() == 1  # else this shows nothing
    assert stops(arrive, "bin", asked) == []


@pytest.mark.parametrize(
    ("account", "path"), [("", "/join"), ("", "/initiatives/"), ("youth", "/workspace/"), ("moderator", "/account/")]
)
def test_nothing_covers_the_field_one_is_in(arrive: Arrive, account: str, path: str) -> None:
    assert stops(arrive, account, path) == []


def test_a_visitor_reads_on_at_what_a_filter_found_and_what_one_came_for_is_at_the_thumb(
    arrive: Arrive, site: Site
) -> None:
    visit = arrive("", "de", PHONE)
    for path, name in (("/initiatives/", "state"), ("/organisations/", "pillar"), ("/network", "pillar")):
        visit.go(path)
        if visit.page.locator("details[data-filters]").count():
            visit.page.locator("details[data-filters] > summary").tap()
        field = visit.page.locator(f"main form [name={name}]")
        field.select_option(index=2)
        visit.leave_by(field.locator("xpath=ancestor::form").locator("button"))
        found = visit.page.locator("#results").bounding_box()
        assert found is not None
        assert -1 <= found["y"] < PHONE.height / 4, path
    visit.go(f"/initiatives/{site.references('published')[0]}")
    act = visit.page.locator("main .sticky a[data-action=tell-me]").bounding_box()
    assert act is not None
    assert PHONE.height / 2 < act["y"] + act["height"] <= PHONE.height


@pytest.mark.parametrize("scripts", [True, False])
def test_a_moderator_on_a_telephone_decides_without_passing_the_whole_case(
    arrive: Arrive, site: Site, *, scripts: bool
) -> None:
    visit = arrive("moderator", "fr", replace(PHONE, scripts=scripts))
    for path in (f"/desk/{site.references('submitted')[0]}", "/desk/organisations/jeugdraad-leieboord"):
        visit.go(path)
        link, acts = visit.page.locator("main .sticky a[data-action=to-decide]"), visit.page.locator("#decide .acts")
        box = link.bounding_box()
        assert box is not None
        assert PHONE.height / 2 < box["y"] + box["height"] <= PHONE.height
        link.tap()
        found = acts.bounding_box()
        assert found is not None
        assert 0 <= found["y"] < PHONE.height / 2, path
    wide = arrive("moderator", "fr")
    wide.go(path)
    assert not wide.page.locator("[data-action=to-decide]").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_one_is_stands_on_one_line_of_a_telephone(arrive: Arrive, language: str) -> None:
    visit = arrive("", language, SMALL)
    for path in ("/network", "/map", "/organisations/jeugdraad-leieboord"):
        visit.go(path)
        crumbs = visit.page.locator(".crumbs ol")
        if crumbs.count():
            assert crumbs.evaluate("e => e.getBoundingClientRect().height") < 60, path


@pytest.mark.parametrize("account", ["", "youth", "moderator"])
def test_the_menu_stands_in_line_with_the_languages(arrive: Arrive, account: str) -> None:
    visit = arrive(account, "fr", SMALL)
    visit.go("/organisations/")
    assert visit.page.evaluate(OFF_LINE) <= 1


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("", "/"), ("", "/initiatives/"), ("", "/network"), ("", "/map"), ("", "/statistics"), ("", "/join"),
        ("", "/styleguide"), ("youth", "/workspace/"), ("moderator", "/desk/"), ("moderator", "/desk/waiting-times"),
    ],
)  # fmt: skip
def test_who_wants_no_motion_sees_none_and_own_colours_hide_nothing(arrive: Arrive, account: str, path: str) -> None:
    visit = arrive(account, "nl", SMALL)  # every browser of these tests asks for reduced motion
    visit.go(path)
    assert visit.page.evaluate(MOVES) == 0
    for scheme in ("light", "dark"):
        visit.page.emulate_media(forced_colors="active", color_scheme=scheme)
        assert visit.page.evaluate(INVISIBLE) == []
