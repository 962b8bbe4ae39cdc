"""The web process and the worker side by side: signals reach both, and neither outlives the other for long."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

log = logging.getLogger(__name__)
LOOK_EVERY = 0.1  # seconds
PATIENCE = 10  # seconds in which a process may finish the piece in hand
PAUSES = (1, 2, 5, 15, 60)  # seconds before the worker is started again, longer each time it dies
STEADY = 300  # seconds after which a death is a first one again
STOPPING = (signal.SIGTERM, signal.SIGINT)
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


def web(port: int) -> list[str]:
    """Write the command line of the web process."""
    where = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    how = ["--workers", "1", "--blocking-threads", "8", "--workers-kill-timeout", "5", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *where, *how, "wsgi:app"]


class Pair:
    """Two processes: when the first ends, so does the second; when the second ends, it is started again."""

    def __init__(self, first: Sequence[str], second: Sequence[str]) -> None:
        """Start nothing yet."""
        self._first, self._second = first, second
        self._stopping = False

    def run(self) -> int:
        """Stay until a signal comes or the first process ends; return its exit code."""
        for number in STOPPING:
            signal.signal(number, self._stop)
        web_process, worker = _start(self._first), _start(self._second)
        since, deaths, again_at = time.monotonic(), 0, 0.0
        try:
            while not self._stopping and web_process.poll() is None:
                time.sleep(LOOK_EVERY)
                if worker.poll() is None:
                    continue
                now = time.monotonic()
                if not again_at:
                    deaths = 0 if now - since > STEADY else deaths
                    pause = PAUSES[min(deaths, len(PAUSES) - 1)]
                    deaths, again_at = deaths + 1, now + pause
                    log.error("The worker ended with %s; it is started again in %s s.", worker.returncode, pause)
                elif now >= again_at:
                    worker, since, again_at = _start(self._second), now, 0.0
        finally:
            _end([web_process, worker])
        return _exit_code(web_process.returncode)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command)  # noqa: S603  # our own two commands, no shell


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, and end what does not."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.exception("A process did not end in %s s", PATIENCE)
            process.kill()
            process.wait()


def _exit_code(code: int) -> int:
    """Write a death by signal as a shell does; one that was asked for is none."""
    if code >= 0:
        return code
    return 0 if -code in STOPPING else 128 - code
