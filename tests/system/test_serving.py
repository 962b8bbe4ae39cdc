"""`flask serve`: pages and worker together, ended together, the worker started again when it dies."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.notifications.servers import free_port
from tests.system.processes import FLASK, answers, members, running, until, worker_of
from tests.templates import Templates


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


ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody is told of the death of a parent")


@ON_LINUX
@pytest.mark.parametrize("killed", ["wsgi serve", "granian"])  # what started both; the one that starts the pages
def test_killed_without_a_word_it_leaves_nothing_behind(
    sqlite_templates: Templates, tmp_path: Path, killed: str
) -> None:
    port, log = free_port(), tmp_path / "log"
    env = {"DATABASE_URL": sqlite_templates.copy("demo", "served"), "DATA_DIR": str(tmp_path), "PORT": str(port)}
    with running([*FLASK, "serve"], log, **env) as site:
        until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), "does not answer")
        until(lambda: worker_of(site.pid), "no worker")
        os.kill(min(pid for pid, command in members(site.pid).items() if killed in command), signal.SIGKILL)
        until(lambda: site.poll() is not None, "did not end")
        until(lambda: members(site.pid) == {}, "something lives on")
        assert not answers(f"http://127.0.0.1:{port}/healthz")
    sqlite_templates.remove("served")


@ON_LINUX
def test_a_worker_that_was_started_again_is_not_left_behind_either(tmp_path: Path) -> None:
    births = tmp_path / "births"
    web = "[sys.executable, '-c', 'import time; time.sleep(600)']"
    second_lives = (
        f"import pathlib, time; births = pathlib.Path({str(births)!r}); births.open('a').write('x');"
        " time.sleep(600 if len(births.read_text()) == 2 else 0)"
    )
    worker = f"[sys.executable, '-c', {second_lives!r}]"
    pair = f"import sys; from participation.commands.serving import Pair; sys.exit(Pair({web}, {worker}).run())"
    with running([sys.executable, "-c", pair], tmp_path / "log") as site:
        until(lambda: births.exists() and len(births.read_text()) == 2, "two births")
        os.kill(site.pid, signal.SIGKILL)
        site.wait()
        until(lambda: members(site.pid) == {}, "something lives on")
