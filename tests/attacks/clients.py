"""Browsers that send forms to a running site from threads of their own, and note what each was answered."""

import http.client
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from flask.testing import FlaskClient

from tests.templates import settings_for

DONE = 303
LOST = 0  # no answer came: it was done, or it was not
PATIENCE = 60  # seconds; whoever kills a server under a form ends the wait at once


class Deed(NamedTuple):
    """A form filled in: what is checked afterwards, where it goes, and what is in it."""

    what: str
    path: str
    fields: Mapping[str, object]


class Said(NamedTuple):
    """What became of a deed."""

    what: str
    status: int


@dataclass
class Browser:
    """Sends its deeds one after the other; the site may be away in between."""

    port: int
    cookie: str
    said: list[Said] = field(default_factory=list)

    def send(self, deed: Deed) -> Said:
        """Send one form and note the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", "Connection": "close"}
        try:
            connection.connect()
        except OSError:
            time.sleep(0.05)  # nobody is there: nothing was sent, and nothing is noted
            return Said(deed.what, LOST)
        try:
            connection.request("POST", deed.path, urlencode(deed.fields), headers)
            said = Said(deed.what, connection.getresponse().status)
        except (OSError, HTTPException):
            said = Said(deed.what, LOST)
        finally:
            connection.close()
        self.said.append(said)
        return said


def same_site(url: str, folder: Path) -> dict[str, str]:
    """Return the environment of a process that takes the cookies of the test client."""
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": settings_for(url).secret_key,
        "DATA_DIR": str(folder),
        "RATE_LIMITS": "off",
    }


def cookie_of(client: FlaskClient, name: str = "reseau") -> str:
    """Read what a browser of the test client would send."""
    kept = client.get_cookie(name)
    assert kept is not None
    return f"{name}={kept.value}"


@contextmanager
def at_work(browsers: Iterable[tuple[Browser, Iterator[Deed]]]) -> Iterator[None]:
    """Let each browser send what its line has, until the block ends."""
    ended = threading.Event()

    def work(browser: Browser, line: Iterator[Deed]) -> None:
        for deed in line:
            if ended.is_set():
                return
            browser.send(deed)

    threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in browsers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(2 * PATIENCE)
