"""The web process and the worker side by side: signals reach both, and neither outlives the other, or this one."""

import ctypes
import logging
import os
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
PR_SET_PDEATHSIG = 1  # Linux: the signal for when one's parent dies
STOPPING = (signal.SIGTERM, signal.SIGINT)
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


def web(port: int) -> list[str]:
    """Write the command line of the web process."""
    where = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    how = ["--workers", "1", "--blocking-threads", "8", "--workers-kill-timeout", "5", "--log-level", "warning"]
    again = ["--respawn-failed-workers"]  # one that is killed is back in seconds; killed at once again, all of it ends
    return [sys.executable, "-m", "granian", *where, *how, *again, "wsgi:app"]


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
    """Start a process that Linux asks to end when this one is gone, however that came about: `kill -9` tells nobody."""
    parent = os.getpid()
    tell = getattr(ctypes.CDLL(None), "prctl", None)

    def end_with_parent() -> None:
        if tell is None:  # no Linux: there it ends with a signal only
            return
        tell(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it was gone before anything could be told
            os._exit(1)

    return subprocess.Popen(command, preexec_fn=end_with_parent, process_group=0)  # noqa: S603, PLW1509  # our own two, no shell, no threads


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, with whatever it has started, and end what does not."""
    groups = [process.pid for process in processes]
    for group in groups:
        _lives(group, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ended = [process.poll() is not None for process in processes]
        if all(ended) and not any(_lives(group) for group in groups):
            return
        time.sleep(LOOK_EVERY)
    log.error("A process did not end in %s s", PATIENCE)
    for group in groups:
        _lives(group, signal.SIGKILL)
    for process in processes:
        process.wait()


def _lives(group: int, number: int = 0) -> bool:
    """Send a signal to a group of processes; tell whether anybody is left in it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def _exit_code(code: int) -> int:
    """Write a death by signal as a shell does; one that was asked for is none."""
    if code >= 0:
        return code
    return 0 if -code in STOPPING else 128 - code
