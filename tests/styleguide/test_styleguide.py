"""Whoever makes a macro shows it, in its states; and the values of the look stand in one place."""

import re
from pathlib import Path

import pytest
from flask import Flask

from participation import assets
from participation.languages import choose
from participation.styleguide.sample import Sample
from participation.styleguide.views import components, samples

ROOT = Path(__file__).parents[2]
PAGE = "/en/styleguide"
ONE_ENGINE = pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
SHEETS = [path for path in assets.sources(ROOT / "static/css") if path.name not in {"tokens.css", "colours.css"}]
RAW = {
    "colour": re.compile(r"#[0-9a-f]{3,8}\b|%23|\b(rgb|hsl|oklch)a?\(", re.IGNORECASE),
    "space": re.compile(r"\b(margin|padding|gap|inset)[a-z-]*:[^;}]*?\b[1-9][0-9.]*px"),
    "radius": re.compile(r"radius:\s*[^;}v]*[1-9.]"),
    "motion": re.compile(r"(transition|animation)[a-z-]*:[^;}]*\b[0-9.]+m?s\b"),
}
# Arguments that change what an element is called, sends or fetches, and nothing of what one sees.
UNSEEN = {"about", "act", "attrs", "download", "form", "hook", "name", "options_url", "value"}
UNSEEN_OF = {"progress": {"look"}}
IMPORT = re.compile(r'{% from "components/(\w+)\.html" import ([^%]*?) %}')
# What a page would write if it drew a component by itself.
BY_HAND = re.compile(
    r'<a class="button|class="(panel|chip|banner|meter|empty|card|crumbs|tabs|steps|pagination|error-summary)["{ ]'
)
FACTS = '{% from "components/facts.html" import facts %}{{ facts([("Where", value)]) }}'
# Lists of panels, each a row with its acts.
IN_A_LIST = {"templates/organisations/left.html": 1}


@ONE_ENGINE
@pytest.mark.parametrize(
    ("value", "kept"), [("lena@demo.example", True), ("https://demo.example", True), ("in the evening", False)]
)
def test_an_address_among_facts_keeps_its_letters(app: Flask, value: str, kept: bool) -> None:  # noqa: FBT001  # a table
    with app.test_request_context(PAGE):
        shown = app.jinja_env.from_string(FACTS).render(value=value)
    assert (f"<bdi>{value}</bdi>" in shown) is kept


@ONE_ENGINE
def test_every_macro_has_a_sample(app: Flask) -> None:
    with app.test_request_context(PAGE):
        choose("en")
        shown = samples("en")
    assert set(components()) == set(shown), "give the macro a row in participation/styleguide"
    assert all(shown.values())


@ONE_ENGINE
def test_the_samples_of_a_macro_show_all_that_it_can_be_asked_for(app: Flask) -> None:
    with app.test_request_context(PAGE):
        choose("en")
        for name, shown in samples("en").items():
            macro = getattr(app.jinja_env.get_template(f"components/{name}.html").module, name)
            given = {argument for sample in shown for argument in sample.values}
            unshown = set(macro.arguments) - given - UNSEEN_OF.get(name, set())
            assert unshown - (UNSEEN if name != "network" else set()) == set(), f"{name}: a sample for each"


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/**/*.html")), ids=lambda path: path.stem)
def test_a_page_takes_the_macro_that_its_file_is_named_after(path: Path) -> None:
    if path.parent.name == "components":
        return  # which may share a part, as the shapes of pillars are
    for file, names in IMPORT.findall(path.read_text("utf-8")):
        assert [one.split(" as ")[0].strip() for one in names.split(",")] == [file]


@ONE_ENGINE
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_sample_is_on_the_page_once(app: Flask, language: str) -> None:
    page = app.test_client().get(f"/{language}/styleguide").get_data(as_text=True)
    assert re.findall(r'data-component="([a-z_]+)"', page) == components()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    with app.test_request_context(PAGE):
        choose(language)
        number = sum(len(rows) for rows in samples(language).values())
    assert page.count('<div class="sample">') == number


@ONE_ENGINE
def test_a_macro_without_its_element_around_it_would_be_noticed(app: Flask) -> None:
    sample = Sample("one", {"text": "<b>"}, ("ul.cards", "li"))
    drawn = sample.drawn(app.jinja_env.get_template("components/language_note.html").module.language_note)  # type: ignore[attr-defined]  # a macro
    assert drawn.startswith('<ul class="cards"><li class=""><p class="language-note">')
    assert "&lt;b&gt;" in drawn


@ONE_ENGINE
@pytest.mark.parametrize("scheme", assets.SCHEMES)
def test_the_page_shows_any_scheme_whatever_the_reader_has(app: Flask, scheme: str) -> None:
    client = app.test_client()
    assert f"scheme-{scheme}" in client.get(f"{PAGE}?scheme={scheme}").get_data(as_text=True)
    assert 'scheme-"' not in client.get(f'{PAGE}?scheme="><b>').get_data(as_text=True)
    assets.build()
    sheet = (assets.STATIC / "dist" / "schemes.css").read_text("utf-8")
    rule = re.search(rf"\.scheme-{scheme}\{{([^}}]*)\}}", sheet)
    assert rule
    values = dict(re.findall(r"--([a-z0-9-]+):([^;]+)", rule[1]))
    assert values["paper"] == {"dark": "#10191f", "dark-contrast": "#000000"}.get(scheme, "#ffffff")
    assert {"accent", "citizens", "ink", "radius"} <= set(values)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_sheet_holds_a_value_of_its_own(path: Path) -> None:
    sheet = assets.without_comments(path.read_text("utf-8"))
    assert {what: shape.search(sheet) for what, shape in RAW.items() if shape.search(sheet)} == {}


def test_a_raw_value_would_be_noticed() -> None:
    wrong = {
        "colour": "a{color:#fff}", "space": "a{margin:0 4px}", "radius": "a{border-radius:.5rem}",
        "motion": "a{transition:color .2s}",
    }  # fmt: skip
    assert all(shape.search(wrong[what]) for what, shape in RAW.items())


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("templates/*/**/*.html")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_pages_draw_components_by_their_macros(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    if name.startswith(("templates/components/", "templates/emails/", "templates/styleguide/")):
        return
    assert len(BY_HAND.findall(path.read_text("utf-8"))) == IN_A_LIST.get(name, 0)
