"""News is collected into one mail a reader and period: at the reader's hour, about what may still be seen, once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from participation import clock
from participation.accounts.models import Person
from participation.cosigning.actions import withdraw
from participation.db import begin_write
from participation.notifications import following, queries
from participation.notifications.digests import due_at
from participation.notifications.importance import Channel
from participation.notifications.models import Digest, DigestEntry
from participation.notifications.transport import Spool
from participation.notifications.worker import Worker
from participation.notifications.worker.chores import gather
from participation.outbox.models import Event
from tests.notifications.scene import TITLE, Scene, text_of

WEEK = timedelta(days=7)


def person(scene: Scene, name: str) -> int:
    scene.session.rollback()
    return scene.session.scalars(select(Person.id).where(Person.name == name)).one()


def chosen(scene: Scene, name: str, hour: int = 8, **channels: str) -> None:
    number = person(scene, name)
    begin_write(scene.session)
    following.choose(scene.session, number, channels, hour)
    scene.session.commit()


def watch(scene: Scene, name: str, reference: str, *, follows: bool) -> None:
    number = person(scene, name)
    begin_write(scene.session)
    following.watch(scene.session, number, scene.whole(reference).id, follows=follows)
    scene.session.commit()


@pytest.mark.parametrize(
    ("rhythm", "hour", "now", "due"),
    [
        (Channel.DAILY, 8, datetime(2026, 11, 24, 7, 30, tzinfo=UTC), datetime(2026, 11, 24, 7, tzinfo=UTC)),
        (Channel.DAILY, 9, datetime(2026, 11, 24, 7, 30, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (Channel.WEEKLY, 8, datetime(2026, 11, 24, 7, 30, tzinfo=UTC), datetime(2026, 11, 23, 7, tzinfo=UTC)),
        (Channel.WEEKLY, 8, datetime(2026, 11, 23, 6, 30, tzinfo=UTC), datetime(2026, 11, 16, 7, tzinfo=UTC)),
        (Channel.DAILY, 8, datetime(2026, 7, 1, 6, 30, tzinfo=UTC), datetime(2026, 7, 1, 6, tzinfo=UTC)),
    ],
)
def test_a_digest_is_due_at_the_readers_hour_in_belgium(
    rhythm: Channel, hour: int, now: datetime, due: datetime
) -> None:
    assert due_at(rhythm, hour, now) == due


def test_many_events_on_one_initiative_become_one_entry_with_the_words_themselves(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    scene.usual("nele", "fatima")
    scene.co_sign(reference, statement="Wij komen met twee.")
    scene.co_sign(reference, "wim", "wardens")
    scene.work()
    assert "nele" not in scene.mails()
    scene.work(at=WEEK)
    (mail,) = scene.mails()["nele"]
    text = text_of(mail)
    assert text.count(TITLE) == 1
    assert text.count(reference) == 2  # named once, and in its address
    assert "/nl/stop/p" in text
    assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    assert scene.mails()["fatima"][0]["Content-Language"] == "fr"
    scene.work(at=2 * WEEK)
    assert len(scene.mails()["nele"]) == 1  # nothing new, so no mail


def test_the_words_are_in_the_digest_newest_first(scene: Scene) -> None:
    first, second = scene.published(), scene.published("Koffie")
    scene.quiet()
    scene.usual("nele")
    scene.co_sign(first, statement="Wij komen " + "heel graag " * 40)
    scene.co_sign(second)
    scene.tell()
    scene.work(at=WEEK)
    text = text_of(scene.mails()["nele"][0])
    assert text.index(second) < text.index(first)
    assert "> Wij komen heel graag" in text
    assert " …" in text
    assert max(len(line) for line in text.splitlines()) < 250


def test_a_digest_is_no_longer_than_a_screen_and_leads_to_the_rest(scene: Scene) -> None:
    references = [scene.published(f"Thee nummer {number}") for number in range(7)]
    scene.quiet()
    scene.usual("nele")
    for reference in references:
        scene.co_sign(reference)
    scene.tell()
    scene.work(at=WEEK)
    text = text_of(scene.mails()["nele"][0])
    assert [reference for reference in references if reference in text] == references[-4:]
    assert "3" in text.partition("/nl/messages/")[0].splitlines()[-3]  # so many more
    assert len(text.splitlines()) < 60


@pytest.mark.parametrize(("number", "shown", "lines"), [(1, 1, 2), (5, 3, 6)])
def test_each_has_a_line_and_its_words_before_any_has_two(scene: Scene, number: int, shown: int, lines: int) -> None:
    references = [scene.published(f"Thee nummer {one}") for one in range(number)]
    scene.quiet()
    scene.usual("nele")
    for reference in references:
        scene.co_sign(reference)
        deed = scene.deed("dirk", "fire")
        withdraw(deed, scene.whole(reference), "Het bestuur besliste anders.")
        deed.session.commit()
    scene.tell()
    scene.work(at=WEEK)
    text = text_of(scene.mails()["nele"][0]).replace("\r", "")
    assert [reference for reference in references if reference in text] == references[-shown:]
    assert text.count("\n> Het bestuur besliste anders.") == shown
    assert text.count("\n- ") == lines  # the second of each, or that there is one


def test_whoever_chose_daily_has_it_at_the_hour_chosen(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    chosen(scene, "nele", hour=clock.now().astimezone(clock.BRUSSELS).hour, news="daily")
    scene.co_sign(reference)
    scene.tell()
    scene.work(at=timedelta(days=1))
    assert len(scene.mails()["nele"]) == 1
    rows = queries.last_digests(scene.session)
    assert [(row.rhythm, row.built, row.sent) for row in rows] == [("daily", 1, 1)]


def test_what_can_no_longer_be_seen_is_not_in_it_and_an_empty_one_is_not_sent(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    scene.usual("wim")
    watch(scene, "wim", reference, follows=True)
    scene.co_sign(reference)
    scene.tell()
    assert scene.session.scalar(select(func.count()).select_from(DigestEntry)) == 1
    scene.act(reference, "unpublish", reason="Er staat een naam in de tekst.")
    begin_write(scene.session)
    scene.session.execute(update(Event).where(Event.kind == "unpublish").values(told_at=clock.now()))
    scene.session.commit()
    scene.work(at=WEEK)
    assert "wim" not in scene.mails()
    (row,) = [mail for mail in scene.rows() if mail.digest_id is not None]
    assert row.dropped_at is not None


def test_two_workers_build_a_digest_once(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    scene.usual("nele")
    scene.co_sign(reference)
    scene.tell()
    with clock.stopped_at(clock.now() + WEEK):
        first, second = Worker(Spool(scene.folder)), Worker(Spool(scene.folder))
        assert gather(scene.session, clock.now()) == 1
        assert gather(scene.session, clock.now()) == 0
        assert first.send(scene.session) == 2  # it, and what fatima wanted at once
        assert second.send(scene.session) == 0
    assert scene.session.scalar(select(func.count()).select_from(Digest)) == 1
    assert len(scene.mails()["nele"]) == 1


def test_killed_between_building_and_sending_it_goes_out_once(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    scene.usual("nele")
    scene.co_sign(reference)
    scene.tell()
    with clock.stopped_at(clock.now() + WEEK):
        assert gather(scene.session, clock.now()) == 1  # and then it was gone
    scene.work(at=WEEK + timedelta(minutes=5))
    scene.work(at=WEEK + timedelta(hours=5))
    assert len(scene.mails()["nele"]) == 1


def test_a_muted_initiative_stands_in_the_bell_alone(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    watch(scene, "nele", reference, follows=False)
    before = scene.told()["nele"]
    scene.co_sign(reference)
    scene.tell()
    scene.work(at=WEEK)
    assert scene.told()["nele"] == before + 1
    assert "nele" not in scene.mails()
    assert scene.mails()["fatima"]


def test_administrators_see_how_the_last_digests_went(scene: Scene) -> None:
    reference = scene.published()
    scene.quiet()
    scene.usual("nele")
    scene.co_sign(reference)
    scene.tell()
    scene.work(at=WEEK)
    said = scene.runner().invoke(args=["outbox", "digests"]).output
    assert "weekly" in said
    assert "1 built, 1 sent, 0 given up" in said
