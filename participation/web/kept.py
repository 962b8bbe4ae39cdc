"""A small bounded store of things that are dear to make and whose key says all they depend on."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Keep the last `size` values of this process. Nothing is ever stale, since another state is another key."""

    def __init__(self, size: int) -> None:
        """Start empty."""
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return what is kept under `key`, or None."""
        with self._lock:
            if (value := self._values.get(key)) is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: K, value: V) -> V:
        """Keep `value`, and let go of the one unused for longest."""
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._size:
                self._values.popitem(last=False)
            return value

    def clear(self) -> None:
        """Forget everything, as a new process has."""
        with self._lock:
            self._values.clear()
