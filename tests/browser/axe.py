"""What axe finds on a page: WCAG 2.2 AA, best practice, targets, and 7:1 for text."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Two rules that axe leaves out unless told: targets, and 7:1 for text. What has that has 4.5:1 as well, on the same
# elements by the same reckoning, which is the dearest that axe does: it is not done twice.
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {
        "target-size": {"enabled": True},
        "color-contrast-enhanced": {"enabled": True},
        "color-contrast": {"enabled": False},
    },
}


def axe(page: Page) -> list[str]:
    """List what axe finds, one line for each element."""
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", OPTIONS)
    return [
        f"{rule['id']}: {node['html'][:160]} {[check.get('message') for check in node['any']][:1]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
