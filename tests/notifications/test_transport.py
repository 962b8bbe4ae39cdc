"""Mail against servers that refuse, hang, or are not there; nothing is lost, nothing is sent twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from participation.notifications import transport
from participation.notifications.actions import PAUSES
from participation.notifications.transport import transport_for
from tests.notifications.scene import Scene, text_of
from tests.notifications.servers import free_port, server, silent

FROM = "Réseau <no-reply@reseau.example>"
HOUR = timedelta(hours=1)


def smtp(url: str) -> transport.Transport:
    return transport_for(url, FROM, Path())


def test_a_server_gets_one_mail_for_each_with_text_and_html_and_honest_headers(scene: Scene) -> None:
    reference = scene.submitted()
    with server() as (url, box):
        scene.work(smtp(url))
    assert box.to() == ["fatima@example.be", "max@example.be", "mo@example.be"]
    mail = box.mails[0]
    assert mail.get_content_type() == "multipart/alternative"
    assert str(mail["Subject"]).startswith(f"[Réseau] {reference} ")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<messages.reseau.example>"
    assert str(mail["Message-ID"]).endswith("@reseau.example>")
    assert mail["Date"].datetime is not None
    assert str(mail["From"]) == FROM
    assert reference in text_of(mail)
    assert len({str(m["Message-ID"]) for m in box.mails}) == 3


def test_an_address_that_is_refused_for_good_is_given_up_and_the_others_get_theirs(scene: Scene) -> None:
    scene.submitted()
    with server(mo="550 no such user here") as (url, box):
        scene.work(smtp(url))
    assert box.to() == ["fatima@example.be", "max@example.be"]
    (parked,) = [mail for mail in scene.rows() if mail.given_up_at is not None]
    assert (parked.address, parked.tries, parked.last_error) == ("mo@example.be", 1, "550 no such user here")


def test_an_address_that_is_refused_for_now_is_tried_again_after_growing_pauses(scene: Scene) -> None:
    scene.submitted()
    with server(mo="451 try later") as (url, box):
        passed = timedelta()
        for tries, pause in enumerate(PAUSES, 1):
            scene.work(smtp(url), at=passed)
            (waiting,) = [mail for mail in scene.rows() if mail.sent_at is None]
            assert (waiting.tries, waiting.last_error) == (tries, "451 try later")
            scene.work(smtp(url), at=passed + pause / 2)  # too early: nothing is tried
            assert [mail.tries for mail in scene.rows() if mail.sent_at is None] == [tries]
            passed += pause + timedelta(seconds=5)
        assert len(box.mails) == 2
        del box.refused["mo@example.be"]
        scene.work(smtp(url), at=passed + HOUR)
    assert box.to() == ["fatima@example.be", "max@example.be", "mo@example.be"]


def test_a_server_that_is_down_loses_nothing_and_gets_each_once_when_it_is_back(scene: Scene) -> None:
    scene.submitted()
    scene.work(smtp(f"smtp://127.0.0.1:{free_port()}"))
    assert {mail.sent_at for mail in scene.rows()} == {None}
    with server() as (url, box):
        scene.work(smtp(url), at=HOUR)
        scene.work(smtp(url), at=2 * HOUR)
    assert box.to() == ["fatima@example.be", "max@example.be", "mo@example.be"]


def test_a_server_that_hangs_is_left_after_a_while(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", 0.2)
    scene.submitted()
    with silent() as url:
        worker = scene.work(smtp(url))
    assert worker.resting_until is not None  # and no other mail waited for the same silence
    assert sorted(mail.tries for mail in scene.rows()) == [0, 0, 1]
    with server() as (url, box):
        scene.work(smtp(url), at=HOUR)
    assert len(box.mails) == 3


def test_after_a_day_of_tries_a_mail_is_given_up_and_can_be_sent_again_from_the_command_line(scene: Scene) -> None:
    scene.submitted()
    with server(mo="451 try later") as (url, box):
        scene.work(smtp(url))
        scene.work(smtp(url), at=timedelta(hours=25))
        (parked,) = [mail for mail in scene.rows() if mail.sent_at is None]
        assert parked.given_up_at is not None
        del box.refused["mo@example.be"]
        number, name = parked.id, parked.message_id
        scene.work(smtp(url), at=timedelta(hours=26))
        assert len(box.mails) == 2  # what was given up stays so until somebody says otherwise
        runner = scene.runner()
        assert f"mail {number}: to mo@example.be, given up" in runner.invoke(args=["outbox"]).output
        assert runner.invoke(args=["outbox", "resend", "999999"]).exit_code == 1
        assert runner.invoke(args=["outbox", "resend", str(number)]).exit_code == 0
        scene.work(smtp(url), at=timedelta(hours=26))
    (again,) = [mail for mail in box.mails if str(mail["To"]) == "mo@example.be"]
    assert name in str(again["Message-ID"])


def test_spooled_mail_is_for_its_owner_alone(scene: Scene) -> None:
    scene.submitted()
    scene.work()
    assert scene.folder.stat().st_mode & 0o077 == 0
    files = list(scene.folder.iterdir())
    assert len(files) == 3
    assert not [path for path in files if path.stat().st_mode & 0o077]


def test_every_mail_has_the_words_themselves_and_can_be_filtered(scene: Scene) -> None:
    """What people asked for: the content and not only a link to it, and a mark that a mail program can sort by."""
    reference = scene.published()
    scene.quiet()
    scene.co_sign(reference, statement="Wij brengen een ladderwagen mee.")
    with server() as (url, box):
        scene.work(smtp(url))
    assert box.mails
    for mail in box.mails:
        assert str(mail["Subject"]).startswith("[Réseau] ")
        assert mail["List-Id"] == "<messages.reseau.example>"
        for kind in ("plain", "html"):
            assert "Wij brengen een ladderwagen mee." in text_of(mail, kind)
