"""Pages that no link of the site leads to are looked at as all others are: brought about, on a copy of the site."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from participation.tongues import LANGUAGES
from tests.browser import pictures
from tests.browser.conftest import AtHand, Cookies, keeper, left_open, only_looking, sitting_down
from tests.browser.pages import NOT_LED_TO, Seen
from tests.browser.server import AS_INSTALLED, Site, copied
from tests.browser.test_pages import require_good
from tests.browser.unled import BY_PROVIDER, FACTORED, OTHERWISE, PROVIDER, STATUSES, bring_about
from tests.browser.visit import Setting, Visit, Watch
from tests.conftest import EVERYTHING

pytestmark = pytest.mark.browser
# Nothing to look at: what stands at these addresses is no page, and has tests of its own.
NO_PAGES = {
    "portal.code": "a drawing",
    "portal.picture_of_site": "a picture",
    "portal.picture_of_initiative": "a picture",
    "portal.picture_of_organisation": "a picture",
    "accounts.to_provider": "leads on to the provider",
    "comments.one": "leads on to the conversation",
    "jobs.state": "a few words for a script",
    "notifications.mail_as_html": "a mail; all of them are looked at with the pages",
}
Look = Callable[[str, str, Setting], Visit]
LENGTH_OF_CODE = 300  # pixels, of a field for six to twelve signs
STEP = "accounts.second_step"  # stands at an address of its own only after a password
NOT_LED = sorted(NOT_LED_TO.keys() - NO_PAGES.keys())
TO_SEE = [*NOT_LED, *OTHERWISE]
PICTURED = TO_SEE if EVERYTHING else [STEP]
BROWSERS = (Setting(width=360, scheme="dark"), Setting(width=1280, scheme="light"))
# Every page at both; what is the same page in other words at one of them in turn, where there is no time.
LOOKED_AT = [
    (kind, setting)
    for turn, kind in enumerate(TO_SEE)
    for setting in (BROWSERS if kind in NOT_LED or EVERYTHING else [BROWSERS[turn % len(BROWSERS)]])
]


@pytest.fixture(scope="module")
def apart(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the site, with a provider that is not asked: what happens there happens to no other test."""
    with copied(site, tmp_path_factory.mktemp("apart"), AS_INSTALLED, **PROVIDER) as running:
        yield running


@pytest.fixture(scope="module")
def keep(chromium: Browser, apart: Site) -> Cookies:
    return keeper(chromium, apart)


@pytest.fixture(scope="module")
def made(apart: Site, keep: Cookies) -> dict[str, Seen]:
    for early in (FACTORED, BY_PROVIDER):  # before the one has a second factor, and the other no password any more
        keep(early)
    return bring_about(apart)


@pytest.fixture(scope="module")
def tabs(chromium: Browser, apart: Site, keep: Cookies) -> Iterator[AtHand]:
    with left_open(chromium, apart, keep) as one:
        yield one


@pytest.fixture
def look(chromium: Browser, apart: Site, tabs: AtHand, made: dict[str, Seen]) -> Iterator[Look]:
    """Let who sees a page sit down at it."""

    def at(kind: str, language: str, setting: Setting) -> Visit:
        if kind == STEP:
            visit = arrive("", language, setting)  # a tab of its own: half signed in
            visit.sign_in(FACTORED)
            assert visit.form("second-step").count()
            return visit
        assert kind in made, f"bring {kind} about in unled.py"
        visit = at_hand(made[kind].account, language, setting)
        visit.go(made[kind].path, STATUSES.get(kind, 200))
        assert visit.page.url.endswith(f"/{language}{made[kind].path}"), visit.page.url  # and was not led elsewhere
        return visit

    with only_looking(tabs) as at_hand, sitting_down(chromium, Watch(apart.origin), lambda _: None) as arrive:
        yield at


def test_what_is_no_page_is_one_that_no_link_leads_to() -> None:
    assert NO_PAGES.keys() < NOT_LED_TO.keys()


@pytest.mark.parametrize(("kind", "setting"), LOOKED_AT)
def test_everyone_can_use_what_no_link_leads_to(look: Look, kind: str, setting: Setting) -> None:
    language = list(LANGUAGES)[(TO_SEE.index(kind) + BROWSERS.index(setting)) % len(LANGUAGES)]
    visit = look(kind, language, setting)
    require_good(visit.page, f"{kind}, {language}, {setting}")


@pytest.mark.parametrize("kind", ["organisations.confirmation", "organisations.invitation_form:revoke"])
def test_an_address_stands_on_one_line_of_a_telephone(look: Look, kind: str) -> None:
    addresses = look(kind, "de", BROWSERS[0]).page.locator("main bdi")
    assert addresses.count()
    assert set(addresses.evaluate_all("all => all.map(e => e.getClientRects().length)")) == {1}


def test_a_code_has_a_field_of_its_own_length(look: Look) -> None:
    box = look(STEP, "nl", BROWSERS[1]).page.locator("main [autocomplete=one-time-code]").bounding_box()
    assert box is not None
    assert box["width"] < LENGTH_OF_CODE


@pytest.mark.parametrize("setting", pictures.BROWSERS, ids=str)
@pytest.mark.parametrize("kind", PICTURED)
def test_a_picture_is_taken(look: Look, kind: str, setting: Setting) -> None:
    pictures.take(look(kind, pictures.LANGUAGE, setting), kind)
