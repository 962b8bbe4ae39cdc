"""Four eyes: one representative prepares, another confirms; nothing happens before, and once only."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation import clock
from participation.confirming import actions, queries
from participation.cosigning.actions import Consent, co_sign, withdraw
from participation.db import begin_write
from participation.errors import AlreadyDone, NotAllowed, ReasonMissing, Stale, WrongStatus
from participation.initiatives import actions as initiatives
from participation.initiatives import queries as reading
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import CoSignature, Prepared, PreparedEnd
from participation.initiatives.transitions import TRANSITIONS
from participation.journal.actions import seal
from participation.journal.models import Entry
from participation.journal.queries import facts, verify
from participation.notifications.worker import chores
from participation.organisations import roster
from participation.organisations.actions import four_eyes
from participation.organisations.actions.members import end_membership
from participation.organisations.policy import ActorDeed
from participation.outbox.models import Event
from tests import network
from tests.network import deed, load
from tests.organisations.people import membership, organisation, together


def switch_on(net: Session, slug: str) -> None:
    four_eyes.switch_on(deed(net, slug), organisation(net, slug))
    net.flush()


def prepare(net: Session, name: str, reference: str, statement: str = "We come.") -> Prepared:
    thing = load(net, reference)
    made = co_sign(deed(net, name), thing, Consent(thing.shown, mandate=True, statement=statement))
    assert made is not None
    return made


def settle(net: Session, name: str, number: int, reference: str) -> None:
    row = queries.to_settle(net, number)
    assert row is not None
    actions.confirm(deed(net, name), load(net, reference), row)


def signatures(net: Session) -> int:
    return net.scalar(select(func.count()).select_from(CoSignature)) or 0


def test_a_co_signature_waits_for_a_second_representative_and_then_stands(net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    made = prepare(net, "fire", reference)
    assert signatures(net) == 0
    told = {e.audience for e in net.scalars(select(Event).where(Event.kind == "prepare_act"))}
    assert told == {"representatives"}
    assert not list(net.scalars(select(Event).where(Event.kind == "co_sign")))
    with pytest.raises(NotAllowed, match="prepared_yourself"):
        settle(net, "fire", made.id, reference)
    settle(net, "fire2", made.id, reference)
    (standing,) = load(net, reference).co_signatures
    assert standing.statement == "We come."
    entry = net.scalars(select(Entry).where(Entry.kind == "co_sign")).one()
    assert entry.actor_key == deed(net, "fire2").actor.key
    assert facts(entry)["prepared_by"] == deed(net, "fire").actor.key
    with pytest.raises(AlreadyDone):
        settle(net, "fire2", made.id, reference)
    assert signatures(net) == 1
    seal(net)
    assert verify(net, clock.now()) == []


def test_a_submission_waits_and_is_made_of_the_text_that_was_prepared(net: Session) -> None:
    reference = network.draft(net)
    switch_on(net, "young")
    network.act(net, "young", reference, "submit")
    assert load(net, reference).status is Status.DRAFT
    number = net.scalars(select(Prepared.id)).one()
    network.save(net, "young_editor", reference, title="Another title")
    with pytest.raises(Stale), net.begin_nested():
        settle(net, "young2", number, reference)
    assert load(net, reference).versions == []
    network.act(net, "young", reference, "submit")  # prepared anew: what waited of the older text makes room
    newest = net.scalars(select(Prepared.id).where(Prepared.ended_at.is_(None))).one()
    settle(net, "young2", newest, reference)
    assert load(net, reference).status is Status.SUBMITTED
    assert load(net, reference).versions[0].title == "Another title"


def test_a_version_that_changed_meanwhile_is_told_and_nothing_is_lost(net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    made = prepare(net, "fire", reference)
    network.save(net, "young", reference, title="Tea, and cake")
    network.act(net, "young", reference, "revise")
    with pytest.raises(Stale), net.begin_nested():
        settle(net, "fire2", made.id, reference)
    kept = queries.one(net, made.id)
    assert kept is not None
    assert (kept.ended_at, kept.statement) == (None, "We come.")


@pytest.mark.parametrize("who", ["young", "fire_editor", "wardens", "desk"])
def test_nobody_else_confirms(net: Session, who: str) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    made = prepare(net, "fire", reference)
    with pytest.raises(NotAllowed):
        settle(net, who, made.id, reference)


def test_it_is_sent_back_with_a_word_or_taken_back_and_never_both(net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    made, thing = prepare(net, "fire", reference), load(net, reference)
    with pytest.raises(ReasonMissing):
        actions.send_back(deed(net, "fire2"), thing, made, " ")
    with pytest.raises(NotAllowed, match="not_the_preparer"):
        actions.take_back(deed(net, "fire2"), thing, made)
    actions.send_back(deed(net, "fire2"), thing, made, "Ask the board first.")
    with pytest.raises(WrongStatus):
        actions.take_back(deed(net, "fire"), thing, made)
    with pytest.raises(WrongStatus):
        settle(net, "both", made.id, reference)
    again = prepare(net, "fire", reference)
    actions.take_back(deed(net, "fire"), load(net, reference), again)
    assert {one.ended_as for one in net.scalars(select(Prepared))} == {PreparedEnd.SENT_BACK, PreparedEnd.TAKEN_BACK}
    assert signatures(net) == 0


def test_a_second_one_of_the_same_is_the_first_and_another_is_told(net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    first = prepare(net, "fire", reference)
    assert prepare(net, "fire", reference).id == first.id
    with pytest.raises(WrongStatus) as refused:
        prepare(net, "fire2", reference)
    assert refused.value.why == "prepared"


def test_what_was_prepared_by_one_whose_mandate_ended_is_not_confirmed(net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    made = prepare(net, "fire", reference)
    end_membership(deed(net, "fire2"), organisation(net, "fire"), membership(net, "fire", "fire"))
    with pytest.raises(NotAllowed, match="preparer_gone"):
        settle(net, "fire2", made.id, reference)


def test_one_alone_withdraws_even_so(net: Session) -> None:
    reference = network.standing_at(net, "published")
    switch_on(net, "fire")
    withdraw(deed(net, "fire"), load(net, reference), "")
    assert len([s for s in load(net, reference).co_signatures if s.ended_at is None]) == 2


def test_what_waits_lapses_after_fourteen_days_and_both_are_told(net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    made = prepare(net, "fire", reference)
    net.commit()
    assert chores.lapse(net, clock.now() + timedelta(days=13)) == 0
    assert chores.lapse(net, clock.now() + timedelta(days=14, minutes=1)) == 1
    begin_write(net)
    assert net.get_one(Prepared, made.id).ended_as is PreparedEnd.LAPSED
    assert {e.audience for e in net.scalars(select(Event).where(Event.kind == "act_lapsed"))} == {
        "representatives", "preparer",
    }  # fmt: skip
    with pytest.raises(WrongStatus):
        settle(net, "fire2", made.id, reference)


def test_a_draft_is_deleted_with_what_waited_for_it(net: Session) -> None:
    reference = network.draft(net)
    switch_on(net, "young")
    network.act(net, "young", reference, "submit")
    thing = load(net, reference)
    initiatives.act(deed(net, "young"), thing, TRANSITIONS["discard"], network.given(thing, "discard"))
    net.flush()
    assert list(net.scalars(select(Prepared.id))) == []


def test_it_takes_two_to_switch_it_off_and_two_to_have_it(net: Session) -> None:
    house = organisation(net, "watch")
    end_membership(deed(net, "watch"), house, membership(net, "watch2", "watch"))
    with pytest.raises(WrongStatus) as refused:
        four_eyes.switch_on(deed(net, "watch"), house)
    assert refused.value.why == "needs_two"
    fire = organisation(net, "fire")
    with pytest.raises(NotAllowed):
        four_eyes.switch_on(deed(net, "fire_editor"), fire)
    switch_on(net, "fire")
    assert four_eyes.switch_off(deed(net, "fire"), fire) is False
    with pytest.raises(NotAllowed, match="asked_yourself"):
        four_eyes.switch_off(deed(net, "fire"), fire)
    four_eyes.keep(deed(net, "fire2"), fire)
    assert four_eyes.switch_off(deed(net, "fire"), fire) is False
    assert roster.four_eyes(net, fire.id) is not None
    assert four_eyes.switch_off(deed(net, "fire2"), fire) is True
    assert roster.four_eyes(net, fire.id) is None


def test_the_database_refuses_one_who_confirms_the_own(net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    made = prepare(net, "fire", reference)
    made.ended_at, made.ended_as, made.ended_by_id = clock.now(), PreparedEnd.CONFIRMED, made.prepared_by_id
    with pytest.raises(IntegrityError), net.begin_nested():
        net.flush()
    net.expire_all()


@pytest.mark.race
def test_two_confirm_at_once_and_it_happens_once(engine: Engine, net: Session) -> None:
    reference = network.standing_at(net, "consultation")
    switch_on(net, "fire")
    number = prepare(net, "fire", reference).id
    net.commit()

    def confirming(own: ActorDeed) -> None:
        thing = reading.one(own.session, reference, reading.TO_CHANGE)
        row = queries.to_settle(own.session, number)
        assert thing is not None
        assert row is not None
        actions.confirm(own, thing, row)

    answers = together(engine, [("fire2", confirming), ("both", confirming)], alone=False)
    assert sorted(answers) == ["WrongStatus", "done"]
    begin_write(net)
    assert signatures(net) == 1
    assert len(list(net.scalars(select(Entry).where(Entry.kind.in_(["co_sign", "confirm_act"]))))) == 2
