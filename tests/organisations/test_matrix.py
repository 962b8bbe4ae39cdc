"""The matrix of people, acts and states of an organisation, as matrix.txt has it by hand, against the code."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from participation import clock
from participation.errors import AlreadyDone, DomainError, NotAllowed, NotFound, WrongStatus
from participation.organisations import actions, queries, roster
from participation.organisations.actions import answering, asking, invitations, members, merging, profile
from participation.organisations.checks import Place, Profile
from participation.organisations.lifecycle import DESK_ACTS, MemberRole, State
from participation.organisations.models import Application, Invitation, JoiningRequest, Membership, Organisation
from participation.organisations.policy import VISITOR, ActorDeed, require_moderator, require_sight
from tests import network
from tests.initiatives.test_matrix import sections
from tests.organisations.people import MANDATE, SECRET, invite, membership, organisation

MATRIX = sections(Path(__file__).with_name("matrix.txt"))
STATES = {row[0]: State(row[1]) for row in MATRIX["states"]}
PEOPLE = [row[0] for row in MATRIX["people"]]
KNOWN = {row[0]: set(row[1:]) for row in MATRIX["known"]}
ACTS = {act: (page, late, set(rest)) for act, page, late, *rest in MATRIX["acts"]}
# Of the small network: who it is, and which organisation is in force.
PLAYED = {
    "stranger": ("wardens", "wardens"), "editor": ("fire_editor", "fire"), "voice": ("fire", "fire"),
    "lapsed": ("fire2", "fire"), "waits": ("old_editor", "fire"), "elsewhere": ("both", "young"), "desk": ("desk", ""),
    "own": ("desk2", ""), "off_desk": ("partial", "young"), "admin": ("admin", ""),
}  # fmt: skip
ABOUT = Profile(about={"nl": "Wij blussen."}, languages=("nl",))
Act = Callable[[ActorDeed, Organisation], object]


class Stage:
    """The fire brigade, and everything that somebody might do to it."""

    def __init__(self, session: Session) -> None:
        self.session, now = session, clock.now()
        fire = organisation(session, "fire")
        self.editor = membership(session, "fire_editor", "fire").id
        lapsed = membership(session, "fire2", "fire")
        lapsed.mandate_from, lapsed.mandate_until = now - timedelta(days=9), now - timedelta(days=2)
        self.invitation = invite(session, "mie@elsewhere.example", by="fire")[0].id
        own = network.deed(session, "desk2").actor.person_id
        waiting = network.deed(session, "old_editor").actor.person_id
        mandate = {"role": MemberRole.REPRESENTATIVE, "mandate_from": now, "awaits_desk": True}
        rows = [Membership(person_id=own, organisation_id=fire.id, role=MemberRole.EDITOR)]
        rows += [Membership(person_id=waiting, organisation_id=fire.id, **mandate)]
        wish = Application(
            organisation_id=fire.id, applicant="Mie", applicant_email="mie@fire.example", function="Chair",
            language="nl", at=now,
        )  # fmt: skip
        session.add_all([*rows, wish])
        session.flush()
        self.waiting = rows[1].id
        until = (clock.today() + timedelta(days=9)).isoformat()
        link = asking.make(network.deed(session, "fire"), fire, until, SECRET)
        wishing = JoiningRequest(
            organisation_id=fire.id, link_id=link.id, name="Ann", email="ann@elsewhere.example", language="nl", at=now
        )  # fmt: skip
        session.add(wishing)
        session.flush()
        self.request, self.until = wishing.id, until

    def deed(self, person: str) -> ActorDeed:
        if person == "visitor":
            return ActorDeed(self.session, VISITOR, clock.now(), "test")
        return network.deed(self.session, *PLAYED[person])

    def invited(self, deed: ActorDeed, act: Callable[..., object], *more: object) -> object:
        return act(deed, self.fire(), self.session.get_one(Invitation, self.invitation), *more)

    def asked(self, deed: ActorDeed, act: Callable[..., object], *more: object) -> object:
        return act(deed, self.fire(), self.session.get_one(JoiningRequest, self.request), *more)

    def on(self, deed: ActorDeed, row: int, act: Callable[..., object], *more: object) -> object:
        return act(deed, self.fire(), self.session.get_one(Membership, row), *more)

    def fire(self) -> Organisation:
        found = queries.whole(self.session, "fire")
        assert found is not None
        return found

    def acts(self) -> dict[str, Act]:
        asked = invitations.Asked("new@elsewhere.example", "nl", Place("editor"))
        desk: dict[str, Act] = {name: self._ruling(name) for name in DESK_ACTS}
        return desk | {
            "describe": lambda deed, fire: profile.describe(deed, fire, ABOUT),
            "rename": lambda deed, fire: profile.rename(deed, fire, "The fire brigade", {}),
            "close": lambda deed, fire: profile.close(deed, fire, network.REASON),
            "invite": lambda deed, fire: invitations.invite(deed, fire, asked, SECRET),
            "send_again": lambda deed, _fire: self.invited(deed, invitations.send_again, SECRET),
            "revoke": lambda deed, _fire: self.invited(deed, invitations.revoke),
            "make_link": lambda deed, fire: asking.make(deed, fire, self.until, SECRET),
            "revoke_link": asking.revoke,
            "admit": lambda deed, _fire: self.asked(deed, asking.admit, SECRET),
            "refuse": lambda deed, _fire: self.asked(deed, asking.refuse),
            "change_role": lambda deed, _fire: self.on(deed, self.editor, members.change_role, MANDATE),
            "end_membership": lambda deed, _fire: self.on(deed, self.editor, members.end_membership),
            "leave": self._leave,
            "merge": lambda deed, fire: merging.merge(
                deed, fire, organisation(self.session, "wardens"), network.REASON
            ),
            "answer_more": lambda deed, fire: answering.answer(
                deed, fire, self.session.get_one(Application, fire.id), "On 3 May, by the board."
            ),
            "confirm_mandate": lambda deed, _fire: self.on(deed, self.waiting, members.confirm_mandate),
        }

    def _ruling(self, name: str) -> Act:
        return lambda deed, fire: actions.rule(deed, fire, DESK_ACTS[name], network.REASON, SECRET)

    def _leave(self, deed: ActorDeed, fire: Organisation) -> None:
        own = roster.seat_of(self.session, fire.id, deed.actor.person_id or 0)
        if own is None:
            raise NotFound
        members.leave(deed, fire, own)

    def require_page(self, act: str, deed: ActorDeed) -> None:
        page = ACTS[act][0]
        if page == "desk":
            require_moderator(deed.actor)
        elif page != "receipt":
            require_sight(deed.actor, self.fire())

    def answer(self, act: str, person: str, letter: str) -> str:
        """Do it as the pages do: first who may know of them, then the act; and take it back."""
        with self.session.begin_nested() as half_way:
            self.fire().state = STATES[letter]
            self.session.flush()
            self.session.expire_all()
            deed = self.deed(person)
            try:
                self.require_page(act, deed)
                self.acts()[act](deed, self.fire())
            except AlreadyDone:
                raise
            except DomainError as error:
                said: dict[Any, str] = {NotFound: "404", NotAllowed: "403", WrongStatus: "409"}
                found = said[type(error)]
            else:
                found = "may"
            half_way.rollback()
        self.session.expire_all()
        return found


def expected(act: str, person: str, letter: str) -> str:
    page, late, rest = ACTS[act]
    if person not in KNOWN[page]:
        return "404"
    if person not in rest:
        return "403"
    return "may" if letter in rest else late


def test_the_table_is_whole() -> None:
    assert set(STATES.values()) == set(State)
    assert set(PEOPLE) == {"visitor", *PLAYED}
    assert ACTS.keys() >= DESK_ACTS.keys()
    assert all(rest <= {*STATES, *PEOPLE} for _page, _late, rest in ACTS.values())
    assert all(known <= set(PEOPLE) for known in KNOWN.values())
    assert all(page in KNOWN and (late in {"403", "409"} or set(STATES) <= rest) for page, late, rest in ACTS.values())


@pytest.mark.parametrize("act", ACTS)
def test_every_act_answers_everyone_in_every_state_as_the_table_says(net: Session, act: str) -> None:
    stage = Stage(net)
    cases = [(person, letter) for person in PEOPLE for letter in STATES]
    found = {case: stage.answer(act, *case) for case in cases}
    assert found == {case: expected(act, *case) for case in cases}
