"""Which browser and which device a session is of, in two words, read from what the browser says of itself.

Only the words are kept, never the whole line, which would tell one person's computer from another's.
"""

from typing import NamedTuple

from participation.languages import lazy as _l

# What the line holds, and what it is then: the first that fits, since most browsers name others as well.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("SamsungBrowser/", "Samsung Internet"),
    ("DuckDuckGo/", "DuckDuckGo"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"), ("Version/", "Safari"),
)  # fmt: skip
DEVICES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
BOTH = _l("%(browser)s on %(device)s")
BROWSER_ALONE = _l("%(browser)s on an unknown device")
DEVICE_ALONE = _l("An unknown browser on %(device)s")
NEITHER = _l("An unknown browser")


class Seen(NamedTuple):
    """A browser and a device by the names their makers give them; empty where unknown."""

    browser: str = ""
    device: str = ""


def seen(agent: str) -> Seen:
    """Read a line such as `Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0`."""
    return Seen(_first(BROWSERS, agent), _first(DEVICES, agent))


def _first(rows: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for part, name in rows if part in agent), "")


def said(found: Seen) -> str:
    """Say it in the language chosen."""
    words = (BOTH if found.device else BROWSER_ALONE) if found.browser else DEVICE_ALONE if found.device else NEITHER
    return str(words) % found._asdict()
