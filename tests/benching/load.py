"""A small load generator: a few connections that stay open, for a bounded time, to this machine only."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import NamedTuple, Self

from tests.benching.machine import computed

CONNECTIONS = 2


class Site(NamedTuple):
    """A server that runs, and its process."""

    port: int
    process: int


@dataclass(frozen=True)
class Measured:
    """What one page did in one run."""

    rate: float
    """Requests a second."""
    p50: float
    """Milliseconds."""
    p99: float
    computed: float
    """Milliseconds for which the web process computed, a request."""

    @classmethod
    def of(cls, times: list[float], seconds: float, computed: float) -> Self:
        """Sum up the times of single requests, and the seconds that were computed for all of them."""
        ordered = sorted(times)
        return cls(
            rate=len(ordered) / seconds,
            p50=1000 * ordered[len(ordered) // 2],
            p99=1000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)],
            computed=1000 * computed / len(ordered),
        )


def fetch(connection: HTTPConnection, path: str) -> str:
    """Get one page; anything but 200 ends the run."""
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return page.decode()


class Press:
    """Asks for some pages in turn until its time is over."""

    def __init__(self, site: Site, turns: Iterator[str], seconds: float) -> None:
        """Get ready."""
        self.port, self.turns, self.seconds = site.port, turns, seconds
        self.lock, self.times, self.faults = threading.Lock(), list[float](), list[Exception]()
        self.start = time.perf_counter()

    def ask(self) -> None:
        """Ask over one connection."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            while time.perf_counter() - self.start < self.seconds and not self.faults:
                with self.lock:
                    path = next(self.turns)
                begin = time.perf_counter()
                fetch(connection, path)
                self.times.append(time.perf_counter() - begin)
        except Exception as fault:  # noqa: BLE001  # told by the thread that waits
            self.faults.append(fault)
        finally:
            connection.close()


def press(site: Site, turns: Iterator[str], seconds: float) -> Measured:
    """Ask for one path after another over a few connections."""
    before, pressing = computed(site.process), Press(site, turns, seconds)
    threads = [threading.Thread(target=pressing.ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if pressing.faults:
        raise pressing.faults[0]
    taken = time.perf_counter() - pressing.start
    return Measured.of(pressing.times, taken, computed(site.process) - before)
