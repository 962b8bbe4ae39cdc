"""Four eyes: every prepared act, everyone, every moment, as matrix.txt has it by hand, against the code."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation import clock
from participation.confirming import actions, queries
from participation.cosigning.actions import Consent, reaffirm
from participation.errors import AlreadyDone, DomainError, NotAllowed, NotFound, Stale, WrongStatus
from participation.initiatives.lifecycle import SECONDED
from participation.initiatives.models import Initiative, Prepared, PreparedEnd
from participation.journal.models import Entry
from participation.journal.queries import facts
from participation.organisations import roster
from participation.organisations.actions import four_eyes, members
from participation.organisations.lifecycle import MemberRole, State
from participation.organisations.models import Membership
from participation.organisations.policy import DESK_HAT, VISITOR, ActorDeed, require_sight
from participation.outbox.models import Event
from tests import network
from tests.initiatives.test_matrix import sections
from tests.organisations.people import membership, organisation

MATRIX = sections(Path(__file__).with_name("matrix.txt"))
PEOPLE = [row[0] for row in MATRIX["people"]]
SETTLING, SWITCHING = ("confirm", "send_back", "take_back"), ("on", "off", "keep")
SAID: dict[type[Exception], str] = {
    NotFound: "404", NotAllowed: "403", WrongStatus: "409", Stale: "409", AlreadyDone: "same",
}  # fmt: skip
Answer = dict[tuple[str, str, str], str]


def table(acts: tuple[str, ...]) -> Answer:
    found: Answer = {}
    for act in acts:
        moments, *rows = MATRIX[act]
        assert [row[0] for row in rows] == PEOPLE, act
        found |= {(act, row[0], moment): cell for row in rows for moment, cell in zip(moments, row[1:], strict=True)}
    return found


def played(house: str) -> dict[str, tuple[str, str]]:
    """Who plays whom in an organisation of the small network, and which hat is on."""
    return {
        "stranger": ("wardens", ""), "preparer": (house, house), "colleague": (f"{house}2", house),
        "editor": (f"{house}_editor", house), "lapsed": ("old_editor", house), "waits": ("fans_editor", house),
        "elsewhere": ("both", "young" if house == "fire" else "fire"), "desk": ("desk", ""), "own": ("desk2", DESK_HAT),
        "admin": ("admin", ""),
    }  # fmt: skip


def furnish(net: Session, house: str) -> None:
    """Give the organisation a member of every sort."""
    now, of = clock.now(), organisation(net, house).id
    sorts: dict[str, dict[str, Any]] = {
        "old_editor": {"mandate_from": now - timedelta(days=9), "mandate_until": now - timedelta(days=2)},
        "fans_editor": {"mandate_from": now, "awaits_desk": True},
        "desk2": {"role": MemberRole.EDITOR},
    }
    for name, fields in sorts.items():
        who = network.deed(net, name).actor.person_id
        net.add(Membership(person_id=who, organisation_id=of, **{"role": MemberRole.REPRESENTATIVE} | fields))
    net.flush()


def deeds(net: Session, house: str) -> dict[str, ActorDeed]:
    found = {name: network.deed(net, *at) for name, at in played(house).items()}
    return found | {"visitor": ActorDeed(net, VISITOR, clock.now(), "test")}


def answer(net: Session, doing: Callable[[], object]) -> str:
    """Do it and take it back; a refusal changes nothing."""
    with net.begin_nested() as half_way:
        try:
            doing()
            net.flush()
        except DomainError as error:
            found = SAID[type(error)]
        else:
            found = "may"
        half_way.rollback()
    return found


def prepare(net: Session, act: str) -> tuple[str, str, int]:
    """Prepare an act; return in whose name, on which initiative, and the number of the row."""
    house = "young" if act == "submit" else "fire"
    reference = network.draft(net) if act == "submit" else network.standing_at(net, "consultation")
    if act == "reaffirm":
        network.sign(net, house, reference)
        network.save(net, "young", reference, title="Tea, and cake")
        network.act(net, "young", reference, "revise")
    furnish(net, house)
    four_eyes.switch_on(network.deed(net, house), organisation(net, house))
    thing, deed = network.load(net, reference), network.deed(net, house)
    if act == "submit":
        network.act(net, house, reference, "submit")
    elif act == "reaffirm":
        reaffirm(deed, thing, Consent(thing.shown, mandate=True))
    else:
        network.sign(net, house, reference)
    return house, reference, net.query(Prepared.id).one()[0]


def bring_about(net: Session, moment: str, house: str, reference: str, row: Prepared) -> None:
    if moment == "C":
        network.save(net, "young_editor", reference, title="Tea, and soup")
        if row.version is not None:
            network.act(net, "young_editor", reference, "revise")
    elif moment == "O":
        row.until = clock.now()
    elif moment == "E":
        row.ended_at, row.ended_as = clock.now(), PreparedEnd.LAPSED
    elif moment == "S":
        organisation(net, house).state = State.SUSPENDED
    elif moment == "G":
        membership(net, house, house).mandate_until = clock.now()
    net.flush()


def settle(deed: ActorDeed, thing: Initiative, row: Prepared, act: str) -> None:
    """Do it as the page does: to whom does not belong there, there is nothing."""
    if row.organisation_id not in deed.actor.organisations:
        raise NotFound
    words = (network.REASON,) if act == "send_back" else ()
    getattr(actions, act)(deed, thing, row, *words)


@pytest.mark.parametrize("prepared", sorted(SECONDED))
def test_everyone_settles_a_prepared_act_as_the_table_says(net: Session, prepared: str) -> None:
    found: Answer = {}
    house, reference, number = prepare(net, prepared)
    for moment in MATRIX["confirm"][0]:
        with net.begin_nested() as half_way:
            row = queries.to_settle(net, number)
            assert row is not None
            bring_about(net, moment, house, reference, row)
            said = ""
            for (person, deed), act in product(deeds(net, house).items(), SETTLING):
                if said in {"", "may"}:  # what was done was taken back: look again
                    thing, row = network.load(net, reference), queries.to_settle(net, number)
                assert row is not None
                found[act, person, moment] = said = answer(net, partial(settle, deed, thing, row, act))
            half_way.rollback()
        net.expire_all()
    assert found == table(SETTLING)


def stand(net: Session, moment: str) -> None:
    """Let four eyes stand as the letter says."""
    fire, now = organisation(net, "fire"), clock.now()
    if moment != "N":
        four_eyes.switch_on(network.deed(net, "fire"), fire)
    if moment in "ALFM":
        four_eyes.switch_off(network.deed(net, "fire"), fire)
    if moment in "LFM":
        row, others = roster.four_eyes(net, fire.id), {"L": 30, "F": 30, "M": 3}
        assert row is not None
        row.end_asked_at = now - timedelta(days=3 if moment == "L" else 15)
        over = {"mandate_from": now - timedelta(days=60), "mandate_until": now - timedelta(days=others[moment])}
        gone = [membership(net, name, "fire").id for name in ("fire2", "both", "old_editor")]
        net.execute(update(Membership).where(Membership.id.in_(gone)).values(over))
    if moment == "S":
        fire.state = State.SUSPENDED
    net.flush()
    net.expire_all()


def switch(net: Session, deed: ActorDeed, act: str) -> None:
    done = {"on": four_eyes.switch_on, "off": four_eyes.switch_off, "keep": four_eyes.keep}
    done[act](deed, require_sight(deed.actor, organisation(net, "fire")))


def test_everyone_switches_four_eyes_as_the_table_says(net: Session) -> None:
    found: Answer = {}
    furnish(net, "fire")
    for moment in MATRIX["off"][0]:
        with net.begin_nested() as half_way:
            stand(net, moment)
            for person, deed in deeds(net, "fire").items():
                for act in SWITCHING:
                    found[act, person, moment] = answer(net, partial(switch, net, deed, act))
            half_way.rollback()
        net.expire_all()
    assert found == table(SWITCHING)


def test_who_drives_the_other_out_asks_anew(net: Session) -> None:
    fire, now = organisation(net, "fire"), clock.now()
    four_eyes.switch_on(network.deed(net, "fire"), fire)
    four_eyes.switch_off(network.deed(net, "fire"), fire)
    row = roster.four_eyes(net, fire.id)
    assert row is not None
    row.end_asked_at = now - timedelta(days=20)
    for name in ("fire2", "both"):
        members.end_membership(network.deed(net, "fire"), fire, membership(net, name, "fire"))
    assert four_eyes.switch_off(network.deed(net, "fire"), fire) is False
    with pytest.raises(WrongStatus) as refused:
        four_eyes.switch_off(network.deed(net, "fire"), fire)
    assert refused.value.why == "asked_alone"
    told = set(net.scalars(select(Event.audience).where(Event.kind == "four_eyes_end_asked")))
    assert told == {"organisation"}  # its editors as well: there may be no representative to tell
    with clock.stopped_at(now + timedelta(days=15)):
        assert four_eyes.switch_off(network.deed(net, "fire"), fire) is True
    entry = net.scalars(select(Entry).where(Entry.kind == "four_eyes_off")).one()
    assert facts(entry)["asked_by"] == entry.actor_key  # the journal says that one did it alone
