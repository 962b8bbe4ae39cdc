"""A Redis on this machine, which a test may stop."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.notifications.servers import free_port
from tests.system.processes import running, until

REDIS = 'from fakeredis import TcpFakeServer; TcpFakeServer(("127.0.0.1", {}), server_type="redis").serve_forever()'


@contextmanager
def a_redis() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    with running([sys.executable, "-c", REDIS.format(port)], Path(os.devnull)) as server:
        until(lambda: is_open(port), "no Redis")
        yield f"redis://127.0.0.1:{port}/0", server


def is_open(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
