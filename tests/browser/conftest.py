"""One server, one Chromium; a context of its own for each person, width and scheme."""

import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, StorageState, sync_playwright

from participation.app import create_app
from tests.browser.pages import ACCOUNTS, STARTS, Search
from tests.browser.prepared import prepare
from tests.browser.server import Site, serving
from tests.browser.visit import DESKTOP, Setting, Visit, Watch
from tests.templates import settings_for

# Debian's; the one that has no window takes half the time.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
# Nothing but the pages under test is asked for, and no name beyond this machine is known.
NAMES = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--host-resolver-rules={NAMES}",
]  # fmt: skip
PATIENCE = 15_000  # milliseconds; two cores may be busy with other tests
Arrive = Callable[..., Visit]
Cookies = Callable[[str], StorageState | None]
AtHand = Callable[[str, str, Setting], Visit]
MOST_STANDING = 16  # tabs kept open for the tests that only look; each is a process of some 100 MB


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site with the demo data."""
    with serving(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(chromium: Browser, site: Site) -> Cookies:
    return keeper(chromium, site)


def keeper(chromium: Browser, site: Site) -> Cookies:
    """Sign an account in once, by the form; "" is a visitor."""
    kept: dict[str, StorageState | None] = {"": None}

    def of(account: str) -> StorageState | None:
        if account not in kept:
            context = chromium.new_context()
            visit = Visit(context.new_page(), Watch(site.origin), "en", DESKTOP)
            visit.sign_in(account)
            kept[account] = context.storage_state()
            context.close()
        return kept[account]

    return of


@pytest.fixture
def arrive(chromium: Browser, site: Site, cookies: Cookies) -> Iterator[Arrive]:
    """Let a person sit down at a browser; at the end nothing may have gone wrong in any of them."""
    with sitting_down(chromium, Watch(site.origin), cookies) as one:
        yield one


@contextmanager
def sitting_down(chromium: Browser, pattern: Watch, cookies: Cookies) -> Iterator[Arrive]:
    """Open a browser for each who comes, each watched as `pattern` is; in the end none may have had a fault."""
    opened = []

    def one(account: str = "", language: str = "en", setting: Setting = DESKTOP) -> Visit:
        options: dict[str, Any] = setting.context()
        context = chromium.new_context(storage_state=cookies(account), **options)
        context.set_default_timeout(PATIENCE)
        watch = Watch(pattern.origin, besides=pattern.besides)
        watch.over(context)
        opened.append((context, watch))
        return Visit(context.new_page(), watch, language, setting)

    yield one
    for context, _watch in opened:
        context.close()
    faults = [fault for _context, watch in opened for fault in watch.faults]
    assert not faults


@pytest.fixture(scope="session")
def standing(chromium: Browser, site: Site, cookies: Cookies) -> Iterator[AtHand]:
    with left_open(chromium, site, cookies) as one:
        yield one


@contextmanager
def left_open(chromium: Browser, site: Site, cookies: Cookies) -> Iterator[AtHand]:
    """Tabs that stay open, one for each account: opening one costs more than three pages."""
    kept: OrderedDict[str, Visit] = OrderedDict()

    def one(account: str, language: str, setting: Setting) -> Visit:
        visit = kept.pop(account, None)
        if visit is None:
            options: dict[str, Any] = setting.context()
            context = chromium.new_context(storage_state=cookies(account), **options)
            watch = Watch(site.origin)
            watch.over(context)
            visit = Visit(context.new_page(), watch, language, setting)
        kept[account] = visit
        if len(kept) > MOST_STANDING:
            kept.popitem(last=False)[1].page.context.close()
        visit.sit_at(language, setting)
        return visit

    yield one
    for visit in kept.values():
        visit.page.context.close()


@pytest.fixture
def at_hand(standing: AtHand) -> Iterator[AtHand]:
    with only_looking(standing) as one:
        yield one


@contextmanager
def only_looking(standing: AtHand) -> Iterator[AtHand]:
    """A tab that may have been used before, for a test that changes nothing."""
    used: list[Visit] = []

    def one(account: str, language: str, setting: Setting) -> Visit:
        used.append(standing(account, language, setting))
        return used[-1]

    yield one
    faults = [fault for visit in used for fault in visit.watch.faults]
    for visit in used:
        visit.watch.faults.clear()
    assert not faults


@pytest.fixture(scope="session")
def pages(standing: AtHand, chromium: Browser, site: Site, cookies: Cookies) -> Search:
    """Every kind of page, with who sees one and where; first some do what makes the last acts possible."""
    file_made = "/" + prepare(lambda account: standing(account, "en", DESKTOP), site)
    search = Search(mapped(), site.origin)
    initiatives = [f"/initiatives/{reference}" for reference in site.references()]
    receipts = [f"/initiatives/{reference}/receipt" for reference in site.references("submitted")]
    proposers = sorted(set(site.proposers("submitted", "declined", "concluded", "unpublished")))
    for account in (*ACCOUNTS, *proposers):
        starts = (file_made, *STARTS) if account in ACCOUNTS else receipts
        context = chromium.new_context(storage_state=cookies(account))
        search.follow(account, context.request, [*starts, *initiatives])
        context.close()
    return search


def mapped() -> Flask:
    """An application for its URL map alone; nothing is stored."""
    return create_app(settings_for("sqlite:///build/none.db"))
