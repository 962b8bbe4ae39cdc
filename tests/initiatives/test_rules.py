"""Rules of the life of an initiative that a table of roles and states cannot show."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.errors import Incomplete, NotAllowed, Stale, WrongStatus
from participation.initiatives import actions, policy
from participation.initiatives.lifecycle import Permission, Status, VersionState
from participation.initiatives.models import Decision, Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.organisations.policy import VISITOR
from participation.outbox.models import Event
from tests import network
from tests.network import act, deed, load, save, standing_at


@pytest.mark.parametrize("state", network.PATHS)
def test_every_state_can_be_reached_and_kept(net: Session, state: str) -> None:
    reference = standing_at(net, state)
    net.commit()
    assert load(net, reference).status == state.removesuffix("_after").removesuffix("_hidden")


def test_withdrawing_what_was_taken_down_does_not_bring_the_text_back(net: Session) -> None:
    thing = load(net, standing_at(net, "withdrawn_hidden"))
    assert policy.allows(VISITOR, Permission.KNOW, thing)
    assert not policy.allows(VISITOR, Permission.VIEW, thing)
    assert policy.allows(deed(net, "young").actor, Permission.VIEW, thing)


@pytest.mark.parametrize("left", ["published", "concluded"])
def test_back_online_is_back_where_it_was(net: Session, left: str) -> None:
    reference = standing_at(net, left)
    act(net, "desk", reference, "unpublish")
    with pytest.raises(NotAllowed):
        act(net, "desk", reference, "republish")
    assert act(net, "desk2", reference, "republish").status == left


@pytest.mark.parametrize("state", ["submitted", "consultation"])
def test_a_refusal_proposed_is_forgotten_by_whatever_moves_on(net: Session, state: str) -> None:
    moves = {"submitted": ("recall", "request_changes", "open_consultation", "withdraw"),
             "consultation": ("request_changes", "withdraw", "revise")}  # fmt: skip
    for move in moves[state]:
        reference = standing_at(net, state)
        assert act(net, "desk", reference, "propose_decline").decline is not None
        if move == "revise":
            save(net, "young", reference, title="Coffee in the park")
        assert act(net, "desk" if TRANSITIONS[move].of_the_desk else "young", reference, move).decline is None


def test_a_refusal_needs_a_second_moderator(net: Session) -> None:
    reference = standing_at(net, "submitted")
    act(net, "desk", reference, "propose_decline")
    with pytest.raises(NotAllowed):
        act(net, "desk", reference, "confirm_decline")
    declined = act(net, "desk2", reference, "confirm_decline", reason="", reason_code="")
    assert declined.status is Status.DECLINED
    assert (declined.decisions[-1].words, declined.decisions[-1].reason_code) == (network.REASON, "other")


def test_one_who_took_no_part_decides_alone_after_an_appeal_and_for_good(net: Session) -> None:
    reference = standing_at(net, "declined")
    assert act(net, "young", reference, "appeal").status is Status.SUBMITTED
    for name in ("desk", "desk2"):
        with pytest.raises(NotAllowed):
            act(net, name, reference, "open_consultation")
    with pytest.raises(Incomplete):
        act(net, "desk3", reference, "confirm_decline", reason="", reason_code="")
    assert act(net, "desk3", reference, "confirm_decline").status is Status.DECLINED
    with pytest.raises(WrongStatus):
        act(net, "young", reference, "appeal")


def test_half_a_year_later_an_appeal_is_too_late(net: Session) -> None:
    reference = standing_at(net, "declined")
    with clock.stopped_at(clock.now() + timedelta(days=184)), pytest.raises(WrongStatus):
        act(net, "young", reference, "appeal")


def test_what_was_taken_down_can_be_appealed_against_and_waits_until_it_is_back(net: Session) -> None:
    reference = standing_at(net, "published")
    save(net, "young", reference, title="Coffee in the park")
    act(net, "young", reference, "revise")
    assert act(net, "desk", reference, "unpublish").waiting_since is not None  # the revision still wants an answer
    assert act(net, "young", reference, "appeal").status is Status.UNPUBLISHED
    assert act(net, "desk2", reference, "refuse_version").waiting_since is not None  # and so does the appeal
    assert act(net, "desk2", reference, "republish").waiting_since is None


def test_an_appeal_against_taking_down_can_be_refused_for_good_by_one_who_took_no_part(net: Session) -> None:
    reference = standing_at(net, "unpublished")
    with pytest.raises(WrongStatus):
        act(net, "desk2", reference, "keep_unpublished")  # nobody has appealed
    act(net, "young", reference, "appeal")
    assert act(net, "desk2", reference, "take").appeal_waits
    with pytest.raises(NotAllowed):
        act(net, "desk", reference, "keep_unpublished")
    with pytest.raises(Incomplete):
        act(net, "desk2", reference, "keep_unpublished", reason=" ")
    kept = act(net, "desk2", reference, "keep_unpublished")
    assert (kept.status, kept.waiting_since, kept.taken_by, kept.appeal_waits) == (
        Status.UNPUBLISHED,
        None,
        None,
        False,
    )
    assert (kept.decisions[-1].act, kept.decisions[-1].words) == ("keep_unpublished", network.REASON)
    told = net.execute(select(Event.audience, Event.detail_id).where(Event.kind == "keep_unpublished")).one()
    assert told == ("proposer", kept.decisions[-1].id)
    for who, what in (("young", "appeal"), ("desk3", "keep_unpublished")):
        with pytest.raises(WrongStatus):
            act(net, who, reference, what)


def test_taken_down_a_second_time_it_may_be_appealed_against_anew(net: Session) -> None:
    reference = standing_at(net, "unpublished")
    network.walk(net, reference, ("appeal", "keep_unpublished", "republish"))
    act(net, "desk2", reference, "unpublish")
    assert act(net, "young", reference, "appeal").appeal_waits
    assert act(net, "desk3", reference, "keep_unpublished").waiting_since is None


def test_an_act_keeps_no_words_it_does_not_ask_for(net: Session) -> None:
    reference = network.draft(net)
    act(net, "young", reference, "submit", reason="x" * 9000, reason_code="no such reason")
    act(net, "desk", reference, "open_consultation", reason="x" * 9000, reason_code="no such reason")
    net.commit()
    assert {(d.words, d.reason_code) for d in net.scalars(select(Decision))} == {("", None)}
    begin_write(net)
    reference = network.draft(net)
    thing = load(net, reference)
    given = network.given(thing, "discard", reason=network.REASON)
    actions.act(deed(net, "young"), thing, TRANSITIONS["discard"], given)
    net.commit()
    assert net.scalars(select(Initiative).where(Initiative.reference == reference)).one_or_none() is None


def test_other_words_for_a_refusal_must_be_sound_too(net: Session) -> None:
    reference = standing_at(net, "submitted")
    act(net, "desk", reference, "propose_decline")
    for wrong in ({"reason": "x" * 2001, "reason_code": ""}, {"reason": "", "reason_code": "no such reason"}):
        with pytest.raises(Incomplete):
            act(net, "desk2", reference, "confirm_decline", **wrong)


def test_a_moderator_accepts_the_revision_that_was_read_and_no_later_one(net: Session) -> None:
    reference = standing_at(net, "published")
    save(net, "young", reference, title="Coffee in the park")
    read = network.given(act(net, "young", reference, "revise"), "accept_version")
    act(net, "desk2", reference, "refuse_version")
    save(net, "young", reference, title="Something else in the park")
    thing = act(net, "young", reference, "revise")
    with pytest.raises(Stale):
        actions.act(deed(net, "desk"), thing, TRANSITIONS["accept_version"], read)
    assert [v.state for v in load(net, reference).versions] == [
        VersionState.ACCEPTED, VersionState.REFUSED, VersionState.PENDING,
    ]  # fmt: skip


def test_changing_one_detail_leaves_the_others(net: Session) -> None:
    reference = standing_at(net, "published")
    act(net, "young", reference, "update_details", details={"contact": "tea@example.org"}, contact_shown=True)
    thing = act(net, "young", reference, "update_details", details={"hour": "14:00"})
    assert (thing.contact, thing.contact_shown, thing.hour) == ("tea@example.org", True, "14:00")


def test_the_desk_takes_only_what_waits(net: Session) -> None:
    reference = standing_at(net, "published")
    with pytest.raises(WrongStatus):
        act(net, "desk", reference, "take")
    save(net, "young", reference, title="Coffee in the park")
    act(net, "young", reference, "revise")
    assert act(net, "desk", reference, "take").taken_by is not None
