"""Inviting by e-mail: once, for one person, under whatever address the account has."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed
from participation.accounts.tokens import digest_of
from participation.db import begin_write
from participation.errors import Incomplete, NotAllowed
from participation.organisations import roster
from participation.organisations.actions import invitations
from participation.organisations.models import Invitation, Membership
from participation.organisations.policy import ActorDeed
from participation.organisations.queries import TAKE_ORGANISATION
from tests import network, visits
from tests.notifications.scene import Scene, text_of
from tests.organisations.people import EDITOR, MANDATE, SECRET, invite, membership, organisation, standing, together

NEW = "mie@elsewhere.example"


def test_an_invitation_is_kept_as_a_digest_and_told_to_its_address(net: Session) -> None:
    made, token = invite(net, " Mie@Elsewhere.example ")
    assert made.email == NEW
    assert token not in (made.digest, str(made.until))
    assert len(made.digest) == 64
    row = roster.invited(net, digest_of(token))
    assert row is not None
    assert invitations.is_open(row, clock.now())
    assert not invitations.is_open(row, clock.now() + timedelta(days=7, minutes=1))


def test_asks_1_7_who_is_a_member_or_was_invited_is_named_as_such(net: Session) -> None:
    invite(net, NEW)
    for email, why in ((NEW, "already_invited"), (network.email("young2"), "already_member"), ("x", "not_an_address")):
        with pytest.raises(Incomplete) as refused:
            invite(net, email)
        assert refused.value.problems["email"].key == why
    with clock.stopped_at(clock.now() + timedelta(days=8)):
        invite(net, NEW)  # the first one is over
    open_ones = roster.invitations(net, organisation(net, "young").id)
    assert [one.email for one in open_ones] == [NEW]


def test_only_a_representative_of_this_organisation_invites(net: Session) -> None:
    asked = invitations.Asked(NEW, "nl", EDITOR)
    for name in ("young_editor", "old", "desk", "admin"):
        with pytest.raises(NotAllowed):
            invitations.invite(network.deed(net, name), organisation(net, "young"), asked, SECRET)


def _inviting(by: str, deed: ActorDeed) -> None:
    invite(deed.session, NEW, by=by)


@pytest.mark.race
def test_two_who_invite_the_same_address_at_once_make_one_invitation(net: Session, engine: Engine) -> None:
    net.commit()
    answers = together(engine, [(name, partial(_inviting, name)) for name in ("young", "young2")])
    assert sorted(answers) == ["Incomplete", "done"]


def test_the_invited_makes_an_account_and_acts(app: Flask, net: Session) -> None:
    _made, token = invite(net, NEW, MANDATE)
    net.commit()
    path = f"/en/invitation/{token}"
    visitor = app.test_client()
    page = visitor.get(path)
    for said in ("Young", "The young", "representative", MANDATE.words):
        assert said in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    fields = visits.fields(page.text, "make-account") | {"name": "Mie", "password": "vier woorden op een rij"}
    refused = visitor.post(f"{path}/account", data=fields)
    assert refused.status_code == 422  # L12: nobody under 16
    assert 'id="age-error"' in refused.text
    assert 'value="Mie"' in refused.text
    done = visitor.post(f"{path}/account", data=visits.fields(refused.text, "make-account") | fields | {"age": "y"})
    assert (done.status_code, done.location) == (303, "/en/organisations/young/members/")
    assert visitor.get("/en/organisations/young/members/").status_code == 200
    net.rollback()
    assert "mie" in standing(net, "young")


def test_asks_1_7_it_is_accepted_with_an_account_under_another_address(app: Flask, net: Session) -> None:
    _made, token = invite(net, NEW)
    net.commit()
    path = f"/en/invitation/{token}"
    fire = visits.enter(app, "fire")
    assert visits.do(fire, path, "accept-invitation").status_code == 422  # the tick
    assert visits.do(fire, path, "accept-invitation", age="y").status_code == 303
    net.rollback()
    assert membership(net, "fire", "young").ended_at is None
    assert fire.get("/en/organisations/young/members/").status_code == 200


def test_a_member_who_follows_the_link_uses_nothing_up(app: Flask, net: Session) -> None:
    made, token = invite(net, NEW)
    number = made.id
    net.commit()
    answer = visits.do(visits.enter(app, "young2"), f"/en/invitation/{token}", "accept-invitation", age="y")
    assert answer.status_code == 409
    net.rollback()
    assert net.get_one(Invitation, number).accepted_at is None


def test_a_visitor_is_led_to_sign_in_and_back(app: Flask, net: Session) -> None:
    _made, token = invite(net, network.email("fire"))
    net.commit()
    page = app.test_client().get(f"/en/invitation/{token}").text
    assert f"/en/sign-in?next=/en/invitation/{token}" in page.replace("%2F", "/")
    assert 'data-action="make-account"' not in page  # has an account


def test_it_is_sent_again_and_revoked_from_the_list(app: Flask, net: Session) -> None:
    made, first = invite(net, NEW)
    number = made.id
    net.commit()
    young, visitor = visits.enter(app, "young"), app.test_client()
    assert 'data-action="send-again"' in young.get("/en/organisations/young/members/").text
    with clock.stopped_at(clock.now() + timedelta(hours=1)):
        base = f"/en/organisations/young/invitations/{number}"
        assert visits.do(young, f"{base}/send-again").status_code == 303
    assert visitor.get(f"/en/invitation/{first}").status_code == 404
    net.rollback()
    second = invitations.token_of(SECRET, net.get_one(Invitation, number))
    assert visitor.get(f"/en/invitation/{second}").status_code == 200
    asked = young.get(f"{base}/revoke").text
    assert f"<bdi>{NEW}</bdi>" in asked  # below the heading, where an address of any length has room
    assert visits.do(young, f"{base}/revoke").status_code == 303
    assert 'data-action="make-account"' not in visitor.get(f"/en/invitation/{second}").text
    assert visits.send(young, f"{base}/revoke", "young").status_code == 404


@pytest.mark.race
def test_one_link_makes_one_member(net: Session, engine: Engine) -> None:
    made, token = invite(net, NEW)
    number = made.id
    net.commit()

    def accepting(deed: ActorDeed) -> None:
        row = roster.invited(deed.session, digest_of(token), TAKE_ORGANISATION)
        assert row is not None
        if not invitations.is_open(row, deed.at):
            raise Incomplete({})
        person = deed.session.get_one(Person, deed.actor.person_id)
        invitations.accept(OwnDeed(deed.session, Holder(person), deed.at, "test"), row, is_of_age=True)

    assert sorted(together(engine, [("fire", accepting), ("old", accepting)])) == ["Incomplete", "done"]
    begin_write(net)
    row = net.get_one(Invitation, number)
    members = select(Membership.person_id).where(Membership.organisation_id == row.organisation_id)
    assert row.accepted_by_id in set(net.scalars(members))


def test_the_mail_carries_the_link_in_its_language_and_says_who_invites(scene: Scene) -> None:
    begin_write(scene.session)
    found = organisation(scene.session, "fire")
    deed = scene.deed("dirk", "fire")
    made = invitations.invite(deed, found, invitations.Asked(NEW, "de", EDITOR), SECRET)
    token = invitations.token_of(SECRET, made)
    scene.session.commit()
    scene.work()
    (mail,) = scene.mails()["mie"]
    assert f"/de/invitation/{token}" in text_of(mail)
    assert deed.actor.name in text_of(mail)
