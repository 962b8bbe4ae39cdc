"""Administrators let mails that were given up go out again, one by one or all; each press does it once."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.journal.models import Entry
from participation.notifications.models import Mail
from participation.outbox.models import Event
from tests.portal.test_pages import hidden, signed_in

PAGE = "/en/admin/mails/"
WHY = "550 <b>no such box</b>"


@pytest.fixture
def parked(demo: Session) -> list[int]:
    """Three mails that were given up, and one that waits."""
    at = clock.now()
    event = Event(
        at=at, kind="publish", audience="partners", actor_key="", organisation_id=None,
        subject_kind="initiative", subject_id=1, detail_id=None, told_at=at,
    )  # fmt: skip
    demo.add(event)
    demo.flush()
    made = []
    for number in range(4):
        mail = Mail(
            event_id=event.id, person_id=None, address=f"box{number}@example.be", language="nl",
            message_id=f"<parked-{number}@example.be>", queued_at=at, next_try_at=at, tries=9, last_error=WHY,
            given_up_at=at if number < 3 else None,
        )  # fmt: skip
        demo.add(mail)
        demo.flush()
        made.append(mail.id)
    demo.commit()
    return made


def given_up(demo: Session) -> list[int]:
    demo.rollback()
    return list(demo.scalars(select(Mail.id).where(Mail.given_up_at.is_not(None)).order_by(Mail.id)))


def entries(demo: Session) -> list[tuple[str, int]]:
    about = select(Entry.kind, Entry.subject_id).where(Entry.subject_kind == "mail").order_by(Entry.id)
    found = [(kind, number) for kind, number in demo.execute(about)]  # rows
    demo.rollback()
    return found


def test_one_mail_is_sent_again_and_a_second_press_changes_nothing(
    app: Flask, demo: Session, parked: list[int]
) -> None:
    admin = signed_in(app, "admin")
    page = admin.get(PAGE).text
    assert page.count("data-mail=") == 3
    assert "550 &lt;b&gt;no such box" in page
    press = hidden(page, "send-again")
    assert admin.post(f"{PAGE}{parked[1]}/send-again", data=press).status_code == 303
    assert given_up(demo) == [parked[0], parked[2]]
    again = demo.get_one(Mail, parked[1])
    assert again.tries == 0
    demo.rollback()
    assert admin.post(f"{PAGE}{parked[1]}/send-again", data=press).status_code == 303
    assert admin.post(f"{PAGE}{parked[3]}/send-again", data=press).status_code == 303  # it waits already
    assert given_up(demo) == [parked[0], parked[2]]
    assert entries(demo) == [("send_mail_again", parked[1])]


def test_all_are_sent_again_at_once(app: Flask, demo: Session, parked: list[int]) -> None:
    admin = signed_in(app, "admin")
    press = hidden(admin.get(PAGE).text, "send-all-again")
    for _press in range(2):
        assert admin.post(f"{PAGE}send-again", data=press).status_code == 303
    assert given_up(demo) == []
    assert entries(demo) == [("send_mails_again", 0)]
    page = admin.get(PAGE).text
    assert "send-all-again" not in page
    assert "data-mail=" not in page
    assert demo.get_one(Mail, parked[3]).tries == 9  # what was waiting goes on as it was


def test_nothing_is_sent_again_without_the_token(app: Flask, demo: Session, parked: list[int]) -> None:
    admin = signed_in(app, "admin")
    for path in (f"{PAGE}{parked[0]}/send-again", f"{PAGE}send-again"):
        assert admin.post(path).status_code == 400
        assert admin.get(path).status_code == 405
    assert given_up(demo) == parked[:3]


@pytest.mark.parametrize("number", ["0", "2147483648", "99999999999999999999"])
def test_j1_a_mail_that_cannot_be(app: Flask, demo: Session, parked: list[int], number: str) -> None:
    admin = signed_in(app, "admin")
    press = hidden(admin.get(PAGE).text, "send-again")
    assert admin.post(f"{PAGE}{number}/send-again", data=press).status_code == 404
    assert given_up(demo) == parked[:3]
