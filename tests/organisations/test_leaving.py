"""Whoever has left an organisation may ask that its acts name a former member; rows and journal stay as they are."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed
from participation.db import begin_write
from participation.errors import AlreadyDone, NotAllowed, WrongStatus
from participation.journal import actions as sealing
from participation.journal import queries as journal
from participation.languages import choose
from participation.notifications.matters.matter import Reader
from participation.notifications.subjects import matters
from participation.organisations import naming
from participation.organisations.actions import members, merging
from participation.organisations.policy import VISITOR
from participation.outbox.models import Event
from tests import network, visits
from tests.organisations.people import invite, membership, organisation

INSTEAD = "former representative of The fire"
PATH = "/en/account/left/"


def _own(session: Session, name: str) -> OwnDeed:
    person = session.get_one(Person, network.deed(session, name).actor.person_id)
    return OwnDeed(session, Holder(person), clock.now(), "test")


def _left(net: Session, name: str = "fire") -> None:
    members.leave(network.deed(net, name), organisation(net, "fire"), membership(net, name, "fire"))


def test_f7_the_name_goes_from_every_page_and_the_act_stays(app: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.standing_at(net, "consultation")
    network.sign(net, "fire", reference)
    network.say(net, "fire", reference, "partners")
    net.flush()
    net.query(Person).filter(Person.email == network.email("fire")).update({"name": "Zita Vlam"})
    net.commit()
    colleague, desk, gone = (visits.enter(app, name) for name in ("fire2", "desk", "fire"))
    talk, case, history = f"/en/initiatives/{reference}", f"/en/desk/{reference}", "/en/desk/organisations/fire"
    assert visits.do(gone, "/en/organisations/fire/leave").status_code == 303
    assert "Zita Vlam" in colleague.get(talk).text
    assert "Zita Vlam" in desk.get(talk).text
    assert desk.get(case).text.count("Zita Vlam") == 1
    assert "Zita Vlam" in desk.get(history).text

    page = gone.get(PATH)
    assert INSTEAD in page.text
    done = gone.post(f"{PATH}fire", data=visits.fields(page.text, "replace-name"))
    assert done.status_code == 303
    assert 'data-action="replace-name"' not in gone.get(PATH).text

    for client, address in ((colleague, talk), (desk, talk), (desk, case), (desk, history)):
        shown = client.get(address).text
        assert "Zita Vlam" not in shown, address
        assert INSTEAD in shown, address
    net.rollback()
    assert membership(net, "fire", "fire").person_id == _own(net, "fire").actor.person_id


def test_the_journal_says_what_it_said_and_its_chain_holds(net: Session) -> None:
    _left(net)
    net.flush()
    fire = organisation(net, "fire")
    before = [entry.digest for entry in journal.history(net, *fire.subject)]
    sealing.seal(net)
    members.replace_name(_own(net, "fire"), fire, [membership(net, "fire", "fire")])
    net.flush()
    sealing.seal(net)
    found = journal.history(net, *fire.subject)
    assert [entry.digest for entry in found][: len(before)] == before
    assert found[-1].kind == "replace_name"
    assert journal.verify(net, clock.now()) == []


def test_only_ones_own_name_once_one_has_left_and_only_once(net: Session) -> None:
    fire, place = organisation(net, "fire"), membership(net, "fire", "fire")
    with pytest.raises(WrongStatus, match="approved"):
        members.replace_name(_own(net, "fire"), fire, [place])
    _left(net)
    with pytest.raises(NotAllowed):
        members.replace_name(_own(net, "fire2"), fire, [place])
    members.replace_name(_own(net, "fire"), fire, [place])
    with pytest.raises(AlreadyDone):
        members.replace_name(_own(net, "fire"), fire, [place])


@pytest.fixture
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/en/"):
        choose("en")
        yield


@pytest.mark.usefixtures("in_english")
def test_another_organisation_and_what_comes_later_keep_the_name(net: Session) -> None:
    members.leave(network.deed(net, "both", "fire"), organisation(net, "fire"), membership(net, "both", "fire"))
    own, fire = _own(net, "both"), organisation(net, "fire")
    members.replace_name(own, fire, [membership(net, "both", "fire")])
    net.flush()
    names, who = naming.of_people(net, {own.actor.person_id}), own.actor.person_id
    assert names.on(who, "Both", fire, own.at, "nl") == INSTEAD
    assert naming.of_pseudonyms(net, {own.actor.key}).on(own.actor.key, "Both", fire, own.at, "nl") == INSTEAD
    assert names.on(who, "Both", organisation(net, "young"), own.at, "nl") == "Both"
    assert names.on(who, "Both", None, own.at, "nl") == "Both"
    assert names.on(who, "Both", fire, clock.now(), "nl") == "Both"  # came back


@pytest.mark.usefixtures("in_english")
def test_what_has_gone_over_with_a_merger_names_nobody_either(net: Session) -> None:
    _left(net)
    fire, wardens = organisation(net, "fire"), organisation(net, "wardens")
    members.replace_name(_own(net, "fire"), fire, [membership(net, "fire", "fire")])
    merging.merge(network.deed(net, "desk"), fire, wardens, network.REASON)
    net.flush()
    own = _own(net, "fire")
    at = membership(net, "fire", "fire").unnamed_at
    assert at is not None
    shown = naming.of_people(net, {own.actor.person_id}).on(own.actor.person_id, "Fire", wardens, at, "nl")
    assert shown == "former representative of The wardens"
    stayed = _own(net, "fire2").actor.person_id
    assert naming.left(net, stayed) == []  # went over, and still belongs


def test_a_stranger_and_a_member_have_nothing_to_replace(app: Flask, net: Session) -> None:
    net.commit()
    for name in ("fire", "young"):
        assert visits.send(visits.enter(app, name), f"{PATH}fire", name).status_code == 404
    assert visits.enter(app, "visitor").get(PATH).status_code == 303


def test_the_mail_that_invites_names_who_has_left_as_every_page_does(app: Flask, net: Session) -> None:
    begin_write(net)
    invite(net, "mie@elsewhere.example", by="fire")
    net.flush()
    event = net.scalars(select(Event).where(Event.kind == "invite")).one()
    with app.test_request_context("/en/"):
        choose("en")
        said = [matters(net, [event])[event.id].telling(Reader(VISITOR, "en")).values["inviter"]]
        _left(net)
        members.replace_name(_own(net, "fire"), organisation(net, "fire"), [membership(net, "fire", "fire")])
        net.flush()
        said.append(matters(net, [event])[event.id].telling(Reader(VISITOR, "en")).values["inviter"])
    assert said == ["Fire", INSTEAD]
