"""Rows D6, H4 and L12: the link of an invitation is single use, newest only, and tells nobody else of itself."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.db import begin_write
from participation.organisations.actions import invitations
from participation.organisations.models import Invitation, Membership
from participation.outbox.models import Event
from tests import network, visits
from tests.organisations.people import SECRET, invite, organisation

NEW = "mie@elsewhere.example"
ACCOUNT = {"name": "Mie", "password": "vier woorden op een rij", "age": "y"}


def number_of(session: Session, table: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_d6_a_link_is_good_for_one_person_and_shows_the_same_page_when_used(site: Flask, net: Session) -> None:
    begin_write(net)
    _made, token = invite(net, NEW)
    net.commit()
    path, first, second = f"/en/invitation/{token}", site.test_client(), site.test_client()
    for _scan in range(3):  # mail scanners read every link
        assert first.get(path).status_code == 200
    stale = visits.fields(second.get(path).text, "make-account") | ACCOUNT
    page = first.get(path).text
    assert first.post(f"{path}/account", data=visits.fields(page, "make-account") | ACCOUNT).status_code == 303
    people, members = number_of(net, Person), number_of(net, Membership)
    answer = second.post(f"{path}/account", data=stale)
    assert (answer.status_code, answer.location) == (303, path)
    used = second.get(path)
    assert used.status_code == 200
    assert 'data-action="make-account"' not in used.text
    fire = visits.enter(site, "fire")
    assert 'data-action="accept-invitation"' not in fire.get(path).text
    assert visits.send(fire, path, "fire", organisation="", age="y").status_code == 303
    assert (number_of(net, Person), number_of(net, Membership)) == (people, members)


def test_d6_only_the_newest_link_works_and_none_after_its_week(site: Flask, net: Session) -> None:
    begin_write(net)
    made, first = invite(net, NEW)
    with clock.stopped_at(clock.now() + timedelta(seconds=5)):
        invitations.send_again(network.deed(net, "young"), organisation(net, "young"), made, SECRET)
    second, until = invitations.token_of(SECRET, made), made.until
    net.commit()
    visitor = site.test_client()
    assert visitor.get(f"/en/invitation/{first}").status_code == 404
    page = visitor.get(f"/en/invitation/{second}").text
    fields = visits.fields(page, "make-account") | ACCOUNT
    with clock.stopped_at(until):
        assert 'data-action="make-account"' not in visitor.get(f"/en/invitation/{second}").text
        assert visitor.post(f"/en/invitation/{second}/account", data=fields).status_code == 303
    assert net.scalar(select(Person.id).where(Person.email == NEW)) is None


def test_d6_the_token_is_in_no_row_and_in_no_referrer(site: Flask, net: Session) -> None:
    begin_write(net)
    made, token = invite(net, NEW)
    number = made.id
    net.commit()
    row = net.execute(text("SELECT * FROM invitation")).one()
    assert token not in repr(row)
    events = net.scalars(select(Event).where(Event.kind == "invite")).all()
    assert [(event.audience, event.detail_id) for event in events] == [("invited", number)]
    answers = [
        site.test_client().get(f"/en/invitation/{token}"),
        visits.enter(site, "fire").get(f"/en/invitation/{token}"),
        site.test_client().post(f"/en/invitation/{token}/account"),
    ]
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"no-referrer"}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_d6_a_welcome_token_is_no_invitation_and_the_other_way_round(site: Flask, net: Session) -> None:
    begin_write(net)
    _made, token = invite(net, NEW)
    net.commit()
    visitor = site.test_client()
    for path in (f"welcome/{token}", f"sign-in/link/{token}", "invitation/" + "0" * 64, f"invitation/{token}x"):
        assert visitor.get(f"/en/{path}").status_code == 404


def test_d6_an_account_made_in_the_meantime_is_asked_to_sign_in(site: Flask, net: Session) -> None:
    begin_write(net)
    _made, token = invite(net, NEW)
    net.commit()
    path, visitor = f"/en/invitation/{token}", site.test_client()
    fields = visits.fields(visitor.get(path).text, "make-account") | ACCOUNT
    begin_write(net)
    net.add(Person(name="Mie", email=NEW, language="nl", created_at=clock.now()))
    net.commit()
    refused = visitor.post(f"{path}/account", data=fields)
    assert refused.status_code == 422
    assert number_of(net, Membership) == len(network.SEATS)


def test_l12_without_the_tick_nobody_is_let_in_and_no_birth_date_is_kept(site: Flask, net: Session) -> None:
    begin_write(net)
    _made, token = invite(net, NEW)
    net.commit()
    path, visitor, fire = f"/en/invitation/{token}", site.test_client(), visits.enter(site, "fire")
    page = visitor.get(path).text
    assert "16 or older" in page
    sent = visits.fields(page, "make-account") | ACCOUNT | {"age": ""}
    assert visitor.post(f"{path}/account", data=sent).status_code == 422
    assert visits.do(fire, path, "accept-invitation").status_code == 422
    assert number_of(net, Membership) == len(network.SEATS)
    kept = {part for column in Person.__table__.columns for part in column.name.split("_")}
    assert not kept & {"age", "birth", "born", "birthday"}


def test_h4_a_double_press_invites_once_and_leads_to_the_same_page(site: Flask, net: Session) -> None:
    net.commit()
    young, path = visits.enter(site, "young"), "/en/organisations/young/invite"
    given = {"email": NEW, "language": "nl", "role": "editor"}
    fields = visits.fields(young.get(path).text, "invite") | given
    answers = [young.post(path, data=fields) for _press in range(2)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/en/organisations/young/members/")}
    assert number_of(net, Invitation) == 1
    assert net.scalar(select(func.count()).where(Event.kind == "invite")) == 1
    other = young.post(path, data=fields | {"email": "jan@elsewhere.example"})
    assert other.status_code == 422  # by way of Back, with something else in it
    assert 'value="jan@elsewhere.example"' in other.text
