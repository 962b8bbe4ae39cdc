"""K9: after an older backup was put back, what was mailed since is not mailed again by itself."""

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from participation import clock
from participation.db import begin_write
from participation.extensions import db
from participation.notifications import actions
from participation.notifications.models import DigestEntry, Mail, Message
from participation.notifications.transport import Spool
from participation.notifications.worker import Worker
from participation.outbox.models import Event
from tests.attacks.elsewhere import typed
from tests.notifications.scene import Scene, chores


def sent(folder: Path) -> int:
    """Let a worker do all there is to do, and count what it has sent so far."""
    session = db.session()
    Worker(Spool(folder)).drain(session, chores("digests", "tidying"))
    session.rollback()
    return len(list(folder.glob("*.eml")))


def test_k9_what_waited_in_a_backup_is_held_until_somebody_lets_it_go(
    scene: Scene, app: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    scene.usual("nele")  # comments wait for her digest
    reference = scene.published()
    begin_write(scene.session)
    scene.comment(scene.whole(reference))
    scene.session.commit()
    scene.tell()
    scene.act(reference, "unpublish", reason="Wait a little.", reason_code="other")  # not told yet
    while Worker(Spool(tmp_path)).seal(scene.session):
        pass
    scene.session.rollback()
    typed(app, "backup", str(tmp_path / "backup"))
    assert sent(tmp_path / "here") > 0
    said = typed(elsewhere, "restore", str(tmp_path / "backup"))
    with elsewhere.app_context():
        session = db.session()
        assert session.scalar(select(func.count()).where(Event.told_at.is_(None))) == 0
        assert session.scalar(select(func.count()).select_from(Message))
        assert session.scalar(select(func.count()).select_from(DigestEntry)) == 0
        assert (held := session.scalar(select(func.count()).where(Mail.given_up_at.is_not(None))))
        assert f"sent since: {held}." in said
        assert sent(tmp_path / "there") == 0
        begin_write(session)
        assert actions.resend_all(session, clock.now()) == held
        session.commit()
        assert 0 < sent(tmp_path / "there") <= held  # who may not see it any more is not written to
