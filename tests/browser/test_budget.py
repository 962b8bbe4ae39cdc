"""A first visit on a phone is light, asks nobody else, stands still, works before any script; and one can read on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.conftest import Arrive, AtHand
from tests.browser.hands import FOCUS_IS_SEEN
from tests.browser.server import Site
from tests.browser.visit import PHONE, WITHOUT_SCRIPTS, Setting, Watch

pytestmark = pytest.mark.browser
MOST_BYTES = 100_000  # over the wire, headers included
MOST_REQUESTS = 12
MOST_SHIFT = 0.01  # the fallback font has the metrics of ours; what is left is rounding
FIRST = ("/", "/initiatives/", "/initiatives/{reference}", "/sign-in")  # where somebody may come in
# Every kind of page that somebody reads without an account, in each of its states.
READ = (
    *FIRST, "/initiatives/{concluded}", "/initiatives/{withdrawn}", "/initiatives/{unpublished}",
    "/initiatives/{reference}/poster", "/initiatives/?q=zzzz", "/initiatives/?pillar=citizens", "/organisations/",
    "/organisations/?q=zzzz", "/organisations/jeugdraad-leieboord", "/organisations/nin-weserbogen", "/network",
    "/network?year=1999", "/map", "/statistics", "/decisions", "/about", "/good-initiative", "/how-we-moderate",
    "/privacy", "/accessibility", "/accessibility/tell", "/contact", "/open-data", "/join", "/sign-in/link",
    "/tell-me", "/nowhere", "/styleguide",
)  # fmt: skip
READING = Path(__file__).with_name("reading.js").read_text("utf-8")
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.fixture
def fresh(chromium: Browser, site: Site) -> Iterator[tuple[Page, list[float]]]:
    """A phone that was never here, and the bytes of what it fetches."""
    context = chromium.new_context(**{**PHONE.context(), "reduced_motion": "no-preference"})  # type: ignore[arg-type]  # plain values
    watch = Watch(site.origin)
    watch.over(context)
    page = context.new_page()
    yield page, _bytes_of(context.new_cdp_session(page))
    context.close()
    assert not watch.faults


def _bytes_of(protocol: CDPSession) -> list[float]:
    fetched: list[float] = []
    protocol.on("Network.loadingFinished", lambda event: fetched.append(event["encodedDataLength"]))
    protocol.send("Network.enable")
    return fetched


@pytest.mark.parametrize("language", ["nl", "de"])
@pytest.mark.parametrize("path", FIRST)
def test_a_first_visit_is_light_and_stands_still(
    fresh: tuple[Page, list[float]], site: Site, language: str, path: str
) -> None:
    page, fetched = fresh
    address = path.format(reference=site.references("published")[0])
    page.goto(f"{site.origin}/{language}{address}", wait_until="networkidle")
    assert sum(fetched) < MOST_BYTES
    assert len(fetched) <= MOST_REQUESTS
    assert page.evaluate(SHIFTS) <= MOST_SHIFT


@pytest.mark.parametrize("path", READ)
def test_no_text_is_small_and_no_line_tires_the_reader(at_hand: AtHand, site: Site, path: str) -> None:
    states = ("concluded", "withdrawn", "unpublished")
    address = path.format(
        reference=site.references("published")[0], **{state: site.references(state)[-1] for state in states}
    )
    for turn, width in enumerate((360, 1280)):
        language = ("nl", "fr", "de")[(READ.index(path) + turn) % 3]
        visit = at_hand("", language, Setting(width=width))
        visit.go(address, status=404 if path == "/nowhere" else 200)
        assert visit.page.evaluate(READING) == [], f"{language}{address} at {width}"


def test_nothing_waits_for_a_script(arrive: Arrive) -> None:
    visit = arrive("", "fr", WITHOUT_SCRIPTS)
    visit.go("/")
    in_the_way = "script:not([type=module], [async], [defer]), script:not([src])"
    assert not visit.page.locator(in_the_way).count()
    visit.leave_by(visit.page.locator("main a[href$='/initiatives/']").first)
    assert visit.page.locator("main [data-reference]").count()
    visit.leave_by(visit.page.locator("main [data-reference] a").first)
    assert visit.page.locator("#conversation").count()
    visit.leave_by(visit.page.locator("header nav[aria-label] a:visible").first)


def test_one_signs_in_before_any_script_has_run(arrive: Arrive) -> None:
    visit = arrive("", "fr", WITHOUT_SCRIPTS)
    visit.sign_in("youth")
    assert visit.page.locator("[data-action='sign-out']").count()


@pytest.mark.parametrize(
    ("account", "path"), [("", "/"), ("", "/initiatives/"), ("youth", "/workspace/"), ("moderator", "/desk/")]
)
def test_the_first_stop_leads_past_the_menu(at_hand: AtHand, account: str, path: str) -> None:
    visit = at_hand(account, "de", Setting())
    visit.go(path)
    visit.page.keyboard.press("Tab")
    skip = visit.page.locator("a.skip")
    assert skip.evaluate("e => e === document.activeElement")
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0  # now it is seen
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["/", "/initiatives/", "/about", "/network", "/map", "/join"])
def test_a_visitor_sees_where_the_focus_is_at_every_stop(arrive: Arrive, path: str) -> None:
    visit = arrive("", "nl")
    visit.go(path)
    stops = visit.page.locator("a[href], button, input:not([type=radio]), select, textarea, summary")
    choices = visit.page.locator("input[type=radio]").evaluate_all("all => new Set(all.map(e => e.name)).size")
    seen = set()
    for _stop in range(stops.and_(visit.page.locator(":visible")).count() + choices):
        visit.page.keyboard.press("Tab")
        focus = visit.page.evaluate_handle("document.activeElement").as_element()
        assert focus is not None
        assert focus.evaluate(FOCUS_IS_SEEN), focus.evaluate("e => e.outerHTML")
        seen.add(focus.evaluate("e => e.outerHTML"))
    assert len(seen) > 5
