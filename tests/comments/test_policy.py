"""Who sees and does what, against tables written by hand; no database is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from participation import clock
from participation.comments import policy
from participation.comments.lifecycle import ACTS, Scope, State
from participation.comments.models import Comment, Report
from participation.errors import NotAllowed, WrongStatus
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative, Voice
from participation.organisations.lifecycle import State as Standing
from participation.organisations.policy import VISITOR, Actor, Seat

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
PROPOSER, AUTHOR, OTHER, CLOSED = 1, 2, 3, 4


def seat(organisation: int, *, mandated: bool = False, state: Standing = Standing.APPROVED) -> Seat:
    return Seat(organisation, organisation, f"o{organisation}", "Name", "citizens", "fire", state, mandated)


def member(person: int, held: Seat) -> Actor:
    return Actor(person, str(person), seats=(held,), in_force=held)


ACTORS = {
    "visitor": VISITOR,
    "proposer": member(10, seat(PROPOSER, mandated=True)),
    "author": member(20, seat(AUTHOR)),
    "colleague": member(21, seat(AUTHOR)),
    "chair": member(22, seat(AUTHOR, mandated=True)),
    "partner": member(30, seat(OTHER, mandated=True)),
    "suspended": member(40, seat(CLOSED, mandated=True, state=Standing.SUSPENDED)),
    "desk": Actor(50, "50", is_moderator=True),
    "desk_hid": Actor(51, "51", is_moderator=True),
    "desk_own": Actor(52, "52", is_moderator=True, seats=(seat(AUTHOR),)),
    "admin": Actor(60, "60", is_administrator=True),
}
ORGANISED = {"proposer", "author", "colleague", "chair", "partner", "suspended"}
DESK = {"desk", "desk_hid", "desk_own"}
OWN = {"author", "colleague", "chair"}
EVERYONE = set(ACTORS)
# state, ever published, scope -> who sees
SIGHT: tuple[tuple[Status, bool, str, set[str]], ...] = (
    (Status.CONSULTATION, False, "partners", ORGANISED | DESK),
    (Status.CONSULTATION, False, "public", ORGANISED | DESK),
    (Status.CONSULTATION, False, "moderators", OWN | DESK),
    (Status.CHANGES_REQUESTED, False, "partners", {"proposer"} | DESK),
    (Status.CHANGES_REQUESTED, False, "public", {"proposer"} | DESK),
    (Status.CHANGES_REQUESTED, False, "moderators", DESK),
    (Status.PUBLISHED, True, "partners", ORGANISED | DESK),
    (Status.PUBLISHED, True, "public", EVERYONE),
    (Status.PUBLISHED, True, "moderators", OWN | DESK),
    (Status.CONCLUDED, True, "public", EVERYONE),
    (Status.CONCLUDED, True, "partners", ORGANISED | DESK),
    (Status.WITHDRAWN, False, "public", {"proposer"} | DESK),
    (Status.WITHDRAWN, True, "public", EVERYONE),
    (Status.WITHDRAWN, True, "partners", ORGANISED | DESK),
    (Status.UNPUBLISHED, True, "public", {"proposer"} | OWN | DESK),
    (Status.UNPUBLISHED, True, "partners", {"proposer"} | OWN | DESK),
    (Status.UNPUBLISHED, True, "moderators", OWN | DESK),
    (Status.DECLINED, False, "moderators", DESK),
)
# act -> who may at all, in consultation, to a comment for the partners; the rest is 403
MAY = {
    "reply": ORGANISED - {"suspended"},
    "edit": {"author"},
    "take_back": {"author", "chair"},
    "report": EVERYONE - {"visitor"},
    "hide": {"desk", "desk_hid"},
    "contest": OWN,
    "show_again": {"desk"},  # not who hid it
    "keep_hidden": {"desk"},
    "dismiss": {"desk", "desk_hid"},
}
# act -> from which states; from the others 409
FROM = {
    "reply": {"shown", "shown_again"},
    "edit": {"shown"},
    "take_back": {"shown", "shown_again"},
    "report": {"shown", "shown_again"},
    "hide": {"shown"},
    "contest": {"hidden"},
    "show_again": {"contested"},
    "keep_hidden": {"contested"},
    "dismiss": {"shown", "taken_back", "hidden", "contested", "kept_hidden", "shown_again"},
}


def about(status: Status, *, published: bool) -> Initiative:
    voice = Voice(initiative_id=1, organisation_id=AUTHOR)
    at = NOW if published else None
    left = Status.PUBLISHED if status is Status.UNPUBLISHED else None
    return Initiative(
        organisation_id=PROPOSER, status=status, published_at=at, left_status=left, voices=[voice], co_signatures=[]
    )


def said(initiative: Initiative, scope: str = "partners", state: State = State.SHOWN) -> Comment:
    return Comment(
        initiative=initiative, scope=Scope(scope), state=state, organisation_id=AUTHOR, opened_by_id=AUTHOR,
        person_id=20, at=NOW, reports=[Report(person_id=30)], hidden_by_id=51,
    )  # fmt: skip


@pytest.mark.parametrize("row", SIGHT)
def test_a_comment_is_seen_by_those_of_the_table(row: tuple[Status, bool, str, set[str]]) -> None:
    status, published, scope, who = row
    one = said(about(status, published=published), scope)
    assert {name for name, actor in ACTORS.items() if policy.may_see(actor, one)} == who


@pytest.mark.parametrize("state", list(State))
def test_what_is_hidden_or_taken_back_is_read_by_its_own_and_by_moderators(state: State) -> None:
    one = said(about(Status.PUBLISHED, published=True), "public", state)
    everyone = state in {State.SHOWN, State.SHOWN_AGAIN}
    readers = {name for name, actor in ACTORS.items() if policy.may_read(actor, one)}
    assert readers == (EVERYONE if everyone else OWN | DESK)


@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_by_everyone_in_every_state(act: str, name: str) -> None:
    for state in State:
        one = said(about(Status.CONSULTATION, published=False), state=state)
        outcome: object = "done"
        try:
            with clock.stopped_at(NOW + timedelta(minutes=5)):
                policy.require_open(ACTORS[name], ACTS[act], one)
        except (NotAllowed, WrongStatus) as refused:
            outcome = type(refused)
        hidden_by_me = name == "desk_hid" and act in {"show_again", "keep_hidden"}
        if name in MAY[act] or (hidden_by_me and state not in FROM[act]):
            assert outcome == ("done" if state in FROM[act] else WrongStatus), state
        else:
            assert outcome is NotAllowed, state


def test_an_act_is_in_both_tables() -> None:
    assert set(MAY) == set(FROM) == set(ACTS)


def test_a_note_is_answered_by_its_own_organisation_and_the_desk() -> None:
    one = said(about(Status.CONSULTATION, published=False), "moderators")
    able = {name for name, actor in ACTORS.items() if ACTS["reply"] in policy.open_acts(actor, one)}
    assert able == OWN | {"desk", "desk_hid"}


@pytest.mark.parametrize(("minutes", "able"), [(0, {"edit"}), (14.9, {"edit"}), (15, set()), (500, set())])
def test_words_are_changed_for_a_quarter_of_an_hour(minutes: float, able: set[str]) -> None:
    one = said(about(Status.CONSULTATION, published=False))
    with clock.stopped_at(NOW + timedelta(minutes=minutes)):
        assert {act.name for act in policy.open_acts(ACTORS["author"], one)} & {"edit"} == able


@pytest.mark.parametrize("status", list(Status))
def test_replies_and_changes_are_possible_while_it_is_commented_on(status: Status) -> None:
    published = status in {Status.PUBLISHED, Status.CONCLUDED, Status.UNPUBLISHED}
    one = said(about(status, published=published))
    with clock.stopped_at(NOW):
        able = {act.name for act in policy.open_acts(ACTORS["author"], one)}
    is_open = status in {Status.CONSULTATION, Status.PUBLISHED, Status.CONCLUDED}
    assert able & {"reply", "edit"} == ({"reply", "edit"} if is_open else set())
    assert "take_back" in able
