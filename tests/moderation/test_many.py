"""Many cases at once: taken or put back by the worker, each with the rights of that moment."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.commands.working import kinds
from participation.db import UNSYNCED, begin_write
from participation.initiatives.models import Initiative
from participation.jobs.models import Job
from participation.jobs.worker import Runner
from participation.notifications.audiences import recipients
from participation.notifications.importance import Group, group_of
from participation.outbox.models import Event
from tests import network, visits
from tests.templates import settings_for

DESK = "/en/desk/"


def press(client: FlaskClient, act: str, *references: str, colleague: str = "") -> str:
    answer = visits.send(client, DESK, "desk", act=act, case=list(references), colleague=colleague)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def work(net: Session, path: str) -> Job:
    number = int(path.rpartition("/")[2])
    Runner(kinds(settings_for("sqlite:///x"))).run(net, number)
    net.rollback()
    return net.get_one(Job, number)


def taken(net: Session) -> set[str]:
    net.rollback()
    return set(net.scalars(select(Initiative.reference).where(Initiative.taken_by_id.is_not(None))))


def test_ticked_cases_are_taken_and_put_back(app: Flask, net: Session) -> None:
    waiting = {network.standing_at(net, "submitted") for _time in range(3)}
    public = network.standing_at(net, "published")
    net.commit()
    desk = visits.enter(app, "desk")
    assert desk.get(DESK).text.count('name="case"') == 3
    path = press(desk, "take", *waiting, public, "2026-9999")
    found = work(net, path)
    assert (found.result["number"], found.whole) == (3, 5)
    assert {row[0] for row in found.result["refused"]} == {public, "2026-9999"}
    assert taken(net) == waiting
    page = desk.get(path).text
    assert page.count("data-refused=") == 2
    assert work(net, press(desk, "take", *waiting)).result == {"number": 3, "refused": []}  # a repeat
    assert work(net, press(desk, "release", *waiting)).result["number"] == 3
    assert taken(net) == set()


def test_nothing_ticked_or_another_act_comes_back(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "submitted")
    net.commit()
    desk = visits.enter(app, "desk")
    assert visits.send(desk, DESK, "desk", act="take").status_code == 422
    assert visits.send(desk, DESK, "desk", act="publish", case=[reference]).status_code == 422
    assert visits.send(desk, DESK, "desk", act="take", case=[f"2026-{n:04}" for n in range(51)]).status_code == 422


def test_whoever_is_no_moderator_any_more_takes_nothing(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "submitted")
    net.commit()
    path = press(visits.enter(app, "desk"), "take", reference)
    begin_write(net)
    net.execute(update(Person).values(is_moderator=False), execution_options=UNSYNCED)
    net.commit()
    assert [row[0] for row in work(net, path).result["refused"]] == [reference]
    assert taken(net) == set()


def test_a_member_of_the_proposer_ticks_nothing_and_takes_nothing(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "submitted")
    net.commit()
    partial = visits.enter(app, "partial")
    assert 'name="case"' not in partial.get(DESK).text
    answer = visits.send(partial, DESK, "desk", act="take", case=[reference])
    if answer.status_code == 303:
        assert [row[0] for row in work(net, answer.headers["Location"]).result["refused"]] == [reference]
    assert taken(net) == set()


def pseudonym(net: Session, name: str) -> str:
    found = net.scalars(select(Person.pseudonym).where(Person.name == name)).one()
    net.rollback()
    return found


def test_ticked_cases_are_handed_to_a_colleague_who_alone_is_told(app: Flask, net: Session) -> None:
    references = {network.standing_at(net, "submitted") for _time in range(2)}
    net.commit()
    desk, key = visits.enter(app, "desk"), pseudonym(net, "Desk2")
    assert f'<option value="{key}">Desk2' in desk.get(DESK).text
    found = work(net, press(desk, "hand_over", *references, colleague=key))
    assert found.result == {"number": 2, "refused": []}
    held = select(Initiative.reference, Person.name).join(Person, Person.id == Initiative.taken_by_id)
    assert {(row.reference, row.name) for row in net.execute(held)} == {(one, "Desk2") for one in references}
    events = list(net.scalars(select(Event).where(Event.kind == "hand_over")))
    told = [one.person_id for event in events for one in recipients(net, event, event.at)]
    assert told == [net.scalars(select(Person.id).where(Person.name == "Desk2")).one()] * 2
    assert group_of("hand_over", events[0].audience) == Group.NEEDS_ME  # by mail at once, unless chosen otherwise
    net.rollback()
    assert work(net, press(desk, "hand_over", *references, colleague=key)).result["number"] == 2  # a repeat
    assert len(list(net.scalars(select(Event).where(Event.kind == "hand_over")))) == 2


def test_nothing_is_handed_to_whoever_may_not_decide_it(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "submitted")
    net.commit()
    desk = visits.enter(app, "desk")
    found = work(net, press(desk, "hand_over", reference, colleague=pseudonym(net, "Partial")))
    assert found.result["refused"] == [[reference, "WrongStatus", "not_theirs"]]
    for nobody in ("", "nobody", pseudonym(net, "Desk"), pseudonym(net, "Young")):
        answer = visits.send(desk, DESK, "desk", act="hand_over", case=[reference], colleague=nobody)
        assert answer.status_code == 422
        assert 'id="colleague-error"' in answer.text
    assert taken(net) == set()
