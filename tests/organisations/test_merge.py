"""Two organisations become one: acts carry over, each with a trace, and nothing counts twice."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.cosigning.actions import withdraw
from participation.initiatives import fulltext
from participation.initiatives import queries as initiatives
from participation.initiatives.models import CoSignature, Initiative
from participation.initiatives.models.co_signature import Ending
from participation.journal.queries import history
from participation.organisations.lifecycle import MemberRole, State
from participation.organisations.models import Organisation
from participation.organisations.queries import seats
from participation.outbox.models import Event
from tests import network, visits
from tests.organisations.people import invite, membership, organisation, standing

WHY = "The two federations have become one."
DESK = "/en/desk/organisations"


def merge(app: Flask, source: str, target: str, status: int = 303) -> None:
    desk = visits.enter(app, "desk")
    assert visits.do(desk, f"{DESK}/{source}/merge", target=target, reason=WHY).status_code == status


def signatures(session: Session, reference: str) -> set[tuple[str, str, Ending | None]]:
    """List who stands under the text: now, by its name of then, and how it ended."""
    session.rollback()
    found = initiatives.one(session, reference)
    assert found is not None
    return {(s.organisation.slug, s.name_then("en"), s.ended_as) for s in found.co_signatures}


def test_co_signatures_go_over_and_the_older_of_two_stands(app: Flask, net: Session) -> None:
    both, alone = network.standing_at(net, "consultation"), network.standing_at(net, "consultation")
    for name in ("wardens", "fire"):
        network.sign(net, name, both)
    network.sign(net, "fire", alone)
    net.commit()
    merge(app, "fire", "wardens")
    assert signatures(net, both) == {
        ("wardens", "The wardens", None), ("wardens", "The fire", Ending.MERGED),
    }  # fmt: skip
    assert signatures(net, alone) == {("wardens", "The fire", None)}
    for reference in (both, alone):
        found = initiatives.one(net, reference)
        assert found is not None
        assert initiatives.count_of(net, found).organisations == 1
        assert [entry.kind for entry in history(net, *found.subject)][-1] == "carry_over"


def test_the_older_one_stands_also_where_it_is_of_the_one_that_ends(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    for name in ("fire", "wardens"):
        network.sign(net, name, reference)
    net.commit()
    merge(app, "fire", "wardens")
    assert signatures(net, reference) == {
        ("wardens", "The fire", None), ("wardens", "The wardens", Ending.MERGED),
    }  # fmt: skip


def test_everyone_reads_which_organisation_signed_and_which_took_it_back(app: Flask, net: Session) -> None:
    taken_back, standing_still = network.standing_at(net, "published"), network.standing_at(net, "published")
    withdraw(network.deed(net, "fire"), network.load(net, taken_back), "No people left.")
    net.commit()
    merge(app, "fire", "wardens")
    for who in ("visitor", "young"):
        reader = visits.enter(app, who)
        for reference in (taken_back, standing_still):
            assert ", as The fire" in reader.get(f"/en/initiatives/{reference}").text, (who, reference)


def test_what_it_said_goes_over_and_keeps_the_name_of_who_said_it(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "published")
    network.say(net, "fire", reference, "public")
    net.commit()
    merge(app, "fire", "wardens")
    for client in (app.test_client(), visits.enter(app, "wardens")):
        said = client.get(f"/en/initiatives/{reference}").text.split('id="conversation"')[1]
        assert "The fire" in said
        assert "The wardens" not in said.split("<time")[0]
        assert "/organisations/wardens" in said  # whose it is now


def test_a_co_signature_tells_everyone_by_which_name_it_was_given(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "published")  # co-signed by the fire first, then by the wardens
    net.commit()
    merge(app, "fire", "wardens")
    assert ("wardens", "The fire", None) in signatures(net, reference)
    for client in (app.test_client(), visits.enter(app, "wardens"), visits.enter(app, "old")):
        assert ", as The fire" in client.get(f"/en/initiatives/{reference}").text


def test_what_it_proposed_is_the_others_and_nobody_co_signs_an_own_initiative(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "published")  # of the young, co-signed by the old, the fire and the wardens
    net.commit()
    merge(app, "young", "old")
    assert ("old", "The old", Ending.MERGED) in signatures(net, reference)
    found = initiatives.one(net, reference)
    assert found is not None
    assert found.organisation.slug == "old"
    assert initiatives.count_of(net, found).organisations == 2
    page = visits.enter(app, "young").get(f"/en/initiatives/{reference}").text
    assert 'data-action="withdraw"' in page  # its people speak for it as before
    assert reference in app.test_client().get("/en/organisations/old").text
    assert fulltext.hits(net, ["old"]) == [found.id]


def test_members_go_over_with_the_stronger_role_and_the_page_names_the_successor(app: Flask, net: Session) -> None:
    _made, token = invite(net, "mie@elsewhere.example", by="fire")
    net.commit()
    merge(app, "fire", "wardens")
    net.rollback()
    assert standing(net, "wardens") == {"wardens", "wardens2", "fire", "fire2", "both"}
    assert membership(net, "fire_editor", "wardens").role is MemberRole.EDITOR
    assert membership(net, "fire", "fire").ended_at is not None
    assert {of.slug for _seat, of in seats(net, membership(net, "both", "fire").person_id)} == {"young", "wardens"}
    page = app.test_client().get("/en/organisations/fire")
    assert page.status_code == 200
    assert "data-successor" in page.text
    assert 'href="/en/organisations/wardens"' in page.text
    assert 'data-action="make-account"' not in app.test_client().get(f"/en/invitation/{token}").text
    found = organisation(net, "fire")
    assert found.state is State.MERGED
    assert [entry.kind for entry in history(net, *found.subject)][-1] == "merge"
    assert set(net.scalars(select(Event.audience).where(Event.kind == "merge"))) == {"organisation", "moderators"}


def test_only_an_impartial_moderator_merges_and_only_within_a_pillar(app: Flask, net: Session) -> None:
    net.commit()
    merge(app, "fire", "young", 422)
    merge(app, "fire", "fire", 422)
    merge(app, "fire", "shut", 422)  # suspended
    merge(app, "fire", "nobody", 422)
    partial = visits.enter(app, "partial")  # belongs to the young
    fields = {"target": "young", "reason": WHY}
    assert visits.send(partial, f"{DESK}/old/merge", "partial", **fields).status_code == 403
    assert partial.get(f"{DESK}/young/merge").status_code == 403
    assert visits.send(visits.enter(app, "old"), f"{DESK}/old/merge", "old", **fields).status_code == 404
    net.rollback()
    assert net.scalars(select(Organisation.id).where(Organisation.state == State.MERGED)).all() == []


def test_a_repeat_is_the_same_success_and_nothing_new(app: Flask, net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    network.sign(net, "fire", reference)
    net.commit()
    desk = visits.enter(app, "desk")
    for _time in range(2):
        answer = visits.send(desk, f"{DESK}/fire/merge", "desk", target="wardens", reason=WHY)
        assert answer.status_code == 303
    net.rollback()
    assert len(net.scalars(select(CoSignature.id).join(Initiative)).all()) == 1
    assert [entry.kind for entry in history(net, *organisation(net, "fire").subject)].count("merge") == 1
