"""Row A8: whoever reaches for the members of another organisation, for a higher role, or for the last mandate."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.organisations.models import Membership
from tests import network, visits
from tests.organisations.people import MANDATE, invite, membership, standing

GIVEN = {"role": "representative", "mandate_words": MANDATE.words, "email": "mie@elsewhere.example", "language": "nl"}


def places(session: Session) -> list[tuple[int, str, bool, bool]]:
    session.rollback()
    rows = session.scalars(select(Membership).order_by(Membership.id))
    return [(one.id, one.role, one.mandate_from is not None, one.ended_at is not None) for one in rows]


@pytest.mark.parametrize("act", ["change-role", "end-membership"])
def test_a8_another_organisations_member_is_nobody_here(site: Flask, net: Session, act: str) -> None:
    theirs = membership(net, "fire_editor", "fire").id
    before, old = places(net), visits.enter(site, "old")
    unknown = old.get("/en/organisations/nobody/members/")
    for slug in ("fire", "old"):
        path = f"/en/organisations/{slug}/members/{theirs}/{act}"
        assert old.get(path).status_code == 404
        assert visits.send(old, path, "old", **GIVEN).status_code == 404
    assert old.get("/en/organisations/fire/members/").text == unknown.text
    assert places(net) == before


@pytest.mark.parametrize("act", ["invite", "edit", "rename", "close"])
def test_a8_the_acts_of_another_organisation_do_not_exist(site: Flask, net: Session, act: str) -> None:
    net.rollback()
    old = visits.enter(site, "old")
    path = f"/en/organisations/fire/{act}"
    assert old.get(path).status_code == 404
    given = GIVEN | {"organisation": "fire", "reason": "Said in a whole sentence."}
    assert visits.send(old, path, "old", **given).status_code == 404


def test_a8_an_editor_gives_nobody_a_role_and_a_moderator_neither(site: Flask, net: Session) -> None:
    own, colleague = membership(net, "old_editor", "old").id, membership(net, "old2", "old").id
    before = places(net)
    for name in ("old_editor", "desk"):
        client = visits.enter(site, name)
        for number in (own, colleague):
            for act in ("change-role", "end-membership"):
                path = f"/en/organisations/old/members/{number}/{act}"
                assert client.get(path).status_code == 403
                assert visits.send(client, path, name, **GIVEN).status_code == 403
        assert visits.send(client, "/en/organisations/old/invite", name, **GIVEN).status_code == 403
        assert 'data-action="invite"' not in client.get("/en/organisations/old/members/").text
    assert places(net) == before


def test_a8_nobody_prolongs_an_own_mandate(site: Flask, net: Session) -> None:
    own = membership(net, "old", "old").id
    before = places(net)
    path = f"/en/organisations/old/members/{own}/change-role"
    assert visits.send(visits.enter(site, "old"), path, "old", **GIVEN).status_code == 403
    assert places(net) == before


def test_a8_the_last_representative_cannot_be_removed(site: Flask, net: Session) -> None:
    second = membership(net, "old2", "old").id
    net.rollback()
    old = visits.enter(site, "old")
    done = visits.do(old, f"/en/organisations/old/members/{second}/end-membership")
    assert done.status_code == 303
    own = membership(net, "old", "old").id
    net.rollback()
    refused = visits.do(old, "/en/organisations/old/leave")
    assert refused.status_code == 409
    assert "Give somebody else a mandate first" in refused.text
    lowered = visits.do(old, f"/en/organisations/old/members/{own}/change-role", role="editor")
    assert lowered.status_code == 409
    removed = visits.do(old, f"/en/organisations/old/members/{own}/end-membership")
    assert removed.status_code == 409
    assert standing(net, "old") == {"old"}


def test_a8_a_form_of_another_hat_is_told_so_and_loses_nothing(site: Flask, net: Session) -> None:
    net.rollback()
    both, path = visits.enter(site, "both"), "/en/organisations/fire/invite"  # for the fire and the young
    fields = visits.fields(both.get(path).text, "invite") | GIVEN
    both.post("/en/switch", data={"csrf_token": visits.token(both), "hat": "young"})
    refused = both.post(path, data=fields)
    assert refused.status_code == 409
    assert 'value="mie@elsewhere.example"' in refused.text
    assert both.get("/en/organisations/fire/members/").status_code == 200
    assert both.get(path).status_code == 403  # another hat is in force


def test_a8_an_invitation_of_another_organisation_is_none_here(site: Flask, net: Session) -> None:
    begin_write(net)
    made, _token = invite(net, "mie@elsewhere.example", by="fire")
    number = made.id
    net.commit()
    old = visits.enter(site, "old")
    for slug in ("fire", "old"):
        for act in ("revoke", "send-again"):
            path = f"/en/organisations/{slug}/invitations/{number}/{act}"
            assert visits.send(old, path, "old").status_code == 404
    net.refresh(made)
    assert made.revoked_at is None


def test_a8_a_suspended_organisation_changes_nothing(site: Flask, net: Session) -> None:
    number = membership(net, "shut_editor", "shut").id
    net.rollback()
    shut = visits.enter(site, "shut")
    assert shut.get("/en/organisations/shut/members/").status_code == 200
    for path in ("invite", "rename", "close", "edit", f"members/{number}/end-membership"):
        assert visits.send(shut, f"/en/organisations/shut/{path}", "shut", **GIVEN).status_code == 403


def test_a8_who_was_removed_is_out_at_the_next_request(site: Flask, net: Session) -> None:
    begin_write(net)
    reference = network.standing_at(net, "submitted")
    second = membership(net, "young2", "young").id
    net.commit()
    gone = visits.enter(site, "young2")
    page = gone.get(f"/en/initiatives/{reference}/withdraw")
    assert page.status_code == 200
    done = visits.do(visits.enter(site, "young"), f"/en/organisations/young/members/{second}/end-membership")
    assert done.status_code == 303
    sent = visits.fields(page.text, "withdraw") | {"reason": "Said in a whole sentence."}
    assert gone.post(f"/en/initiatives/{reference}/withdraw", data=sent).status_code == 404
    assert gone.get(f"/en/initiatives/{reference}").status_code == 404
    assert gone.get("/en/organisations/young/members/").status_code == 404
