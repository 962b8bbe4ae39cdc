"""One server, one Chromium; a context of its own for each person, width and scheme."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.browser.server import serving
from tests.browser.visit import DESKTOP, Setting, Visit, Watch

CHROMIUM = "/usr/bin/chromium"
# Nothing but the pages under test is asked for, and no name beyond this machine is known.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
PATIENCE = 15_000  # milliseconds; two cores may be busy with other tests
Arrive = Callable[..., Visit]
Cookies = Callable[[str], StorageState | None]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a running site with the demo data."""
    with serving(tmp_path_factory.mktemp("site")) as origin:
        yield origin


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(chromium: Browser, site: str) -> Cookies:
    """Sign an account in once, by the form; "" is a visitor."""
    kept: dict[str, StorageState | None] = {"": None}

    def of(account: str) -> StorageState | None:
        if account not in kept:
            context = chromium.new_context()
            visit = Visit(context.new_page(), Watch(site), "en", DESKTOP)
            visit.sign_in(account)
            kept[account] = context.storage_state()
            context.close()
        return kept[account]

    return of


@pytest.fixture
def arrive(chromium: Browser, site: str, cookies: Cookies) -> Iterator[Arrive]:
    """Let a person sit down at a browser; at the end nothing may have gone wrong in any of them."""
    opened = []

    def one(account: str = "", language: str = "en", setting: Setting = DESKTOP) -> Visit:
        options: dict[str, Any] = setting.context()
        context = chromium.new_context(storage_state=cookies(account), **options)
        context.set_default_timeout(PATIENCE)
        watch = Watch(site)
        watch.over(context)
        opened.append((context, watch))
        return Visit(context.new_page(), watch, language, setting)

    yield one
    for context, _watch in opened:
        context.close()
    faults = [fault for _context, watch in opened for fault in watch.faults]
    assert not faults
