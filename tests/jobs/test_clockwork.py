"""The clock of the chores: in a file or in a Redis, lost without harm, each chore done by one worker at a time."""

import logging
import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as GoneError
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from participation import clock
from participation.jobs.clockwork import FILE, Seldom, queue_for
from participation.jobs.models import Chore as Noted
from participation.notifications.worker.chores import DAY, MINUTE, Chore, all_chores, perform
from participation.portal.arranging import Arranger
from participation.settings import Settings
from tests.jobs.redis import a_redis
from tests.notifications.scene import Scene
from tests.system.processes import FLASK, running, until

pytestmark = pytest.mark.engines_in_turn

NAMES = {chore.name for chore in all_chores(10, Arranger())} | {"round"}


def noted(session: Session) -> dict[str, Noted]:
    session.rollback()
    return {one.name: one for one in session.scalars(select(Noted).where(Noted.ended_at.is_not(None)))}


def test_the_clock_stands_in_a_file_or_in_the_redis_of_the_rate_limits(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path)}
    queue_for(Settings.from_env(env)).storage.close()
    assert (tmp_path / FILE).exists()
    with a_redis() as (redis, _server):
        queue = queue_for(Settings.from_env(env | {"REDIS_URL": redis}))
        assert type(queue).__name__ == "RedisHuey"
        assert queue.pending_count() == 0


@pytest.mark.parametrize("where", ["file", "redis"])
def test_a_worker_does_every_chore_and_ends_when_asked(scene: Scene, url: str, tmp_path: Path, where: str) -> None:
    scene.submitted()
    scene.session.rollback()
    log, env = tmp_path / "log", {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}
    with a_redis() as (redis, _server):
        if where == "redis":
            env["REDIS_URL"] = redis
        with running([*FLASK, "worker"], log, **env) as worker:
            until(lambda: set(noted(scene.session)) == NAMES, f"only {set(noted(scene.session))}")
            until(scene.mails, "no mail")
            worker.send_signal(signal.SIGTERM)
            until(lambda: worker.poll() is not None, "did not end")
            assert worker.returncode == 0, log.read_text()
    assert {one.error for one in noted(scene.session).values()} == {""}
    assert (tmp_path / FILE).exists() is (where == "file")
    assert "Traceback" not in log.read_text()


def test_while_redis_is_away_mails_go_out_and_the_log_is_not_flooded(scene: Scene, url: str, tmp_path: Path) -> None:
    log, env = tmp_path / "log", {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}
    with a_redis() as (redis, server):
        scene.session.rollback()
        with running([*FLASK, "worker"], log, REDIS_URL=redis, **env) as worker:
            until(lambda: "network" in noted(scene.session), "the clock does not go")
            server.kill()
            server.wait()
            scene.submitted()
            scene.session.rollback()
            until(scene.mails, "no mail")
            time.sleep(5)
            worker.send_signal(signal.SIGTERM)
            until(lambda: worker.poll() is not None, "did not end")
            assert worker.returncode == 0, log.read_text()
    said = log.read_text()
    assert "Traceback" not in said
    assert 0 < said.count("Error reading") <= 2, said


@pytest.mark.parametrize(("error", "lines"), [(GoneError("reset by peer"), 1), (ValueError("a task's own"), 2)])
def test_a_queue_that_goes_away_as_a_task_begins_is_said_once_in_one_line(error: Exception, lines: int) -> None:
    seldom, made = Seldom(), logging.LogRecord
    told = [
        made("", logging.ERROR, "", 0, "Error in %s.", (name,), (type(error), error, None)) for name in ("one", "two")
    ]
    kept = [record for record in told if seldom.filter(record)]
    assert len(kept) == lines
    assert all((record.exc_info is None) == (lines == 1) for record in kept)


def test_killed_and_started_again_over_an_emptied_queue_nothing_is_missed(
    scene: Scene, url: str, tmp_path: Path
) -> None:
    log, env = tmp_path / "log", {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}
    with running([*FLASK, "worker"], log, **env) as worker:
        until(lambda: "network" in noted(scene.session), "the clock does not go")
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    (tmp_path / FILE).unlink()
    scene.submitted()
    scene.session.rollback()
    with running([*FLASK, "worker"], log, **env):
        until(scene.mails, "no mail")


def test_once_does_every_chore_that_is_there_and_notes_it(scene: Scene, url: str, tmp_path: Path) -> None:
    scene.session.rollback()
    env = {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}
    with running([*FLASK, "worker", "--once"], tmp_path / "log", **env) as worker:
        until(lambda: worker.poll() is not None, "did not end")
        assert worker.returncode == 0, (tmp_path / "log").read_text()
    assert set(noted(scene.session)) == NAMES - {"round"}


def test_two_workers_never_do_a_chore_at_the_same_time(engine: Engine) -> None:
    done: list[int] = []

    def do(_session: Session, _at: object) -> int:
        with Session(engine) as other:
            done.append(perform(other, chore))
        return 7

    chore = Chore("digests", MINUTE, do)
    with Session(engine) as session:
        assert perform(session, chore) == 7
        assert done == [0]
        assert noted(session)["digests"].number == 7
        assert perform(session, chore) == 0  # it is not due yet
        assert done == [0]


def test_what_a_dead_worker_had_in_hand_is_done_two_minutes_later(engine: Engine) -> None:
    def die(_session: Session, _at: object) -> int:
        raise KeyboardInterrupt

    with Session(engine) as session:
        with pytest.raises(KeyboardInterrupt):
            perform(session, Chore("digests", MINUTE, die))
        sound = Chore("digests", MINUTE, lambda _session, _at: 1)
        with clock.stopped_at(clock.now() + timedelta(seconds=90)):
            assert perform(session, sound) == 0
        with clock.stopped_at(clock.now() + timedelta(seconds=121)):
            assert perform(session, sound) == 1


def test_a_chore_that_fails_says_so_holds_up_nothing_and_is_tried_again(engine: Engine) -> None:
    def fail(_session: Session, _at: object) -> int:
        raise ValueError

    with Session(engine) as session:
        assert perform(session, Chore("network", DAY, fail)) == 0
        assert noted(session)["network"].error == "ValueError"
        again = Chore("network", DAY, lambda _session, _at: 1)
        assert perform(session, again) == 0
        with clock.stopped_at(clock.now() + DAY):
            assert perform(session, again) == 1
        assert noted(session)["network"].error == ""
