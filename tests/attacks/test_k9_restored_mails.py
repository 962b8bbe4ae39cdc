"""K9: after an older backup was put back, what was mailed since is not mailed again by itself."""

from datetime import datetime, time, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from participation import clock
from participation.db import begin_write
from participation.extensions import db
from participation.initiatives.models import Prepared
from participation.notifications import actions
from participation.notifications.models import DigestEntry, Mail, Message
from participation.notifications.transport import Spool
from participation.notifications.worker import Worker
from participation.organisations.actions import four_eyes
from participation.organisations.models import Membership, Organisation
from participation.outbox.models import Event
from tests.attacks.elsewhere import typed
from tests.notifications.scene import Scene, chores


def sent(folder: Path, *by_the_clock: str) -> int:
    """Let a worker do all there is to do, at noon or later, and count what it has sent so far."""
    session, noon = db.session(), datetime.combine(clock.today(), time(12), clock.BRUSSELS)
    with clock.stopped_at(max(noon, clock.now())):
        Worker(Spool(folder)).drain(session, chores("digests", "tidying", *by_the_clock))
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


def let_the_clock_have_something_to_say(scene: Scene) -> None:
    """Leave a publication, a case at the desk, mandates that end soon, and what waited too long for a second person."""
    scene.published()
    waiting = scene.consulted("Koffie")
    scene.submitted("Soep")
    deed = scene.deed("dirk", "fire")
    fire = scene.session.scalars(select(Organisation).where(Organisation.slug == "fire")).one()
    four_eyes.switch_on(deed, fire)
    scene.session.commit()
    scene.co_sign(waiting)
    scene.quiet()
    begin_write(scene.session)
    scene.session.execute(update(Prepared).values(until=clock.now()))
    ends = clock.now() + timedelta(days=5)
    scene.session.execute(update(Membership).where(Membership.organisation_id == fire.id).values(mandate_until=ends))
    scene.session.commit()


def test_k9_what_fell_due_since_the_backup_is_held_as_well(
    scene: Scene, app: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    by_the_clock = "reminders", "mandates", "confirmations"
    let_the_clock_have_something_to_say(scene)
    typed(app, "backup", str(tmp_path / "backup"))
    here = sent(tmp_path / "here", *by_the_clock)
    told = set(scene.session.scalars(select(Event.kind).where(Event.told_at.is_not(None))))
    assert {"starter_list", "desk_waiting", "mandate_ends", "act_lapsed"} <= told
    scene.session.rollback()
    assert f"sent since: {here}." in typed(elsewhere, "restore", str(tmp_path / "backup"))
    with elsewhere.app_context():
        session = db.session()
        assert sent(tmp_path / "there", *by_the_clock) == 0
        begin_write(session)
        assert actions.resend_all(session, clock.now()) == here
        session.commit()
        assert 0 < sent(tmp_path / "there", *by_the_clock) <= here
