"""Roles, mandates and leaving: no organisation is left without a voice by its own doing."""

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.errors import Incomplete, NotAllowed, WrongStatus
from participation.journal.queries import history
from participation.organisations.actions import members, reminders
from participation.organisations.checks import Place
from participation.organisations.lifecycle import MemberRole, State
from participation.organisations.models import Membership
from participation.organisations.policy import VISITOR, ActorDeed
from participation.organisations.queries import actor_of
from participation.outbox.models import Event
from tests import network
from tests.organisations.people import EDITOR, MANDATE, membership, organisation, standing, together


def seat_in(session: Session, name: str, slug: str) -> bool:
    """Tell whether someone acts with a mandate in this organisation now."""
    session.flush()
    return any(seat.slug == slug and seat.mandated for seat in network.deed(session, name).actor.seats)


def test_a_representative_gives_a_mandate_and_takes_it_back(net: Session) -> None:
    old, colleague = organisation(net, "old"), membership(net, "old_editor", "old")
    members.change_role(network.deed(net, "old"), old, colleague, MANDATE)
    assert seat_in(net, "old_editor", "old")
    assert colleague.mandate_words == MANDATE.words
    members.change_role(network.deed(net, "old"), old, colleague, EDITOR)
    assert not seat_in(net, "old_editor", "old")
    assert colleague.mandate_from is None
    assert [entry.kind for entry in history(net, *old.subject)] == ["change_role"] * 2


def test_a_mandate_needs_its_words_and_an_end_that_is_to_come(net: Session) -> None:
    old, colleague = organisation(net, "old"), membership(net, "old_editor", "old")
    for place, wrong in (
        (Place("representative", " "), {"mandate_words"}),
        (Place("representative", "x" * 301, "2020-01-01"), {"mandate_words", "mandate_until"}),
        (Place("representative", "By the board.", "3 May"), {"mandate_until"}),
        (Place("representative", "By the board.", "9999-12-31"), {"mandate_until"}),
        (Place("chair"), {"role"}),
    ):
        with pytest.raises(Incomplete) as refused:
            members.change_role(network.deed(net, "old"), old, colleague, place)
        assert set(refused.value.problems) == wrong


def test_nobody_gives_a_mandate_to_oneself(net: Session) -> None:
    own = membership(net, "old", "old")
    with pytest.raises(NotAllowed, match="own_mandate"):
        members.change_role(network.deed(net, "old"), organisation(net, "old"), own, MANDATE)


def test_l3_the_last_representative_stays_until_another_is_there(net: Session) -> None:
    old = organisation(net, "old")
    members.end_membership(network.deed(net, "old"), old, membership(net, "old2", "old"))
    own = membership(net, "old", "old")
    with pytest.raises(WrongStatus) as refused:
        members.leave(network.deed(net, "old"), old, own)
    assert refused.value.why == "last_representative"
    with pytest.raises(WrongStatus) as refused:
        members.change_role(network.deed(net, "old"), old, own, EDITOR)
    assert refused.value.why == "last_representative"
    members.change_role(network.deed(net, "old"), old, membership(net, "old_editor", "old"), MANDATE)
    members.leave(network.deed(net, "old"), old, own)
    assert standing(net, "old") == {"old_editor"}


def test_an_ended_membership_gives_neither_sight_nor_right_and_one_may_come_back(net: Session) -> None:
    old, gone = organisation(net, "old"), membership(net, "old2", "old")
    members.end_membership(network.deed(net, "old"), old, gone)
    assert network.deed(net, "old2").actor.organisations == frozenset()
    again = Membership(person_id=gone.person_id, organisation_id=old.id, role=MemberRole.EDITOR)
    net.add(again)
    net.flush()
    assert network.deed(net, "old2").actor.organisations == {old.id}


def _removing(name: str, deed: ActorDeed) -> None:
    members.end_membership(deed, organisation(deed.session, "old"), membership(deed.session, name, "old"))


def _leaving(name: str, deed: ActorDeed) -> None:
    members.leave(deed, organisation(deed.session, "old"), membership(deed.session, name, "old"))


@pytest.mark.race
def test_of_two_representatives_who_remove_each_other_one_stays(net: Session, engine: Engine) -> None:
    for _time in range(3):
        net.commit()
        answers = together(engine, [("old", partial(_removing, "old2")), ("old2", partial(_removing, "old"))])
        assert sorted(answers) == ["NotAllowed", "done"]
        begin_write(net)
        assert len(standing(net, "old")) == 1
        for name in ("old", "old2"):
            membership(net, name, "old").ended_at = None


