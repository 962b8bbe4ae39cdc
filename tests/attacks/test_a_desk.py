"""Rows A3, A8 and A11: who is no moderator, who raises a role, and who belongs to a side."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.db import begin_write
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.journal.models import Entry
from participation.organisations.lifecycle import DESK_ACTS, MemberRole, State
from participation.organisations.models import Membership, Organisation
from tests.portal.test_pages import do, hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

DESK = [transition.address for transition in TRANSITIONS.values() if transition.of_the_desk]
REASON = {"reason": "A reason of more than ten characters.", "reason_code": "other"}


def last_entry(session: Session) -> int | None:
    session.rollback()
    return session.scalar(select(Entry.id).order_by(Entry.id.desc()).limit(1))


@pytest.mark.parametrize("name", ["youth", "editor", "fire", "admin"])
def test_a3_no_member_does_what_moderators_do(app: Flask, demo: Session, name: str) -> None:
    references = list(demo.scalars(select(Initiative.reference).order_by(Initiative.id)))
    slugs = list(demo.scalars(select(Organisation.slug).where(Organisation.state.in_((State.APPLIED, State.APPROVED)))))
    demo.rollback()
    client, before = signed_in(app, name), last_entry(demo)
    fields = hidden(client.get("/en/workspace/").text, "sign-out")
    hats = {"youth": "jeugdraad-leieboord", "editor": "jeugdraad-leieboord", "fire": "brandweerverbond-noordster"}
    given = fields | REASON | {"organisation": hats.get(name, "")}
    for reference in references:
        for act in DESK:
            assert client.post(f"/en/initiatives/{reference}/{act}", data=given).status_code in {403, 404}
    for slug in slugs[:5] + slugs[-2:]:
        for one in DESK_ACTS.values():
            path = f"/en/desk/organisations/{slug}/{one.address}"
            assert client.post(path, data=given).status_code == 404
            assert client.get(path).status_code == 404
    assert last_entry(demo) == before


def test_a8_nobody_raises_a_role_by_a_form(app: Flask, demo: Session) -> None:
    who = demo.scalars(select(Person).where(Person.email == "editor@demo.example")).one().id
    before = last_entry(demo)
    for name in ("editor", "youth", "moderator"):
        client = signed_in(app, name)
        fields = hidden(client.get("/en/workspace/").text, "sign-out")
        for role in ("moderator", "administrator"):
            assert client.post(f"/en/admin/people/{who}/{role}/on", data=fields).status_code == 404
    assert last_entry(demo) == before


def test_a11_a_member_of_the_proposer_does_not_decide(app: Flask, demo: Session) -> None:
    found = demo.scalars(select(Initiative).where(Initiative.status == "submitted").order_by(Initiative.id)).first()
    assert found is not None
    reference, organisation_id = found.reference, found.organisation_id
    slug = demo.scalars(select(Organisation.slug).where(Organisation.id == organisation_id)).one()
    demo.rollback()
    desk = signed_in(app, "moderator")
    taken = hidden(desk.get(f"/en/initiatives/{reference}/take").text, "take")
    suspending = hidden(desk.get(f"/en/desk/organisations/{slug}/suspend").text, "suspend")
    demo.rollback()
    begin_write(demo)
    person = demo.scalars(select(Person).where(Person.email == "moderator@demo.example")).one()
    demo.add(Membership(person_id=person.id, organisation_id=organisation_id, role=MemberRole.EDITOR))
    demo.commit()
    before = last_entry(demo)
    for act in ("take", "open-consultation", "request-changes", "propose-decline"):
        refused = desk.post(f"/en/initiatives/{reference}/{act}", data=taken | REASON | {"nonce": act})
        assert refused.status_code == 403
        assert "Another moderator must decide" in refused.text
    refused = desk.post(f"/en/desk/organisations/{slug}/suspend", data=suspending | REASON)
    assert refused.status_code == 403
    assert "data-needs-another" in desk.get(f"/en/desk/organisations/{slug}").text
    assert last_entry(demo) == before
    assert do(signed_in(app, "moderator2"), f"/en/initiatives/{reference}/take", "take").status_code == 303
