"""Pictures of pages, each at every width, light and dark, and the page to look through them."""

import os
import re
from html import escape
from pathlib import Path

from tests.browser.server import ROOT
from tests.browser.visit import Setting, Visit
from tests.conftest import EVERYTHING

FOLDER = ROOT / "build" / "screenshots"
NO_NAME = re.compile("[: ]")  # signs that no name of a file has
LANGUAGE = os.environ.get("IN", "nl")
BROWSERS = [
    Setting(width=width, scheme=scheme)
    for width in ((360, 768, 1280) if EVERYTHING else (360, 1280))
    for scheme in (("light", "dark") if EVERYTHING else ("light",))
]


def take(visit: Visit, name: str) -> None:
    """Take the whole page at which somebody is, and list it with the others."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = FOLDER / f"{NO_NAME.sub('-', name)}-{visit.setting.width}-{visit.setting.scheme}.png"
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
