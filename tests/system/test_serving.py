"""`flask serve`: pages and worker together, ended together, the worker started again when it dies."""

import os
import signal
import sys
from pathlib import Path

from tests.notifications.servers import free_port
from tests.system.processes import FLASK, answers, members, running, until, worker_of


def test_the_site_starts_its_worker_again_and_ctrl_c_ends_both(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    with running([*FLASK, "serve"], log, DATA_DIR=str(tmp_path), PORT=str(port)) as site:
        until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), "no answer")
        until(lambda: worker_of(site.pid), "no worker")
        first = worker_of(site.pid)
        assert first is not None
        until(lambda: answers(f"http://127.0.0.1:{port}/readyz"), "never in order")  # the worker has caught up
        os.kill(first, signal.SIGKILL)
        until(lambda: worker_of(site.pid) not in {first, None}, "not started again")
        site.send_signal(signal.SIGINT)
        until(lambda: site.poll() is not None, "did not end")
        assert site.returncode == 0
        assert members(site.pid) == {}
    assert "Traceback" not in log.read_text()


def test_the_exit_code_of_the_web_process_is_kept_and_the_worker_ends_with_it(tmp_path: Path) -> None:
    pair = (
        "import sys; from participation.commands.serving import Pair; "
        "sys.exit(Pair([sys.executable, '-c', 'import sys, time; time.sleep(2); sys.exit(7)'],"
        " [sys.executable, '-c', 'import time; time.sleep(600)']).run())"
    )
    with running([sys.executable, "-c", pair], tmp_path / "log") as site:
        until(lambda: len(members(site.pid)) == 3, "two processes beside it")
        until(lambda: site.poll() is not None, "did not end")
        assert site.returncode == 7
        assert members(site.pid) == {}


def test_a_worker_that_dies_again_and_again_is_started_again_each_time(tmp_path: Path) -> None:
    births = tmp_path / "births"
    web = "[sys.executable, '-c', 'import time; time.sleep(600)']"
    worker = [sys.executable, "-c", f"open({str(births)!r}, 'a').write('x')"]
    pair = f"import sys; from participation.commands.serving import Pair; sys.exit(Pair({web}, {worker}).run())"
    with running([sys.executable, "-c", pair], tmp_path / "log") as site:
        until(lambda: births.exists() and len(births.read_text()) == 3, "three births")
        site.send_signal(signal.SIGTERM)
        until(lambda: site.poll() is not None, "did not end")
        assert site.returncode == 0
        assert members(site.pid) == {}
