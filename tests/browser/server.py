"""The site as an installation runs it: a process of its own, on SQLite with the demo data."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from participation import assets

ROOT = Path(__file__).parents[2]
START_SECONDS = 90
NOT_OURS = ("DATABASE_URL", "APP_ENV", "PUBLIC_URL", "SECRET_KEY", "MAIL_URL", "REDIS_URL")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run the site with its data in `folder`; give its origin."""
    assets.build()
    port = _free_port()
    env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    env |= {"DATA_DIR": str(folder / "data"), "PORT": str(port), "RATE_LIMITS": "off"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True)  # noqa: S603  # our own server
        try:
            _wait(process, port, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # a session of its own: whoever the server started ends with it
            process.wait(timeout=START_SECONDS)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/readyz")
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
