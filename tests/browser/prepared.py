"""What has to have happened so that every act is open to somebody: done in the browser, on the demo data."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.server import Site
from tests.browser.visit import Visit

Sit = Callable[[str], Visit]
MADE_WITHIN = 60_000  # ms; a worker beside the site makes the file, on a machine that has other things to do
KEPT, HIDDEN = "Which evening would suit the people of the shift?", "This line will be hidden, and contested."


def prepare(sit: Sit, site: Site) -> str:
    """Let somebody tell what does not work, the desk take one case and propose to decline another.

    Comments are reported and contested, and a file is made: its page's address is the answer, as only who asked knows
    it, and its number depends on what other tests have asked of the same site.
    """
    fire = sit("fire")
    fire.go("/accessibility/tell")
    fire.send("tell-of-barrier", {"words": "The list is hard to read aloud.", "page": "/organisations/"})
    desk = sit("moderator")
    taken, declined = site.references("submitted")[:2]
    _do(desk, taken, "take")
    _do(desk, declined, "propose-decline", reason_code="commercial", reason="Its last paragraph advertises a shop.")
    talked = site.references("consultation")[0]
    for words in (KEPT, HIDDEN):
        _do(fire, talked, "comment", text=words, scope="public")
    _answer(sit("wardens"), talked, KEPT, "report", reason="It is not clear to whom this is addressed.")
    _answer(desk, talked, HIDDEN, "hide", reason_code="outside_subject", reason="It says nothing about the evening.")
    _answer(fire, talked, HIDDEN, "contest", reason="It was meant to be read together with the first.")
    fire.go("/open-data")
    fire.send("ask-open-data", {})
    expect(fire.page.locator('[data-job="done"]')).to_be_visible(timeout=MADE_WITHIN)
    return fire.page.url.partition("/en/")[2]


def _do(visit: Visit, reference: str, act: str, **values: str) -> None:
    visit.reference = reference
    visit.open()
    visit.follow(act)
    visit.send(act, values)


def _answer(visit: Visit, reference: str, words: str, act: str, **values: str) -> None:
    """Do something to the comment of these words."""
    visit.reference = reference
    visit.open()
    comment = visit.page.locator("main article").filter(has_text=words)
    visit.leave_by(comment.locator(f'a[data-action="{act}"]').first)
    visit.send(act, values)