@pytest.mark.race
def test_of_two_who_leave_at_once_one_stays(net: Session, engine: Engine) -> None:
    net.commit()
    answers = together(engine, [(name, partial(_leaving, name)) for name in ("old", "old2")])
    assert sorted(answers) == ["WrongStatus", "done"]


def runs_out(session: Session, name: str, slug: str, last: date) -> None:
    """Let a mandate end with that day."""
    found = membership(session, name, slug)
    found.mandate_from = clock.now() - timedelta(days=400)
    found.mandate_until = Place("representative", "x", last.isoformat()).ends
    session.flush()


def test_a_mandate_that_runs_out_stops_acts_at_once(net: Session) -> None:
    runs_out(net, "old2", "old", clock.today() - timedelta(days=1))
    assert not seat_in(net, "old2", "old")
    assert standing(net, "old") == {"old"}
    runs_out(net, "old2", "old", clock.today())
    assert seat_in(net, "old2", "old")


def test_the_mandate_that_runs_out_last_holds_until_a_moderator_has_confirmed_a_successor(net: Session) -> None:
    old, colleague = organisation(net, "old"), membership(net, "old_editor", "old")
    runs_out(net, "old", "old", clock.today() - timedelta(days=1))
    runs_out(net, "old2", "old", clock.today() - timedelta(days=9))
    assert standing(net, "old") == {"old"}
    assert seat_in(net, "old", "old")
    assert not seat_in(net, "old2", "old")

    members.change_role(network.deed(net, "old"), old, colleague, MANDATE)
    assert colleague.awaits_desk
    assert standing(net, "old") == {"old"}  # the successor waits, the old mandate holds
    assert not seat_in(net, "old_editor", "old")
    assert net.scalars(select(Event.audience).where(Event.kind == "mandate_waits")).all() == ["moderators"]

    for name in ("old", "partial"):
        deed = network.deed(net, name, "young" if name == "partial" else "")
        with pytest.raises(NotAllowed):
            members.confirm_mandate(deed, old, colleague)
    members.confirm_mandate(network.deed(net, "desk"), old, colleague)
    assert standing(net, "old") == {"old_editor"}
    assert not seat_in(net, "old", "old")


@pytest.mark.parametrize("state", [State.SUSPENDED, State.MERGED, State.CLOSED])
def test_a_mandate_is_confirmed_only_where_it_could_be_used(net: Session, state: State) -> None:
    old, colleague = organisation(net, "old"), membership(net, "old_editor", "old")
    runs_out(net, "old", "old", clock.today() - timedelta(days=1))
    runs_out(net, "old2", "old", clock.today() - timedelta(days=9))
    members.change_role(network.deed(net, "old"), old, colleague, MANDATE)
    old.state = state
    net.flush()
    with pytest.raises(WrongStatus):
        members.confirm_mandate(network.deed(net, "desk"), old, colleague)
    assert colleague.awaits_desk


def test_both_readings_of_a_mandate_agree(net: Session) -> None:
    for days in (-3, 0, 3):
        runs_out(net, "fire2", "fire", clock.today() + timedelta(days=days))
        for name, slug in {"fire": "fire", "fire2": "fire", "fire_editor": "fire", "both": "fire"}.items():
            assert seat_in(net, name, slug) == (name in standing(net, slug))


def test_a_mandate_is_warned_of_30_and_7_days_before_once_each(net: Session) -> None:
    now = clock.now()
    runs_out(net, "old2", "old", clock.today() + timedelta(days=29))
    runs_out(net, "fire2", "fire", clock.today() + timedelta(days=60))

    def warned(days: int) -> int:
        with clock.stopped_at(now + timedelta(days=days)):
            found = reminders.warn(ActorDeed(net, VISITOR, clock.now(), "worker"))
            net.flush()
            return found

    assert [warned(days) for days in (0, 0, 10, 22, 23, 24)] == [1, 0, 0, 0, 1, 0]
    subject = organisation(net, "old").subject
    told = net.execute(select(Event.subject_id, Event.audience, Event.detail_id).where(Event.kind == "mandate_ends"))
    assert set(told) == {(subject.id, "organisation", membership(net, "old2", "old").id)}


def test_an_actor_built_for_later_has_no_mandate_left(net: Session) -> None:
    runs_out(net, "old2", "old", clock.today() + timedelta(days=1))
    person = membership(net, "old2", "old").person_id
    before, after = (actor_of(net, person, "", clock.now() + timedelta(days=days)) for days in (0, 3))
    assert before.acts_for(mandate=True) is not None
    assert after.acts_for(mandate=True) is None
    assert after.acts_for(mandate=False) is not None
