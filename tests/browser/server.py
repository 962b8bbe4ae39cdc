"""The site as an installation runs it: a process of its own, on SQLite with the demo data."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from participation import assets

ROOT = Path(__file__).parents[2]
START_SECONDS = 90
AS_INSTALLED = ("-m", "flask", "--app", "wsgi", "serve")
IN_NO_LANGUAGE = ("-m", "tests.browser.pseudo_site")
NOT_OURS = ("DATABASE_URL", "APP_ENV", "PUBLIC_URL", "SECRET_KEY", "MAIL_URL", "REDIS_URL")


@dataclass(frozen=True)
class Site:
    """A running site."""

    origin: str
    database: Path

    @property
    def folder(self) -> Path:
        """Where the site keeps everything: the database, mails, its secret key."""
        return self.database.parent

    def references(self, *states: str) -> list[str]:
        """List the initiatives in these states, or in all."""
        marks = ", ".join("?" * len(states)) or "status"
        return self._column(f"SELECT reference FROM initiative WHERE status IN ({marks}) ORDER BY id", states)  # noqa: S608  # marks only

    def forget_failures(self) -> None:
        """Let whoever failed to sign in try again at once."""
        with closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            connection.execute("DELETE FROM failed_sign_in")

    def proposers(self, *states: str) -> list[str]:
        """List an address of a representative for each initiative in these states."""
        marks = ", ".join("?" * len(states))
        return self._column(
            "SELECT min(person.email) FROM initiative JOIN membership USING (organisation_id)"  # noqa: S608  # marks only
            " JOIN person ON person.id = membership.person_id"
            f" WHERE membership.role = 'representative' AND initiative.status IN ({marks}) GROUP BY initiative.id",
            states,
        )

    def _column(self, statement: str, values: tuple[str, ...]) -> list[str]:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return [row[0] for row in connection.execute(statement, values)]


@contextmanager
def serving(
    folder: Path, host: str = "127.0.0.1", command: Sequence[str] = AS_INSTALLED, **settings: str
) -> Iterator[Site]:
    """Run the site with its data in `folder`; links of mails lead to `host`."""
    assets.build()
    port = _free_port()
    origin = f"http://{host}:{port}"
    env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    env |= {"DATA_DIR": str(folder / "data"), "PORT": str(port), "RATE_LIMITS": "off", "PUBLIC_URL": origin, **settings}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  # our own server
            [sys.executable, *command], cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _wait(process, port, folder / "log")
            yield Site(origin, folder / "data" / "participation.db")
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # a session of its own: whoever the server started ends with it
            process.wait(timeout=START_SECONDS)


@contextmanager
def copied(site: Site, folder: Path, command: Sequence[str] = IN_NO_LANGUAGE, **settings: str) -> Iterator[Site]:
    """Run the site once more, on a copy of what it has stored by now; with its texts in a language nobody speaks.

    Whoever is signed in there is here as well: a cookie knows no port.
    """
    data = folder / "data"
    data.mkdir()
    for file in site.folder.iterdir():
        if file.is_file() and not file.name.startswith(site.database.name):
            shutil.copy(file, data)
    with closing(sqlite3.connect(site.database)) as whole, closing(sqlite3.connect(data / site.database.name)) as copy:
        whole.backup(copy)
    with serving(folder, command=command, **settings) as running:
        yield running


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(log.read_text())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
