"""The whole story of one initiative, told by a proposer, a moderator, three partners and a visitor."""

import re
from collections.abc import Iterable

import pytest

from tests.browser.axe import axe
from tests.browser.conftest import Arrive
from tests.browser.texts import TOLD, Told
from tests.browser.visit import DESKTOP, KEYBOARD, PHONE, WITHOUT_SCRIPTS, Setting, Value, Visit
from tests.conftest import EVERYTHING

pytestmark = pytest.mark.browser
PARTNERS = {"fire": "2", "wardens": "0", "bin": "0"}  # of two pillars; how many people each brings
CHECKS = "main form [name^=check-]"
# Interface, language of the text, browser: each interface language once, and each way of working once.
STORIES = [
    pytest.param("nl", "nl", DESKTOP, id="nl"),
    pytest.param("fr", "nl", WITHOUT_SCRIPTS, id="fr-without-scripts"),
    pytest.param("de", "fr", PHONE, id="de-phone"),
    pytest.param("en", "de", KEYBOARD, id="en-keyboard"),
]
if EVERYTHING:
    STORIES += [
        pytest.param(language, language, setting, id=f"{language}-{name}-too")
        for language in TOLD
        for name, setting in (
            ("desktop", DESKTOP),
            ("phone", PHONE),
            ("keyboard", KEYBOARD),
            ("plain", WITHOUT_SCRIPTS),
        )
    ]


@pytest.mark.parametrize(("interface", "written", "setting"), STORIES)
def test_the_whole_story(arrive: Arrive, interface: str, written: str, setting: Setting) -> None:
    told = TOLD[written]
    youth, desk, visitor, fire, wardens, bin_centre = (arrive("", interface, setting) for _who in range(6))
    if setting is DESKTOP:  # ASKS 6: some faults appear only after a press
        for person in (youth, desk, visitor, fire, wardens, bin_centre):
            person.look = axe
    _enter({"youth": youth, "moderator": desk, "fire": fire, "wardens": wardens, "bin": bin_centre})
    reference = _draft(youth, told, written)
    for person in (desk, visitor, fire, wardens, bin_centre):
        person.reference = reference
    _come_back(arrive("youth", interface, setting), youth, told)
    _submit(youth)
    _ask_for_changes(desk, told)
    _revise(youth, told)
    _open(desk)
    _co_sign([fire, wardens, bin_centre], told)
    _see_what_was_found(youth)
    visitor.go(f"/initiatives/{reference}", status=404)
    _translate(youth, told, written)
    _publish(desk)
    _find(visitor, told, written)
    _conclude(youth, told)
    visitor.open()
    assert visitor.state() == "concluded"
    assert told.agreed in visitor.page.locator("main").inner_text()


def _enter(people: dict[str, Visit]) -> None:
    for account, visit in people.items():
        visit.sign_in(account)


def _everything(told: Told) -> dict[str, Value]:
    return {"title": told.title} | told.fields


def _draft(youth: Visit, told: Told, written: str) -> str:
    youth.go("/workspace/")
    youth.follow("create")
    youth.send("create", {"language": written, "title": told.title})
    found = re.search(r"/initiatives/([0-9]{4}-[0-9]{4,5})/edit", youth.page.url)
    assert found is not None, youth.page.url
    youth.reference = found[1]
    youth.write(_everything(told))
    return youth.reference


def _come_back(again: Visit, before: Visit, told: Told) -> None:
    """At another browser, by the workspace: not a word is lost."""
    again.reference = before.reference
    before.go("/")
    again.go("/workspace/")
    again.leave_by(again.page.locator(f'main a[href*="/initiatives/{again.reference}"]').first)
    again.open()
    again.follow("edit")
    again.reread(_everything(told))


def _submit(youth: Visit) -> None:
    youth.open()
    assert youth.state() == "draft"
    youth.follow("submit")
    youth.send("submit")
    assert youth.page.url.endswith(f"/initiatives/{youth.reference}/receipt")
    assert youth.reference in youth.page.locator("main").inner_text()
    youth.open()
    assert youth.state() == "submitted"
    assert "submit" not in youth.acts()


