"""K2: the worker is killed between commit and mail; every mail goes out after all, and once."""

import asyncio
import os
import signal
import threading
from datetime import timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from participation.notifications.letters import Letter
from participation.notifications.transport import Spool, transport_for
from participation.notifications.worker import Worker
from tests.notifications.scene import Scene
from tests.notifications.servers import Box, free_port, server
from tests.system.processes import FLASK, running, until

LATER = timedelta(minutes=5)  # the claim of the dead has lapsed
EVERYONE = ["fatima@example.be", "max@example.be", "mo@example.be"]


class Slow(Box):
    """Says when somebody names a recipient, and answers only when it is let go on."""

    def __init__(self) -> None:
        super().__init__({})
        self.reached, self.go_on = threading.Event(), threading.Event()

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.reached.set()
        await asyncio.to_thread(self.go_on.wait)
        return await super().handle_RCPT(server, session, envelope, address, options)


def test_killed_in_the_middle_of_sending_each_mail_arrives_once(scene: Scene, url: str, tmp_path: Path) -> None:
    scene.submitted()
    scene.session.rollback()
    slow = Slow()
    controller = Controller(slow, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        env = {"DATABASE_URL": url, "DATA_DIR": str(tmp_path), "MAIL_URL": f"smtp://127.0.0.1:{controller.port}"}
        with running([*FLASK, "worker"], tmp_path / "log", **env) as worker:
            until(slow.reached.is_set, "nothing was sent")
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        slow.go_on.set()
    finally:
        controller.stop()
    assert slow.mails == []
    assert {mail.sent_at for mail in scene.rows()} == {None}
    assert len(scene.rows()) == len(EVERYONE)
    with server() as (where, box):
        scene.work(transport_for(where, "no-reply@reseau.example", tmp_path), at=LATER)
        scene.work(transport_for(where, "no-reply@reseau.example", tmp_path), at=2 * LATER)
    assert box.to() == EVERYONE


def test_killed_before_it_began_the_next_one_sends_each_once(scene: Scene, url: str, tmp_path: Path) -> None:
    scene.submitted()
    scene.tell()  # told and committed, and then it was gone
    env = {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)}
    with running([*FLASK, "worker", "--once"], tmp_path / "log", **env) as worker:
        until(lambda: worker.poll() is not None, "did not end")
        assert worker.returncode == 0, (tmp_path / "log").read_text()
    with running([*FLASK, "worker", "--once"], tmp_path / "log", **env) as worker:
        until(lambda: worker.poll() is not None, "did not end")
    assert sorted(f"{name}@example.be" for name in scene.mails()) == EVERYONE
    assert len(list(scene.folder.glob("*.eml"))) == len(EVERYONE)


def test_killed_after_the_folder_had_it_and_before_it_was_marked_the_same_file_is_written_again(scene: Scene) -> None:
    scene.submitted()
    scene.tell()
    kept = Killed(scene.folder)
    worker = Worker(kept)
    try:
        worker.round(scene.session)
    except KeyboardInterrupt:
        scene.session.rollback()
    assert [mail.sent_at for mail in scene.rows()] == [None, None, None]
    scene.work(at=LATER)
    assert len(list(scene.folder.glob("*.eml"))) == len(EVERYONE)


class Killed(Spool):
    """Hands one mail over and is gone, as by a signal, before anybody could note it."""

    def send(self, mail: Letter, address: str) -> None:
        super().send(mail, address)
        raise KeyboardInterrupt
