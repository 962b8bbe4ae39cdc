"""The matrix of people, acts and states, as matrix.txt has it by hand, against what the code answers."""

from datetime import timedelta
from pathlib import Path

import pytest

from participation import clock
from participation.errors import DomainError, NotAllowed, NotFound, WrongStatus
from participation.initiatives import policy
from participation.initiatives.lifecycle import (
    PERMISSIONS,
    STAGES,
    Guard,
    Permission,
    Stage,
    Status,
    VersionState,
)
from participation.initiatives.models import CoSignature, Decision, Initiative, Version, Voice
from participation.initiatives.transitions import TRANSITIONS
from participation.organisations.lifecycle import State
from participation.organisations.policy import VISITOR, Actor, Seat

PROPOSER, OTHER, SIGNED, SPOKE, SHUT = 1, 2, 3, 4, 5  # organisations
ME, SOMEONE = 7, 8  # people


def seat(organisation: int, *, mandated: bool = True, state: State = State.APPROVED) -> Seat:
    where = "citizens" if organisation == PROPOSER else "security_professions"
    return Seat(organisation, organisation, f"o{organisation}", f"O{organisation}", where, "fire", state, mandated)


def who(*seats: Seat, is_moderator: bool = False, is_administrator: bool = False) -> Actor:
    in_force = None if is_moderator or not seats else seats[0]
    return Actor(ME, "me", "", "nl", is_moderator, is_administrator, seats, in_force)


PEOPLE = {
    "visitor": VISITOR,
    "editor": who(seat(PROPOSER, mandated=False)),
    "proposer": who(seat(PROPOSER)),
    "elsewhere": who(seat(OTHER), seat(PROPOSER)),
    "writer": who(seat(OTHER, mandated=False)),
    "partner": who(seat(OTHER)),
    "suspended": who(seat(SHUT, state=State.SUSPENDED)),
    "signed": who(seat(SIGNED)),
    "spoke": who(seat(SPOKE)),
    "desk": who(is_moderator=True),
    "own": who(seat(PROPOSER), is_moderator=True),
    "ally": who(seat(SIGNED), is_moderator=True),
    "before": who(is_moderator=True),
    "admin": who(is_administrator=True),
}
LETTERS = {
    "D": Stage(Status.DRAFT),
    "S": Stage(Status.SUBMITTED),
    "R": Stage(Status.CHANGES_REQUESTED),
    "C": Stage(Status.CONSULTATION),
    "P": Stage(Status.PUBLISHED, ever_published=True),
    "F": Stage(Status.CONCLUDED, ever_published=True),
    "X": Stage(Status.DECLINED),
    "W": Stage(Status.WITHDRAWN),
    "V": Stage(Status.WITHDRAWN, ever_published=True),
    "H": Stage(Status.WITHDRAWN, ever_published=True, taken_down=True),
    "U": Stage(Status.UNPUBLISHED, ever_published=True, taken_down=True),
    "G": Stage(Status.WITHDRAWN, ever_published=True, taken_down=True, page_hidden=True),
    "N": Stage(Status.UNPUBLISHED, ever_published=True, taken_down=True, page_hidden=True),
}


def sections(table: Path) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for line in table.read_text().splitlines():
        if line.startswith("["):
            rows = found.setdefault(line.strip("[]"), [])
        elif line.strip() and not line.startswith("#"):
            rows.append(line.split())
    return found


MATRIX = sections(Path(__file__).with_name("matrix.txt"))
COLUMNS, SIGHT = MATRIX["sight"][0], {name: cells for name, *cells in MATRIX["sight"][1:]}
ACTS = {row[0]: ({c for c in row[1:] if len(c) == 1}, {c for c in row[1:] if len(c) > 1}) for row in MATRIX["acts"]}


