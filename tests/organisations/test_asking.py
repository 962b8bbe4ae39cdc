"""One link for a whole association: whoever opens it asks, and a representative answers each."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed
from participation.db import begin_write
from participation.errors import Incomplete, NotAllowed, WrongStatus
from participation.organisations import roster
from participation.organisations.actions import asking
from participation.organisations.checks import Asker
from participation.organisations.lifecycle import State
from participation.organisations.models import JoiningLink, JoiningRequest, Membership
from participation.organisations.policy import ActorDeed
from participation.outbox.models import Event
from tests import network, visits
from tests.notifications.scene import Scene, text_of
from tests.organisations.people import SECRET, organisation, together

MIE = Asker("Mie", "Mie@Elsewhere.example", "fr")


def _day(days: int = 30) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def _made(net: Session, days: int = 30) -> JoiningLink:
    made = asking.make(network.deed(net, "young"), organisation(net, "young"), _day(days), SECRET)
    found = asking.find(net, asking.token_of(SECRET, made))
    assert found is not None
    return found


def _ask(net: Session, link: JoiningLink, asker: Asker = MIE) -> JoiningRequest:
    return asking.ask(network.deed(net, "fans"), link, asker, is_of_age=True)


def _person(net: Session, name: str) -> Asker:
    person = net.get_one(Person, network.deed(net, name).actor.person_id)
    return Asker(person.name, person.email, person.language, person.id)


def test_asks_1_8_a_link_is_kept_as_a_digest_and_another_one_ends_it(net: Session) -> None:
    first = _made(net)
    assert asking.token_of(SECRET, first) != first.digest
    assert asking.is_open(first, clock.now())
    assert not asking.is_open(first, clock.now() + timedelta(days=31))
    with clock.stopped_at(clock.now() + timedelta(seconds=1)):
        second = _made(net)
    net.expire_all()
    again = asking.find(net, asking.token_of(SECRET, first))
    assert again is first
    assert first.revoked_at is not None
    assert asking.standing(net, second.organisation_id) == second
    with pytest.raises(WrongStatus) as refused:
        _ask(net, first)
    assert refused.value.why == "link_over"


def test_only_a_representative_makes_and_revokes_it_with_an_end_within_a_year(net: Session) -> None:
    young = organisation(net, "young")
    for name in ("young_editor", "old", "desk", "admin"):
        with pytest.raises(NotAllowed):
            asking.make(network.deed(net, name), young, _day(), SECRET)
        with pytest.raises(NotAllowed):
            asking.revoke(network.deed(net, name), young)
    for day, why in (("", "not_a_date"), (_day(-1), "date_in_past"), (_day(400), "date_too_far")):
        with pytest.raises(Incomplete) as wrong:
            asking.make(network.deed(net, "young"), young, day, SECRET)
        assert wrong.value.problems["until"].key == why


def test_of_a_suspended_organisation_the_link_is_closed(net: Session) -> None:
    link = _made(net)
    link.organisation.state = State.SUSPENDED
    with pytest.raises(WrongStatus):
        _ask(net, link)


def test_who_has_an_account_takes_part_as_an_editor_after_a_yes(net: Session) -> None:
    row = _ask(net, _made(net), _person(net, "fans"))
    assert _ask(net, asking.standing(net, row.organisation_id), _person(net, "fans")).id == row.id  # type: ignore[arg-type]  # it stands
    young = organisation(net, "young")
    for name in ("young_editor", "old", "desk"):
        with pytest.raises(NotAllowed):
            asking.admit(network.deed(net, name), young, row, SECRET)
    asking.admit(network.deed(net, "young"), young, row, SECRET)
    seat = roster.seat_of(net, young.id, row.person_id or 0)
    assert seat is not None
    assert (seat.role, seat.mandate_from) == ("editor", None)
    told = {(e.kind, e.audience) for e in net.scalars(select(Event))}
    assert told == {("ask_to_join", "mandated"), ("admit", "member"), ("admit", "organisation")}
    with pytest.raises(WrongStatus, match="approved"):
        _ask(net, asking.standing(net, young.id), _person(net, "fans"))  # type: ignore[arg-type]  # it stands


def test_who_has_none_is_invited_after_a_yes_and_forgotten_after_a_no(net: Session) -> None:
    link, young = _made(net), organisation(net, "young")
    yes, no = _ask(net, link), _ask(net, link, Asker("Jan", "jan@elsewhere.example", "nl"))
    asking.admit(network.deed(net, "young"), young, yes, SECRET)
    (asked,) = roster.invitations(net, young.id)
    assert (asked.email, asked.role, asked.language) == ("mie@elsewhere.example", "editor", "fr")
    asking.refuse(network.deed(net, "young2"), young, no)
    assert (no.name, no.email, no.admitted) == ("", "", False)
    assert asking.requests(net, young.id) == []


def test_one_address_waits_once_in_an_organisation(net: Session) -> None:
    row = _ask(net, _made(net))
    twin = JoiningRequest(
        organisation_id=row.organisation_id, link_id=row.link_id, name="Mie", email=row.email, language="nl",
        at=clock.now(),
    )  # fmt: skip
    net.add(twin)
    with pytest.raises(IntegrityError):
        net.flush()


def _saying_yes(number: int, deed: ActorDeed) -> None:
    young = organisation(deed.session, "young")
    row = asking.request(deed.session, young.id, number)
    if row is None:
        raise WrongStatus(young.state)
    asking.admit(deed, young, row, SECRET)


@pytest.mark.race
def test_two_who_say_yes_at_once_make_one_member(net: Session, engine: Engine) -> None:
    row = _ask(net, _made(net), _person(net, "fans"))
    net.commit()
    number, person = row.id, row.person_id
    answers = together(engine, [(name, partial(_saying_yes, number)) for name in ("young", "young2")])
    assert sorted(answers) == ["WrongStatus", "done"]
    begin_write(net)
    seats = select(func.count()).select_from(Membership).where(Membership.person_id == person)
    assert net.scalar(seats) == 2  # of the fans, and here


def test_an_account_asks_in_its_own_name_only(net: Session) -> None:
    link = _made(net)
    person = net.get_one(Person, network.deed(net, "fans").actor.person_id)
    deed = OwnDeed(net, Holder(person), clock.now(), "test")
    with pytest.raises(Incomplete) as refused:
        asking.ask(deed, link, _person(net, "fans"), is_of_age=False)
    assert set(refused.value.problems) == {"age"}


def test_from_the_link_to_the_answer_in_the_browser(app: Flask, net: Session) -> None:
    net.commit()
    young, fans, visitor = (visits.enter(app, name) for name in ("young", "fans", "visitor"))
    place = "/en/organisations/young/joining-link"
    assert visits.do(young, place, "make-joining-link", until=_day()).status_code == 303
    page = young.get(place)
    assert "data:image/svg+xml" in page.text
    path = "/en/ask/" + page.text.split("/ask/")[1].split("<")[0]
    assert page.headers["Referrer-Policy"] == visitor.get(path).headers["Referrer-Policy"] == "no-referrer"

    typed = {"name": "Mie", "email": "mie@elsewhere.example", "language": "fr"}
    refused = visits.do(visitor, path, "ask-to-join", **typed)
    assert refused.status_code == 422
    assert "mie@elsewhere.example" in refused.text
    assert visits.do(visitor, path, "ask-to-join", age="y", **typed).status_code == 303
    assert visits.do(fans, path, "ask-to-join", age="y").status_code == 303

    members = young.get("/en/organisations/young/members/").text
    assert members.count("data-request=") == 2
    assert "data-request=" not in visits.enter(app, "young_editor").get("/en/organisations/young/members/").text
    first, second = (row.id for row in net.scalars(select(JoiningRequest).order_by(JoiningRequest.id)))
    net.rollback()
    base = "/en/organisations/young/requests"
    assert "mie@elsewhere.example" in young.get(f"{base}/{first}/admit").text  # who says yes knows to whom
    assert visits.do(young, f"{base}/{first}/refuse").status_code == 303
    assert visits.do(young, f"{base}/{second}/admit").status_code == 303
    assert "data-member=" in fans.get("/en/organisations/young/members/").text


def test_a_revoked_link_offers_nothing(app: Flask, net: Session) -> None:
    token = asking.token_of(SECRET, _made(net))
    net.commit()
    young, visitor, place = visits.enter(app, "young"), app.test_client(), "/en/organisations/young/joining-link"
    assert 'data-action="ask-to-join"' in visitor.get(f"/en/ask/{token}").text
    fields = visits.fields(young.get(place).text, "revoke-joining-link")
    assert young.post(f"{place}/revoke", data=fields).status_code == 303
    assert 'data-action="ask-to-join"' not in visitor.get(f"/en/ask/{token}").text


def _asking(scene: Scene, token: str, one: Asker) -> int:
    begin_write(scene.session)
    person = scene.session.scalars(select(Person).where(Person.name == "wim")).one()
    link = asking.find(scene.session, token)
    assert link is not None
    deed = OwnDeed(scene.session, Holder(person), clock.now(), "test")
    number = asking.ask(deed, link, replace(one, person_id=one.person_id and person.id), is_of_age=True).id
    scene.session.commit()
    return number


def test_representatives_are_told_who_asks_and_the_asker_of_the_answer(scene: Scene) -> None:
    deed = scene.deed("dirk", "fire")
    link = asking.make(deed, organisation(scene.session, "fire"), _day(), SECRET)
    token = asking.token_of(SECRET, link)
    scene.session.commit()
    refused = _asking(scene, token, Asker("Wim", "wim@example.be", "nl", 1))
    _asking(scene, token, Asker("Secret Sam", "sam@elsewhere.example", "en"))
    deed = scene.deed("ed", "fire")
    asking.refuse(deed, organisation(scene.session, "fire"), scene.session.get_one(JoiningRequest, refused))
    scene.session.commit()
    scene.work()
    mails = scene.mails()
    assert {name: len(found) for name, found in mails.items()} == {"dirk": 1, "ed": 1, "wim": 1}
    assert all("Secret Sam" in text_of(mails[name][0]) for name in ("dirk", "ed"))  # of the answered, nobody any more
