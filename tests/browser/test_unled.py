"""Pages that no link of the site leads to are looked at as all others are: brought about, on a copy of the site."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from participation.tongues import LANGUAGES
from tests.browser.conftest import Arrive, Cookies, keeper, sitting_down
from tests.browser.pages import NOT_LED_TO, Seen
from tests.browser.server import AS_INSTALLED, Site, copied
from tests.browser.test_pages import require_good
from tests.browser.unled import FACTORED, bring_about
from tests.browser.visit import Setting, Watch

pytestmark = pytest.mark.browser
# Nothing to look at: what stands at these addresses is no page, and has tests of its own.
NO_PAGES = {
    "portal.code": "a drawing",
    "portal.picture_of_site": "a picture",
    "portal.picture_of_initiative": "a picture",
    "portal.picture_of_organisation": "a picture",
    "accounts.from_provider": "leads on into the site",
    "accounts.to_provider": "leads on to the provider",
    "comments.one": "leads on to the conversation",
    "jobs.state": "a few words for a script",
    "notifications.mail_as_html": "a mail; all of them are looked at with the pages",
}
STEP = "accounts.second_step"  # stands at an address of its own only after a password
TO_SEE = sorted(NOT_LED_TO.keys() - NO_PAGES.keys())
BROWSERS = (Setting(width=360, scheme="dark"), Setting(width=1280, scheme="light"))


@pytest.fixture(scope="module")
def apart(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the site: what happens there happens to no other test."""
    with copied(site, tmp_path_factory.mktemp("apart"), AS_INSTALLED) as running:
        yield running


@pytest.fixture(scope="module")
def keep(chromium: Browser, apart: Site) -> Cookies:
    return keeper(chromium, apart)


@pytest.fixture(scope="module")
def made(apart: Site, keep: Cookies) -> dict[str, Seen]:
    keep(FACTORED)  # who signs in before there is a second factor needs none
    return bring_about(apart)


@pytest.fixture
def come(chromium: Browser, apart: Site, keep: Cookies) -> Iterator[Arrive]:
    with sitting_down(chromium, Watch(apart.origin), keep) as one:
        yield one


def test_what_is_no_page_is_one_that_no_link_leads_to() -> None:
    assert NO_PAGES.keys() < NOT_LED_TO.keys()


@pytest.mark.parametrize("setting", BROWSERS, ids=["narrow", "wide"])
@pytest.mark.parametrize("kind", TO_SEE)
def test_everyone_can_use_what_no_link_leads_to(
    come: Arrive, made: dict[str, Seen], kind: str, setting: Setting
) -> None:
    language = list(LANGUAGES)[(TO_SEE.index(kind) + BROWSERS.index(setting)) % len(LANGUAGES)]
    seen = made.get(kind)
    visit = come(seen.account if seen else "", language, setting)
    if kind == STEP:
        visit.sign_in(FACTORED)
        assert visit.form("second-step").count()
    else:
        assert seen is not None, f"bring {kind} about in unled.py"
        visit.go(seen.path)
        assert visit.page.url.endswith(f"/{language}{seen.path}"), visit.page.url  # and was not led elsewhere
    require_good(visit.page, f"{kind}, {language}, {setting}")
