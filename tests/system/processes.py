"""Real processes, started as an installation starts them, and gone when the test is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
PATIENCE = 90  # seconds: the machine may have other things to do
OWN = ("DATABASE_URL", "APP_ENV", "REDIS_URL", "MAIL_URL", "PUBLIC_URL", "SECRET_KEY")


@contextmanager
def running(command: Sequence[str], log: Path, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process in a session of its own; whatever is left of the session in the end is killed."""
    clean = {key: value for key, value in os.environ.items() if key not in OWN}
    with log.open("ab") as output:
        process = subprocess.Popen(command, env={**clean, **env}, stdout=output, stderr=output, start_new_session=True)
    try:
        yield process
    finally:
        for pid in members(process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def until(holds: Callable[[], object], what: str) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def answers(address: str) -> bool:
    with suppress(URLError, ConnectionError), urlopen(address, timeout=2) as answer:
        return bool(answer.status == 200)
    return False


def members(session: int) -> dict[int, str]:
    """List the living processes of a session, with their command lines."""
    found = {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return found


def work_of(pid: int) -> float:
    """Return how many seconds of a processor a process has taken so far; none once it is gone."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def worker_of(session: int) -> int | None:
    return next((pid for pid, command in members(session).items() if command.rstrip().endswith("wsgi worker")), None)
