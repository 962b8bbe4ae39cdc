"""Many cases at once: taken or put back by the worker, each with the rights of that moment."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.commands.working import kinds
from participation.db import UNSYNCED, begin_write
from participation.initiatives.models import Initiative
from participation.jobs.models import Job
from participation.jobs.queries import titles
from participation.jobs.worker import Asked, Progress, Runner, Stopping
from participation.moderation.worker import handle
from participation.notifications.audiences import recipients
from participation.notifications.importance import Group, group_of
from participation.notifications.matters.matter import Reader
from participation.notifications.models import Mail, Message
from participation.notifications.subjects import matters
from participation.notifications.telling import next_act, tell
from participation.organisations.policy import VISITOR
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


def test_what_was_left_undone_is_named_to_who_may_read_it(net: Session) -> None:
    waiting, public = (network.standing_at(net, state) for state in ("submitted", "published"))
    assert titles(net, VISITOR, [waiting, public]).keys() == {public}
    desk = network.deed(net, "desk").actor
    assert titles(net, desk, [waiting, public]).keys() == {waiting, public}


def test_ticked_cases_are_taken_and_put_back(app: Flask, net: Session) -> None:
    waiting = {network.standing_at(net, "submitted") for _time in range(3)}
    public = network.standing_at(net, "published", title="Soup at the station")
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
    assert "Soup at the station</span>" in page
    warned = page.partition('class="banner warning"')[2].partition("</strong>")[0]
    assert "Not done for 2 cases" in warned  # what was left undone is no success
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
    event = net.scalars(select(Event).where(Event.kind.startswith("hand_over"))).one()  # of both cases
    told = [one.person_id for one in recipients(net, event, event.at)]
    assert told == [net.scalars(select(Person.id).where(Person.name == "Desk2")).one()]
    assert group_of(event.kind, event.audience) == Group.NEEDS_ME  # by mail at once, unless chosen otherwise
    net.rollback()
    assert work(net, press(desk, "hand_over", *references, colleague=key)).result["number"] == 2  # a repeat
    assert len(list(net.scalars(select(Event).where(Event.kind.startswith("hand_over"))))) == 1


def told_once(app: Flask, net: Session) -> tuple[Mail, str]:
    """Let the worker tell what waits; return the one mail there is, and the bell of the colleague."""
    with app.test_request_context("/en/"):
        begin_write(net)
        while acts := next_act(net):
            tell(net, acts, clock.now())
        net.commit()
    written = net.scalars(select(Mail)).one()
    net.rollback()
    return written, visits.enter(app, "desk2").get("/en/messages/").text


def test_three_cases_make_one_message_and_one_mail_also_when_the_job_is_begun_anew(app: Flask, net: Session) -> None:
    references = [network.standing_at(net, "submitted") for _time in range(3)]
    net.commit()
    begin_write(net)
    net.execute(update(Event).values(told_at=clock.now()), execution_options=UNSYNCED)  # what came before
    net.commit()
    path = press(visits.enter(app, "desk"), "hand_over", *references, colleague=pseudonym(net, "Desk2"))
    number = int(path.rpartition("/")[2])

    job = net.get_one(Job, number)
    asked = Asked(number, job.person_id, dict(job.given))
    net.rollback()
    with pytest.raises(Stopping):
        handle(net, asked, Progress(number, iter([False, False, True]).__next__))  # two cases are done
    net.rollback()
    for _time in range(2):  # the second one is of a worker that did not get to say that all was done
        assert handle(net, asked, Progress(number, lambda: False)).result == {"number": 3, "refused": []}
    mail, bell = told_once(app, net)
    assert mail.address == network.email("desk2")
    assert "A colleague has handed cases to you" in bell
    assert net.scalars(select(Message.event_id)).all() == [mail.event_id]
    matter = matters(net, [net.get_one(Event, mail.event_id)])[mail.event_id or 0]
    assert matter.telling(Reader(VISITOR, "en")).values["cases"] == "3"


def test_one_case_is_handed_over_on_its_own_page(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "submitted")
    net.commit()
    desk, page = visits.enter(app, "desk"), f"/en/desk/{reference}"
    assert f'href="{page}/hand-over?tab=late"' in desk.get(f"{page}?tab=late").text
    shown = desk.get(f"{page}/hand-over").text
    assert ">Desk2<" in shown
    assert ">Desk<" not in shown
    assert ">Partial<" not in shown  # a member of the proposer
    key = pseudonym(net, "Desk2")
    form = visits.fields(shown, "hand-over") | {"colleague": key}
    for _press in range(2):
        answer = desk.post(f"{page}/hand-over?tab=late", data=form)
        assert (answer.status_code, answer.location) == (303, f"{page}?tab=late")
    held = select(Initiative.reference).join(Person, Person.id == Initiative.taken_by_id).where(Person.name == "Desk2")
    assert net.scalars(held).all() == [reference]
    event = net.scalars(select(Event).where(Event.kind.startswith("hand_over"))).one()
    assert [one.address for one in recipients(net, event, event.at)] == [network.email("desk2")]


def test_who_may_not_decide_hands_nothing_over_and_nobody_gets_it_who_may_not(app: Flask, net: Session) -> None:
    reference, public = network.standing_at(net, "submitted"), network.standing_at(net, "published")
    net.commit()
    desk, path = visits.enter(app, "desk"), f"/en/desk/{reference}/hand-over"
    for nobody in ("", "nobody", pseudonym(net, "Desk"), pseudonym(net, "Young")):
        refused = visits.send(desk, path, "desk", colleague=nobody)
        assert (refused.status_code, 'id="colleague-error"' in refused.text) == (422, True)
    assert visits.send(desk, path, "desk", colleague=pseudonym(net, "Partial")).status_code == 409
    assert visits.send(desk, f"/en/desk/{public}/hand-over", "desk", colleague="x").status_code == 409
    partial = visits.enter(app, "partial")
    assert 'data-action="hand-over"' not in partial.get(f"/en/desk/{reference}").text
    assert partial.get(path).status_code == 403
    assert visits.send(partial, path, "partial", colleague=pseudonym(net, "Desk2")).status_code == 403
    assert taken(net) == set()


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
