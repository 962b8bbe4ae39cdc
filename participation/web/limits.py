"""How often something may be done: per account and per network, so that a flood is told how long to wait.

Counted in Redis where `REDIS_URL` is set, else by each process for itself. Where Redis does not answer, the process
counts alone for a while and says so in the log: fewer limits, never none, and neither an error nor a wait for everyone.
"""

import logging
import math
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

from flask import current_app, request
from limits import RateLimitItemPerSecond
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionClosed
from redis.retry import Retry

from participation.errors import TooMany

KEPT = "reseau.limits"
WIDTHS = {4: 24, 6: 56}  # bits of an address that make a network
PATIENCE = 1.0  # seconds in which Redis answers
REST = 10.0  # seconds before one that did not is asked again
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """At most `most` times in `seconds`, for each who is named."""

    name: str
    most: int
    seconds: int = 3600


class Counters:
    """The counters of one application: the shared ones if there are any, and this process's own."""

    def __init__(self, redis_url: str) -> None:
        """Connect where there is something to connect to."""
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = _shared(redis_url) if redis_url else None
        self._resting_until = 0.0

    def take(self, pace: Pace, who: str) -> int:
        """Count one more; return 0, or the seconds until the next one may come."""
        if self._shared is not None and time.monotonic() >= self._resting_until:
            try:
                return _take(self._shared, pace, who)
            except StorageError as error:
                self._resting_until = time.monotonic() + REST
                log.error("The shared counters do not answer (%s): this process counts alone", type(error).__name__)  # noqa: TRY400  # a line, no trace
        return _take(self._own, pace, who)


def require_pace(pace: Pace, *whos: str) -> None:
    """Count one act of each who is named (an account, a network, an address); raise `TooMany` beyond the limit.

    An empty name is nobody and is not counted. Nothing is refused where the limits are off.
    """
    if not current_app.config["SETTINGS"].rate_limits:
        return
    counters = current_app.extensions.get(KEPT)
    if counters is None:
        counters = current_app.extensions[KEPT] = Counters(current_app.config["SETTINGS"].redis_url)
    waits = [counters.take(pace, who) for who in whos if who]
    if longest := max(waits, default=0):
        raise TooMany(longest)


def network() -> str:
    """Return the network this request comes from: a /24, or a /56 of IPv6, which is what one household gets."""
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """Return the network of an address; what is no address is its own."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{found}/{WIDTHS[found.version]}", strict=False))


def _take(counter: MovingWindowRateLimiter, pace: Pace, who: str) -> int:
    item = RateLimitItemPerSecond(pace.most, pace.seconds, namespace=pace.name)
    if counter.hit(item, who):
        return 0
    return max(1, math.ceil(counter.get_window_stats(item, who).reset_time - time.time()))


def _shared(url: str) -> MovingWindowRateLimiter | None:
    try:
        given: dict[str, Any] = {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": Retry(NoBackoff(), 1, (ConnectionClosed,)),  # one that was closed while idle; never a wait
        }
        return MovingWindowRateLimiter(storage_from_string(url, wrap_exceptions=True, **given))
    except (ConfigurationError, StorageError, ImportError, OSError):
        log.exception("REDIS_URL cannot be used: each process counts for itself")
        return None
