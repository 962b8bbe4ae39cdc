"""Several people at the same thing at the same moment, each with a connection of its own, on both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from participation.cosigning.actions import Consent, co_sign, reaffirm, withdraw
from participation.db import begin_write
from participation.errors import DomainError
from participation.initiatives import actions, queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import CoSignature, Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.journal.models import Entry
from participation.organisations.policy import ActorDeed
from tests import network

pytestmark = pytest.mark.race
Doing = Callable[[ActorDeed, Initiative], object]


def together(
    engine: Engine, reference: str, doings: list[tuple[str, Doing]], lock: Select[int] = queries.TO_CHANGE
) -> list[str]:
    """Let everyone begin at once, as their requests would; return "done", or the name of the refusal."""
    start = Barrier(len(doings))

    def one(who: tuple[str, Doing]) -> str:
        name, doing = who
        with Session(engine) as own:
            start.wait()
            try:
                begin_write(own)
                thing = queries.one(own, reference, lock)
                assert thing is not None
                doing(network.deed(own, name), thing)
                own.commit()
            except DomainError as refusal:
                return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(one, doings))


def acting(what: str, version: int | None = 1) -> Doing:
    """Act on the version one has read."""
    return lambda deed, thing: actions.act(
        deed, thing, TRANSITIONS[what], network.given(thing, what, version=version, lock=thing.copy.lock)
    )


def test_of_two_moderators_one_decides(net: Session, engine: Engine) -> None:
    for _time in range(3):
        reference = network.draft(net)
        network.walk(net, reference, ("submit", "open_consultation", "sign"))
        network.act(net, "desk3", reference, "propose_decline")
        net.commit()
        answers = together(engine, reference, [("desk", acting("publish")), ("desk2", acting("confirm_decline"))])
        assert sorted(answers) == ["WrongStatus", "done"]
        begin_write(net)
        expected = Status.PUBLISHED if answers[0] == "done" else Status.DECLINED
        assert network.load(net, reference).status is expected


def test_of_two_editors_one_saves_and_the_other_is_told(net: Session, engine: Engine) -> None:
    reference = network.draft(net)
    lock = network.load(net, reference).copy.lock
    net.commit()

    def saving(title: str) -> Doing:
        return lambda deed, thing: actions.save(deed, thing, lock, {"title": title})

    answers = together(engine, reference, [("young", saving("One")), ("young_editor", saving("Two"))])
    assert sorted(answers) == ["Stale", "done"]
    begin_write(net)
    copy = network.load(net, reference).copy
    assert (copy.title, copy.lock) == ("One" if answers[0] == "done" else "Two", lock + 1)


def test_a_revision_and_a_publication_do_not_cross(net: Session, engine: Engine) -> None:
    """What is published is what the moderator read: either the revision came later, or the moderator reads again."""
    reference = network.draft(net)
    network.walk(net, reference, ("submit", "open_consultation", "sign"))
    network.save(net, "young", reference, title="Coffee in the park")
    net.commit()
    answers = together(engine, reference, [("desk", acting("publish")), ("young", acting("revise"))])
    begin_write(net)
    thing = network.load(net, reference)
    assert answers[1] == "done"
    assert (answers[0], thing.shown, thing.status) in {("done", 1, "published"), ("Stale", 2, "consultation")}


def standing(session: Session, reference: str) -> int:
    wanted = select(func.count()).select_from(CoSignature).join(Initiative, Initiative.id == CoSignature.initiative_id)
    return session.scalar(wanted.where(Initiative.reference == reference, CoSignature.ended_at.is_(None))) or 0


def test_f1_several_representatives_co_sign_once(net: Session, engine: Engine) -> None:
    reference = network.standing_at(net, "consultation")
    net.commit()
    consent = Consent(1, mandate=True)
    names = ["fire", "fire2", "both"] * 6
    doings: list[tuple[str, Doing]] = [(n, lambda deed, thing: co_sign(deed, thing, consent)) for n in names]
    answers = together(engine, reference, doings, queries.TO_HANG_ON)
    assert sorted(answers) == ["AlreadyDone"] * 17 + ["done"]
    begin_write(net)
    assert standing(net, reference) == 1
    assert net.scalar(select(func.count()).where(Entry.kind == "co_sign")) == 1


def test_two_colleagues_end_the_same_co_signature_once(net: Session, engine: Engine) -> None:
    reference = network.standing_at(net, "consultation")
    network.sign(net, "fire", reference)
    network.save(net, "young", reference, title="Coffee in the park")
    network.act(net, "young", reference, "revise")
    net.commit()
    again = Consent(2, mandate=True)
    answers = together(engine, reference, [
        ("fire", lambda deed, thing: reaffirm(deed, thing, again)),
        ("fire2", lambda deed, thing: reaffirm(deed, thing, again)),
    ])  # fmt: skip
    assert sorted(answers) == ["AlreadyDone", "done"]
    answers = together(engine, reference, [
        ("fire", lambda deed, thing: withdraw(deed, thing, "")),
        ("fire2", lambda deed, thing: withdraw(deed, thing, "")),
    ])  # fmt: skip
    assert sorted(answers) == ["AlreadyDone", "done"]
    begin_write(net)
    assert standing(net, reference) == 0


def test_confirming_and_withdrawing_at_once_leave_what_the_last_one_said(net: Session, engine: Engine) -> None:
    reference = network.standing_at(net, "consultation")
    network.sign(net, "fire", reference)
    network.save(net, "young", reference, title="Coffee in the park")
    network.act(net, "young", reference, "revise")
    net.commit()
    answers = together(engine, reference, [
        ("fire", lambda deed, thing: reaffirm(deed, thing, Consent(2, mandate=True))),
        ("fire2", lambda deed, thing: withdraw(deed, thing, "")),
    ])  # fmt: skip
    assert answers[1] == "done"  # nobody is told it is withdrawn while it stands
    begin_write(net)
    assert standing(net, reference) == 0


def test_forty_writers_wait_their_turn(net: Session, engine: Engine) -> None:
    """H7: nobody is told that the database is locked, and no change is lost."""
    reference = network.draft(net)
    before = network.load(net, reference).copy.lock
    net.commit()

    def write(deed: ActorDeed, thing: Initiative) -> None:
        actions.save(deed, thing, thing.copy.lock, {"summary": f"Number {thing.copy.lock}"})

    assert together(engine, reference, [("young", write)] * 20) == ["done"] * 20
    assert together(engine, reference, [("young_editor", write)] * 20) == ["done"] * 20
    begin_write(net)
    assert network.load(net, reference).copy.lock == before + 40
