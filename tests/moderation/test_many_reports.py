"""Reports about many comments leave the desk at once, each by itself, and none that nobody has read."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.commands.working import kinds
from participation.comments import actions, queries
from participation.comments.models import Comment, Report
from participation.db import UNSYNCED, begin_write
from participation.initiatives import queries as initiatives
from participation.jobs.models import Job
from participation.jobs.worker import Runner
from participation.journal.queries import history
from tests import network, visits
from tests.templates import settings_for

DESK = "/en/desk/comments"
BOX = re.compile(r'name="comment" value="([0-9a-f]+\.[0-9]+)"')
CHECKED = re.compile(r'name="comment"[^>]* checked')


def reported(net: Session, number: int, by: str = "wardens") -> list[str]:
    """Let the fire service say something several times, and others report each; return what the boxes hold."""
    reference = network.standing_at(net, "published")
    for turn in range(number):
        initiative = initiatives.one(net, reference)
        assert initiative is not None
        given = actions.Given(text=f"Word number {turn}.", scope="public", language="nl")
        made = actions.comment(network.deed(net, "fire"), initiative, given)
        report(net, made.public_id, by)
    net.commit()
    return [f"{name}.1" for name in net.scalars(select(Comment.public_id).order_by(Comment.id))]


def report(net: Session, public_id: str, by: str, words: str = "This is no answer.") -> None:
    net.flush()
    found = queries.one(net, public_id)
    assert found is not None
    actions.report(network.deed(net, by), found, actions.Given(reason=words))
    net.flush()
    net.expire_all()


def work(net: Session, path: str) -> Job:
    number = int(path.rpartition("/")[2])
    Runner(kinds(settings_for("sqlite:///x"))).run(net, number)
    net.rollback()
    return net.get_one(Job, number)


def unhandled(net: Session) -> int:
    net.rollback()
    found = len(list(net.scalars(select(Report).where(Report.handled_at.is_(None)))))
    net.rollback()
    return found


def press(app: Flask, who: str, *ticked: str, status: int = 303) -> str:
    answer = visits.send(visits.enter(app, who), DESK, who, comment=list(ticked))
    assert answer.status_code == status, answer.text
    return answer.headers.get("Location", "")


def test_forty_reports_leave_with_one_press_and_each_has_its_entry(app: Flask, net: Session) -> None:
    boxes = reported(net, 40)
    net.rollback()
    desk = visits.enter(app, "desk")
    page = desk.get(DESK)
    assert sorted(BOX.findall(page.text)) == sorted(boxes)
    assert page.text.count("<p>This is no answer.</p>") == 40  # what one ticks, one has read
    assert not CHECKED.search(page.text)
    assert len(CHECKED.findall(desk.get(f"{DESK}?all=1").text)) == 40
    path = visits.do(desk, DESK, "dismiss-many", comment=boxes).headers["Location"]
    assert unhandled(net) == 40  # the worker does it, and says how far it is
    found = work(net, path)
    assert (found.result, found.whole) == ({"number": 40, "refused": []}, 40)
    assert unhandled(net) == 0
    assert "40 comments have left the list." in desk.get(path).text
    assert "Nothing waits" in desk.get(DESK).text
    begin_write(net)
    for one in net.scalars(select(Comment)):
        last = history(net, *one.subject)[-1]
        assert (last.kind, last.actor_key) == ("dismiss", network.deed(net, "desk").actor.key)
    net.rollback()
    assert work(net, press(app, "desk", *boxes)).result["refused"] == []  # a repeat


def test_what_was_reported_once_more_since_is_left_and_named(app: Flask, net: Session) -> None:
    boxes = reported(net, 2)
    begin_write(net)
    report(net, boxes[0].partition(".")[0], "watch", "Read this one too.")
    net.commit()
    path = press(app, "desk", *boxes)
    found = work(net, path)
    again = boxes[0].partition(".")[0]
    assert found.result == {"number": 1, "refused": [[again, "WrongStatus", "reported_since"]]}
    assert unhandled(net) == 2
    page = visits.enter(app, "desk").get(path).text
    assert f'href="/en/comments/{again}"' in page
    assert "It was reported once more" in page


def test_who_took_part_or_is_no_moderator_any_more_dismisses_nothing(app: Flask, net: Session) -> None:
    boxes = reported(net, 2)
    net.rollback()
    assert [why for _name, why, _more in work(net, press(app, "partial", *boxes)).result["refused"]] == [
        "NotAllowed"
    ] * 2
    path = press(app, "desk", *boxes)
    begin_write(net)
    net.execute(update(Person).values(is_moderator=False), execution_options=UNSYNCED)
    net.commit()
    assert len(work(net, path).result["refused"]) == 2
    assert unhandled(net) == 2


@pytest.mark.parametrize("ticked", [[], [f"{n:020x}.1" for n in range(101)]])
def test_nothing_ticked_or_too_much_comes_back(app: Flask, net: Session, ticked: list[str]) -> None:
    net.rollback()
    press(app, "desk", *ticked, status=422)


def test_what_is_no_box_of_ours_is_refused_one_by_one(app: Flask, net: Session) -> None:
    boxes = reported(net, 1)
    net.rollback()
    odd = ["nobody", "nobody.٣", ".", f"{boxes[0].partition('.')[0]}.{'9' * 40}"]
    found = work(net, press(app, "desk", *odd))
    assert found.result["number"] == 0
    assert unhandled(net) == 1
