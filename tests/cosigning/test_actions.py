"""Co-signing, confirming again, withdrawing."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.cosigning.actions import Consent, co_sign, reaffirm, withdraw
from participation.db import begin_write
from participation.errors import AlreadyDone, Incomplete, NotAllowed, Stale, WrongStatus
from participation.initiatives import queries
from participation.initiatives.models import CoSignature
from participation.journal.queries import history
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from tests import network
from tests.network import act, deed, load, save, sign, standing_at


def confirm(session: Session, name: str, reference: str, **more: object) -> None:
    thing = load(session, reference)
    reaffirm(deed(session, name), thing, Consent(thing.shown, mandate=True, **more))  # type: ignore[arg-type]  # of it


def revised(session: Session) -> str:
    """Co-signed by the fire service with two people, then changed in substance."""
    reference = standing_at(session, "consultation")
    ask = load(session, reference).shown_version.asks[0].key
    sign(session, "fire", reference, statement="We come.", commitments={ask: "2"})
    save(session, "young", reference, title="Coffee in the park")
    act(session, "young", reference, "revise")
    return reference


def test_a_change_of_substance_stops_the_count_until_it_is_confirmed(net: Session) -> None:
    reference = revised(net)
    assert queries.count_of(net, load(net, reference)).organisations == 0
    confirm(net, "fire2", reference)  # any representative of it may
    assert queries.count_of(net, load(net, reference)).organisations == 1


def test_confirming_carries_what_is_brought_and_what_was_said(net: Session) -> None:
    reference = revised(net)
    thing = load(net, reference)
    confirm(net, "fire", reference)
    assert queries.progress(net, thing.id) == {thing.shown_version.asks[0].key: 2}
    old, new = load(net, reference).co_signatures
    assert (old.ended_as, new.ended_as, new.version, new.statement) == ("reaffirmed", None, 2, "We come.")


def test_confirming_may_bring_less_and_say_nothing(net: Session) -> None:
    reference = revised(net)
    thing = load(net, reference)
    confirm(net, "fire", reference, statement="", commitments={thing.shown_version.asks[0].key: ""})
    assert queries.progress(net, thing.id) == {}
    assert load(net, reference).co_signatures[-1].statement == ""


def test_an_old_signature_is_not_taken_for_a_new_one(net: Session) -> None:
    reference = revised(net)
    with pytest.raises(WrongStatus, match="consultation"):
        sign(net, "fire", reference)
    confirm(net, "fire", reference)
    with pytest.raises(AlreadyDone):
        sign(net, "fire", reference)
    with pytest.raises(AlreadyDone):
        confirm(net, "fire", reference)


def test_a_correction_leaves_the_count_and_a_moderator_may_overrule_it(net: Session) -> None:
    reference = standing_at(net, "consultation")
    sign(net, "fire", reference)
    save(net, "young", reference, title="Tea in the Park")
    thing = act(net, "young", reference, "revise", correction=True)
    assert queries.count_of(net, thing).organisations == 1
    thing = act(net, "desk", reference, "mark_substantive")
    assert queries.count_of(net, thing).organisations == 0
    with pytest.raises(AlreadyDone):
        act(net, "desk", reference, "mark_substantive")
    with pytest.raises(WrongStatus):
        act(net, "desk2", reference, "mark_substantive")


@pytest.mark.parametrize("correction", [True, False])
def test_the_moderator_says_whether_an_accepted_revision_is_a_correction(net: Session, *, correction: bool) -> None:
    reference = standing_at(net, "published")
    save(net, "young", reference, title="Tea in the Park")
    act(net, "young", reference, "revise", correction=not correction)
    assert queries.count_of(net, load(net, reference)).organisations == 3  # not accepted: nothing has changed
    thing = act(net, "desk", reference, "accept_version", correction=correction)
    assert queries.count_of(net, thing).organisations == (3 if correction else 0)


def test_withdrawing_leaves_a_trace_and_a_second_time_changes_nothing(net: Session) -> None:
    reference = standing_at(net, "published")
    withdraw(deed(net, "fire"), load(net, reference), "No people left.")
    thing = load(net, reference)
    row = next(s for s in thing.co_signatures if s.ended_at is not None)
    assert (row.ended_as, row.ending_reason) == ("withdrawn", "No people left.")
    before = len(history(net, *thing.subject))
    with pytest.raises(AlreadyDone):
        withdraw(deed(net, "fire2"), thing, "")
    assert len(history(net, *thing.subject)) == before
    with pytest.raises(NotAllowed):
        withdraw(deed(net, "watch"), thing, "")
    sign(net, "fire", reference)
    assert queries.count_of(net, load(net, reference)).organisations == 3


@pytest.mark.parametrize("state", ["concluded", "withdrawn_after", "unpublished"])
def test_one_may_withdraw_in_every_later_state(net: Session, state: str) -> None:
    reference = standing_at(net, state)
    withdraw(deed(net, "fire"), load(net, reference), "")
    assert queries.count_of(net, load(net, reference)).organisations == 2


def test_what_is_signed_must_be_what_was_read_and_sound(net: Session) -> None:
    reference = revised(net)
    thing = load(net, reference)
    for version in (None, 1, 3):
        with pytest.raises(Stale):
            co_sign(deed(net, "watch"), thing, Consent(version, mandate=True))
    wrong = Consent(
        2, mandate=False, statement="x" * 501, commitments={"gone": "1", thing.shown_version.asks[0].key: "-1"}
    )
    with pytest.raises(Incomplete) as refused:
        co_sign(deed(net, "watch"), thing, wrong)
    assert len(refused.value.problems) == 4


@pytest.mark.parametrize("who", ["young", "shut", "new", "fire_editor", "desk", "admin", "partial"])
def test_f3_f5_who_may_not_co_sign(net: Session, who: str) -> None:
    reference = standing_at(net, "consultation")
    with pytest.raises(NotAllowed):
        sign(net, who, reference)
    assert load(net, reference).co_signatures == []


def test_one_who_speaks_for_two_co_signs_for_the_other_one(net: Session) -> None:
    reference = standing_at(net, "consultation")
    thing = load(net, reference)
    with pytest.raises(NotAllowed):
        co_sign(deed(net, "both", "young"), thing, Consent(1, mandate=True))
    co_sign(deed(net, "both", "fire"), thing, Consent(1, mandate=True))
    assert load(net, reference).co_signatures[0].organisation.slug == "fire"


def test_a_suspended_organisation_does_not_count_until_it_is_back(net: Session) -> None:
    reference = standing_at(net, "published")
    body = net.scalars(select(Organisation).where(Organisation.slug == "fire")).one()
    for state, number in ((State.SUSPENDED, 2), (State.APPROVED, 3)):
        body.state = state
        assert queries.count_of(net, load(net, reference)).organisations == number
    net.commit()
    begin_write(net)
    assert len(list(net.scalars(select(CoSignature)))) == 3


def test_the_inspectorate_is_shown_and_never_counts(net: Session) -> None:
    reference = standing_at(net, "consultation")
    sign(net, "aig", reference)
    assert queries.count_of(net, load(net, reference)) == queries.Count(0, 0)


def test_publishing_needs_the_threshold_or_a_reason_and_two_languages(net: Session) -> None:
    reference = standing_at(net, "consultation")
    with pytest.raises(Incomplete) as refused:
        act(net, "desk", reference, "publish", reason="")
    assert set(refused.value.problems) == {"version", "reason"}
    network.put_into_french(net, reference)
    for name in ("fire", "wardens"):
        sign(net, name, reference)
    sign(net, "aig", reference)
    with pytest.raises(Incomplete):
        act(net, "desk", reference, "publish", reason="")  # two organisations, of one pillar
    sign(net, "old", reference)
    assert act(net, "desk", reference, "publish", reason="").published_at is not None
