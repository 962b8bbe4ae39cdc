"""L4: taking consent back is as easy as giving it: no sign-in, one click, and a GET changes nothing."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from participation.accounts.models import Person
from participation.db import begin_write
from participation.journal.models import Entry
from participation.notifications.models import Follow, MailPreference
from tests.notifications.browser import Browser
from tests.notifications.scene import Scene, text_of
from tests.notifications.test_following import agreed, asked, link

WEEK = timedelta(days=7)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def test_opening_the_links_agrees_to_nothing_and_stops_nothing(scene: Scene, app: Flask) -> None:
    reference = scene.published()
    scene.quiet()
    asked(scene, app, f"initiative={reference}")
    path = link(text_of(scene.mails()["vera"][0]), "follow")
    scanner = Browser(app)
    assert scanner.get(path).status_code == 200
    assert scanner.client.head(path).status_code == 200
    scene.session.rollback()
    assert scene.session.scalars(select(Follow.confirmed_at)).one() is None
    agreed(scene, app, f"initiative={reference}")  # the mail is still good
    scene.co_sign(reference)
    scene.tell()
    scene.work(at=WEEK)
    stop = link(text_of(scene.mails()["vera"][0]), "stop")
    assert scanner.get(stop).status_code == 200
    scene.session.rollback()
    assert scene.session.scalars(select(Follow.ended_at)).one() is None


def test_one_click_of_a_mail_program_ends_it_without_sign_in_cookie_or_form_token(scene: Scene, app: Flask) -> None:
    reference = scene.published()
    scene.quiet()
    agreed(scene, app, f"initiative={reference}")
    scene.co_sign(reference)
    scene.tell()
    scene.work(at=WEEK)
    mail = scene.mails()["vera"][0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link(str(mail["List-Unsubscribe"]).strip("<>"), "stop")
    answer = Browser(app).post(path, ONE_CLICK)
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert Browser(app).post(path, ONE_CLICK).status_code == 200  # twice is the same
    scene.session.rollback()
    kept = scene.session.scalars(select(Follow)).one()
    assert kept.asked_at < kept.confirmed_at < kept.ended_at  # type: ignore[operator]  # all three are known
    assert "confirm_follow" in set(scene.session.scalars(select(Entry.kind)))
    scene.co_sign(reference, "wim", "wardens")
    scene.tell()
    scene.work(at=2 * WEEK)
    assert len(scene.mails()["vera"]) == 1


def test_one_click_stops_a_persons_mails_but_not_the_links_to_sign_in(scene: Scene, app: Flask) -> None:
    reference = scene.published()
    scene.work()
    path = link(text_of(scene.mails()["nele"][0]), "stop")
    scene.quiet()
    scene.co_sign(reference)
    scene.tell()  # waits
    assert Browser(app).post(path, ONE_CLICK).status_code == 200
    scene.work()
    assert "nele" not in scene.mails()  # not even what was waiting
    assert "fatima" in scene.mails()
    begin_write(scene.session)
    nele = scene.session.scalars(select(Person).where(Person.name == "nele")).one()
    assert scene.session.get_one(MailPreference, nele.id).stopped_at is not None


def test_a_guessed_or_foreign_token_stops_nobody(scene: Scene, app: Flask) -> None:
    scene.published()
    scene.work()
    good = link(text_of(scene.mails()["nele"][0]), "stop")
    number = good.split("/stop/p")[1].partition("-")[0]
    foreign = good.replace(f"/stop/p{number}-", f"/stop/p{int(number) + 1}-")
    for path in (foreign, good[:-1], "/nl/stop/p1-", "/nl/stop/f1-x", "/nl/stop/é", "/nl/stop/p99999999999-x"):
        assert Browser(app).get(path).status_code == 404
        assert Browser(app).post(path, ONE_CLICK).status_code == 404
    scene.session.rollback()
    assert not [one for one in scene.session.scalars(select(MailPreference)) if one.stopped_at is not None]
