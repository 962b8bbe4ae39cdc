"""A real OpenID provider in a process of its own; it lets in whoever says who he or she is."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.notifications.servers import free_port

TRIES = 100


@contextmanager
def running_provider(*people: dict[str, object]) -> Iterator[str]:
    """Run a provider that knows these people by their claims."""
    port = free_port()
    known = [part for claims in people for part in ("--user-claims", json.dumps(claims))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *known]
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=quiet) as process:  # noqa: S603  # the wheel's own module
        address = f"http://127.0.0.1:{port}"
        for _try in range(TRIES):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        try:
            yield address
        finally:
            process.terminate()
