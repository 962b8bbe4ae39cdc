"""Reminders: of what is still to be done, once each, and of nothing that was done in the meantime."""

from datetime import datetime, time, timedelta

from sqlalchemy import select, update

from participation import clock
from participation.cosigning import actions as cosigning
from participation.cosigning.actions import Consent
from participation.db import begin_write
from participation.initiatives.models import Initiative, Version
from participation.notifications.models import Reminder
from participation.notifications.transport import Spool
from participation.notifications.worker import Worker
from tests.notifications.scene import Scene, chores

A_DAY = timedelta(days=1)


def remind(scene: Scene, days: int = 0) -> list[str]:
    """Run a worker at noon, so many days from now; return the subjects it mailed, by whom."""
    for path in scene.folder.glob("*.eml"):
        path.unlink()
    noon = datetime.combine(clock.today() + days * A_DAY, time(12), clock.BRUSSELS)
    worker = Worker(Spool(scene.folder))
    with clock.stopped_at(noon):
        worker.drain(scene.session, chores("digests", "mandates", "reminders"))
    return sorted(scene.mails())


def kinds(scene: Scene) -> list[str]:
    scene.session.rollback()
    return sorted(scene.session.scalars(select(Reminder.kind)))


def set_days(scene: Scene, **values: object) -> None:
    begin_write(scene.session)
    scene.session.execute(update(Version).values(**values))
    scene.session.commit()


def test_on_the_day_of_publication_the_proposer_reads_what_to_do_next(scene: Scene) -> None:
    scene.published()
    scene.quiet()
    assert remind(scene) == ["fatima", "nele"]
    assert kinds(scene) == ["starter_list"]
    assert remind(scene) == []
    assert remind(scene, days=2) == []


def test_a_co_signature_to_confirm_is_asked_for_again_after_a_week_once(scene: Scene) -> None:
    reference = scene.consulted()
    scene.co_sign(reference)
    deed = scene.deed("nele", "youth")
    thing = scene.whole(reference)
    thing.copy.body = "Wij zetten koffie."
    deed.session.commit()
    scene.act(reference, "revise", "nele", "youth")
    scene.quiet()
    assert remind(scene, days=6) == []
    assert remind(scene, days=8) == ["dirk", "ed"]
    assert remind(scene, days=9) == []
    assert kinds(scene) == ["still_to_reaffirm"]


def test_a_commitment_is_recalled_a_fortnight_before(scene: Scene) -> None:
    reference = scene.published()
    deed = scene.deed("dirk", "fire")
    thing = scene.whole(reference)
    ask = thing.shown_version.asks[0].key
    cosigning.co_sign(deed, thing, Consent(thing.shown, mandate=True, commitments={ask: "2"}))
    deed.session.commit()
    scene.co_sign(reference, "wim", "wardens")
    set_days(scene, date_kind="fixed_day", date_from=clock.today() + 20 * A_DAY)
    scene.quiet()
    assert remind(scene, days=2) == []
    assert remind(scene, days=7) == ["dirk", "ed"]  # wim's organisation brings nothing
    assert remind(scene, days=8) == []


def test_an_outcome_that_is_owed_is_asked_for_after_a_week_and_a_month(scene: Scene) -> None:
    scene.published()
    set_days(scene, date_kind="fixed_day", date_from=clock.today() + 2 * A_DAY)
    scene.quiet()
    assert remind(scene, days=3) == []
    assert remind(scene, days=9) == ["fatima", "nele"]
    assert remind(scene, days=10) == []
    assert remind(scene, days=32) == ["fatima", "nele"]
    assert remind(scene, days=33) == []


def test_what_is_done_is_not_asked_for(scene: Scene) -> None:
    reference = scene.published()
    set_days(scene, date_kind="fixed_day", date_from=clock.today() + 2 * A_DAY)
    scene.quiet()
    begin_write(scene.session)
    done = {"status": "concluded", "outcome": "took_place"}
    scene.session.execute(update(Initiative).where(Initiative.reference == reference).values(**done))
    scene.session.commit()
    assert remind(scene, days=9) == []


def test_moderators_have_one_count_a_day_and_only_while_something_waits(scene: Scene) -> None:
    scene.usual("mo", "max")
    reference = scene.submitted()
    scene.work()
    assert "mo" not in scene.mails()  # nothing at once
    assert scene.told()["mo"] == 1  # but it stands in the bell
    assert remind(scene, days=1) == ["max", "mo"]
    assert remind(scene, days=1) == []
    assert remind(scene, days=2) == ["max", "mo"]
    scene.act(reference, "request_changes", remarks={"title": "Welke wachten?"})
    scene.quiet()
    assert remind(scene, days=3) == []


def test_a_case_past_the_promise_is_told_to_every_moderator_once(scene: Scene) -> None:
    scene.submitted()
    scene.quiet()
    assert remind(scene, days=5) == []
    assert remind(scene, days=20) == ["max", "mo"]
    assert remind(scene, days=21) == []
    assert kinds(scene).count("desk_late") == 1


def test_asks_4_2_what_stands_still_is_recalled_once_with_what_to_do_next(scene: Scene) -> None:
    scene.draft()
    scene.consulted("Koffie")
    scene.quiet()
    assert remind(scene, days=13) == []
    assert remind(scene, days=15) == ["fatima", "nele"]
    assert remind(scene, days=16) == []
    assert remind(scene, days=29) == []
    assert remind(scene, days=31) == ["fatima", "nele"]
    assert kinds(scene).count("stands_still") == 2
    assert "Koffie" in str(scene.mails()["nele"][0]["Subject"])


def test_asks_4_2_where_something_moves_nobody_is_reminded(scene: Scene) -> None:
    reference = scene.consulted()
    scene.quiet()
    scene.at = clock.now() + 20 * A_DAY
    with clock.stopped_at(scene.at):
        scene.co_sign(reference)
    assert "stands_still" not in kinds(scene)
    remind(scene, days=31)
    assert "stands_still" not in kinds(scene)
    remind(scene, days=52)
    assert kinds(scene).count("stands_still") == 1


def test_asks_4_2_a_public_one_with_a_day_has_its_own_reminders(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    begin_write(scene.session)
    day = {"date_kind": "fixed_day", "date_from": clock.today() + 90 * A_DAY}
    scene.session.execute(update(Version).values(**day))
    scene.session.commit()
    remind(scene, days=31)
    assert "stands_still" not in kinds(scene)
    begin_write(scene.session)
    scene.session.execute(update(Version).values(date_kind="to_be_agreed", date_from=None))
    scene.session.commit()
    assert remind(scene, days=32) == ["fatima", "nele"]
    assert reference
