"""Rows F7 and L3: who signed leaves; the act is the organisation's and stays, and so do its drafts."""

from flask import Flask
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.initiatives import queries
from participation.journal.queries import history
from participation.organisations.models import Membership
from tests import network, visits
from tests.organisations.people import membership


def test_f7_a_co_signature_outlives_the_membership_of_who_gave_it(site: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.standing_at(net, "consultation")
    network.sign(net, "fire", reference)
    net.commit()
    assert visits.do(visits.enter(site, "fire"), "/en/organisations/fire/leave").status_code == 303
    found = queries.one(net, reference)
    assert found is not None
    assert queries.count_of(net, found).organisations == 1
    (standing,) = found.co_signatures
    place = net.get_one(Membership, standing.membership_id)
    assert place.ended_at is not None
    assert place.person_id == standing.person_id  # it still says who acted, with which mandate
    net.rollback()
    colleague = visits.enter(site, "fire2")
    assert visits.do(colleague, f"/en/initiatives/{reference}/withdraw-co-signature").status_code == 303


def test_l3_a_draft_belongs_to_the_organisation_and_not_to_who_leaves(site: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.draft(net)
    net.commit()
    gone = visits.enter(site, "young")
    assert visits.do(gone, "/en/organisations/young/leave").status_code == 303
    assert gone.get(f"/en/initiatives/{reference}/edit").status_code == 404
    assert visits.enter(site, "young_editor").get(f"/en/initiatives/{reference}/edit").status_code == 200
    found = queries.one(net, reference)
    assert found is not None
    assert [entry.kind for entry in history(net, *found.organisation.subject)] == ["leave"]
    assert membership(net, "young", "young").ended_at is not None