def thing(stage: Stage, act: str, person: str) -> Initiative:
    """An initiative of which nothing but role and state can stand in the way of `act`."""
    now = clock.now()
    transition = TRANSITIONS.get(act)
    guards = transition.guards if transition else ()
    versions = (
        [] if stage.status is Status.DRAFT else [Version(number=1, substantive=True, state=VersionState.ACCEPTED)]
    )
    if Guard.LAST_WAS_CORRECTION in guards and versions:
        versions.append(Version(number=2, substantive=False, state=VersionState.ACCEPTED))
    shown = len(versions) or None
    if Guard.PENDING_VERSION in guards and versions:
        versions.append(Version(number=2, substantive=True, state=VersionState.PENDING))
    made = Initiative(
        status=stage.status, organisation_id=PROPOSER, shown=shown, versions=versions,
        voices=[Voice(organisation_id=SPOKE)],
        published_at=now if stage.ever_published else None, left_status=Status.PUBLISHED if stage.taken_down else None,
        page_hidden=stage.page_hidden,
        co_signatures=[CoSignature(organisation_id=SIGNED, version=1)], decisions=[],
    )  # fmt: skip
    refused = {Status.DECLINED: "confirm_decline", Status.UNPUBLISHED: "unpublish"}.get(stage.status)
    if refused is not None:
        made.decisions.append(Decision(act=refused, by_desk=True, person_id=SOMEONE, at=now - timedelta(days=3)))
    if act in {"take", "release"}:
        made.waiting_since = now
        made.taken_by_id = ME if act == "release" else None
    if act in {"confirm_decline", "drop_decline"}:
        made.decline_id, made.decline = 1, Decision(person_id=SOMEONE)
    if act == "keep_unpublished":
        made.appealed_at = now - timedelta(days=1)
    if person == "before" and act != "propose_decline":
        made.decisions.append(Decision(act="take", by_desk=True, person_id=ME, at=now - timedelta(days=3)))
        made.appealed_at = now
    return made


def answer(act: str, person: str, stage: Stage) -> str:
    actor, made = PEOPLE[person], thing(stage, act, person)
    try:
        policy.require_known(actor, made)
        if act in TRANSITIONS:
            policy.require_open(actor, TRANSITIONS[act], made)
        else:
            policy.require(actor, Permission(act), made)
    except DomainError as error:
        return {NotFound: "404", NotAllowed: "403", WrongStatus: "409"}[type(error)]
    return "may"


def expected(act: str, person: str, letter: str) -> str:
    states, roles = ACTS[act]
    if SIGHT[person][COLUMNS.index(letter)] == "-":
        return "404"
    if person not in roles:
        return "403"
    return "may" if letter in states else "409"


def test_the_table_is_whole() -> None:
    assert {row[0] for row in MATRIX["states"]} == set(COLUMNS) == set(LETTERS)
    assert set(LETTERS.values()) == set(STAGES)
    assert {row[0] for row in MATRIX["people"]} == set(SIGHT) == set(PEOPLE)
    assert set(ACTS) == set(TRANSITIONS) | {p.value for p in Permission} - {"view", "know"}
    assert all(len(cells) == len(COLUMNS) for cells in SIGHT.values())
    assert all(states <= set(LETTERS) and roles <= set(PEOPLE) for states, roles in ACTS.values())


@pytest.mark.parametrize("person", PEOPLE)
def test_everyone_sees_what_the_table_says(person: str) -> None:
    for letter, cell in zip(COLUMNS, SIGHT[person], strict=True):
        made = thing(LETTERS[letter], "view", person)
        seen = [policy.allows(PEOPLE[person], p, made) for p in (Permission.KNOW, Permission.VIEW)]
        assert seen == {"t": [True, True], "k": [True, False], "-": [False, False]}[cell], letter


@pytest.mark.parametrize("act", ACTS)
def test_every_act_answers_everyone_in_every_state_as_the_table_says(act: str) -> None:
    cases = [(person, letter) for person in PEOPLE for letter in COLUMNS]
    found = {case: answer(act, *_at(case)) for case in cases}
    # Whoever took part before an appeal is shut out only where there was one to propose it against.
    cases = [case for case in cases if (act, case[0]) != ("propose_decline", "before")]
    assert {case: found[case] for case in cases} == {case: expected(act, *case) for case in cases}


def _at(case: tuple[str, str]) -> tuple[str, Stage]:
    return case[0], LETTERS[case[1]]


def test_text_that_is_read_is_also_known() -> None:
    for stage in STAGES:
        assert PERMISSIONS[Permission.VIEW][stage] <= PERMISSIONS[Permission.KNOW][stage]
