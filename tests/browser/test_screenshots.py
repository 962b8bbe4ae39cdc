"""Pictures of the pages to look through: build/screenshots/index.html."""

from html import escape
from pathlib import Path

import pytest

from tests.browser.conftest import IN_ONE_PLACE, AtHand, mapped
from tests.browser.pages import Search, kinds
from tests.browser.server import ROOT
from tests.browser.visit import Setting
from tests.conftest import EVERYTHING

pytestmark = IN_ONE_PLACE
FOLDER = ROOT / "build" / "screenshots"
MAIN = {
    "portal.home": "", "portal.index": "", "portal.initiative": "", "portal.organisations": "",
    "portal.organisation": "", "accounts.sign_in": "", "drafting.workspace": "youth", "drafting.edit": "youth",
    "initiatives.form:conclude": "youth", "cosigning.form:co-sign": "fire", "moderation.desk": "moderator",
    "initiatives.form:open-consultation": "moderator", "initiatives.form:request-changes": "moderator",
}  # fmt: skip
WIDTHS = (360, 768, 1280) if EVERYTHING else (360, 1280)
SCHEMES = ("light", "dark") if EVERYTHING else ("light",)
KINDS = kinds(mapped()) if EVERYTHING else list(MAIN)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_taken(at_hand: AtHand, pages: Search, kind: str, width: int, scheme: str) -> None:
    found = pages.found[kind]
    if not found:
        pytest.skip("nobody is led there, which another test knows of")
    seen = next((one for one in found if one.account == MAIN.get(kind)), found[0])
    visit = at_hand(seen.account, "nl", Setting(width=width, scheme=scheme))
    visit.go(seen.path)
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = FOLDER / f"{kind.replace(':', '-')}-{width}-{scheme}.png"
    visit.page.screenshot(path=made, full_page=True)
    assert made.stat().st_size
    _list_all()


def _list_all() -> None:
    """Write the page to look through; two runs side by side may both do it."""
    found: dict[str, list[Path]] = {}
    for picture in sorted(FOLDER.glob("*.png")):
        found.setdefault(picture.stem.rsplit("-", 2)[0], []).append(picture)
    rows = "".join(
        f"<h2>{escape(name)}</h2><p>"
        + "".join(
            f'<a href="{p.name}"><img src="{p.name}" height="480" loading="lazy" alt="{p.stem}"></a> ' for p in all_
        )
        + "</p>"
        for name, all_ in found.items()
    )
    (FOLDER / "index.html").write_text(
        f'<!doctype html><meta charset="utf-8"><title>Screenshots</title>{rows}', "utf-8"
    )