def _ask_for_changes(desk: Visit, told: Told) -> None:
    desk.go("/desk/")
    assert desk.page.locator(f'main a[href*="{desk.reference}"]').count()
    desk.open()
    desk.follow("request-changes")
    desk.send("request-changes", status=422)
    desk.send("request-changes", {"remarks-title": told.remark})


def _revise(youth: Visit, told: Told) -> None:
    youth.open()
    assert youth.state() == "changes_requested"
    youth.follow("edit")
    assert told.remark in youth.page.locator("main").inner_text()
    youth.write({"title": told.better_title})
    youth.open()
    youth.follow("submit")
    youth.send("submit")
    youth.open()
    assert youth.state() == "submitted"


def _open(desk: Visit) -> None:
    desk.open()
    desk.follow("open-consultation")
    lines = desk.page.locator(CHECKS).evaluate_all("all => all.map(e => e.name)")
    assert lines
    desk.send("open-consultation", dict.fromkeys(lines, True))
    desk.open()
    assert desk.state() == "consultation"


def _co_sign(partners: Iterable[Visit], told: Told) -> None:
    for partner, brought in zip(partners, PARTNERS.values(), strict=True):
        partner.open()
        partner.follow("comment")
        partner.send("comment", {"text": told.comment, "scope": "public"})
        partner.open()
        partner.follow("co-sign")
        partner.send("co-sign", status=422)
        promised: dict[str, Value] = {"mandate": True, "statement": told.statement}
        partner.send("co-sign", promised | ({"commitments-0-number": brought} if brought != "0" else {}))
        partner.open()
        assert "co-sign" not in partner.acts()


def _see_what_was_found(youth: Visit) -> None:
    youth.open()
    assert youth.page.locator('main [data-found="2"][data-wanted="3"]').count()
    assert youth.page.locator("main [data-organisation]").count() >= len(PARTNERS)


def _translate(youth: Visit, told: Told, written: str) -> None:
    for language in {"nl", "fr"} - {written}:
        title, summary = told.translations[language]
        youth.open()
        youth.follow("translate")
        if youth.form("translate").locator("[name=language]").input_value() != language:
            youth.leave_by(youth.page.locator(f'main a[href*="/translate?to={language}"]'))
        youth.send("translate", {"title": title, "summary": summary})


def _publish(desk: Visit) -> None:
    desk.open()
    desk.follow("publish")
    desk.send("publish")
    desk.open()
    assert desk.state() == "published"


def _find(visitor: Visit, told: Told, written: str) -> None:
    """By a word of the text; then by filters alone."""
    for wanted in (
        {"q": told.word},
        {
            "municipality": str(told.fields["municipality"]),
            "audience": "elderly",
            "language": written,
            "state": "published",
        },
    ):
        visitor.go("/initiatives/")
        search = visitor.page.locator("main form[role=search]")
        if not search.locator("[name=q]").is_visible():
            visitor.hands.press(visitor.page.locator("main details[data-filters] > summary"))
        for name, value in wanted.items():
            control = search.locator(f'[name="{name}"]')
            choose = (
                visitor.hands.choose if control.evaluate("e => e.type.startsWith('select')") else visitor.hands.write
            )
            choose(control, value)
        visitor.leave_by(search.locator("button:not([type=button])").first)
        card = visitor.page.locator(f'main [data-reference="{visitor.reference}"]')
        assert card.count() == 1
        visitor.leave_by(card.locator("a").first)
        assert visitor.state() == "published"


def _conclude(youth: Visit, told: Told) -> None:
    youth.open()
    youth.follow("conclude")
    youth.send("conclude", {"outcome": "took_place", "agreed": told.agreed}, status=422)  # its day is still to come
    youth.send("conclude", {"outcome": "did_not_take_place", "agreed": told.agreed})
