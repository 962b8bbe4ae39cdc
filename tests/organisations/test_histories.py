"""Histories of memberships, mandates, suspensions, mergers, invitations and tokens; each step keeps the rules."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.comments import actions as comments
from participation.db import begin_write
from participation.errors import NotFound
from participation.initiatives import actions as initiatives
from participation.initiatives import succession
from participation.organisations import actions, roster
from participation.organisations.actions import invitations, members, merging, profile
from participation.organisations.checks import Place
from participation.organisations.lifecycle import DESK_ACTS
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import ActorDeed
from tests import network
from tests.conftest import EVERYTHING
from tests.histories import tell
from tests.organisations import ledger
from tests.organisations.applicants import Applicants
from tests.organisations.askers import Askers
from tests.organisations.history import HAT, HATS, NUMBER, OF, WHO
from tests.organisations.leavers import SIGN, Leavers
from tests.organisations.people import SECRET, membership
from tests.organisations.seconds import Seconds

TEAM = ("desk", "desk", "desk2", "desk3", "partial", "fire")
ADDRESSES = (*(network.email(name) for name in ("fire", "old_editor", "desk2")), "mie@elsewhere.example", "not one")
ALIKE = st.sampled_from([("young", "old"), ("old", "fans"), ("fans", "young"), ("fire", "wardens"), ("wardens", "fire"),
                         ("shut", "fire"), ("fire", "watch")])  # fmt: skip
RULINGS = st.sampled_from(["suspend", "suspend", "reinstate", "reinstate", *sorted(DESK_ACTS)])
PLACES = st.sampled_from(["editor", "until next week", "until next month", "for ever", "wordless"])


class Histories(Applicants, Askers, Leavers, Seconds):
    def place(self, drawn: str) -> Place:
        if drawn == "editor":
            return Place("editor")
        days = {"until next week": 6, "until next month": 30}.get(drawn)
        until = (self.now + timedelta(days=days)).date().isoformat() if days else ""
        return Place("representative", "" if drawn == "wordless" else "By the board.", until)

    @rule(days=st.sampled_from([1, 5, 8, 20, 40]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(who=WHO, hat=HAT, key=OF, email=st.sampled_from(ADDRESSES), drawn=PLACES)
    def invite(self, who: str, hat: str, key: str, email: str, drawn: str) -> None:
        asked = invitations.Asked(email, "fr", self.place(drawn))
        made: Any = self.try_to(who, hat, lambda deed: invitations.invite(deed, self.of(deed, key), asked, SECRET))
        if made is not None:
            self.note_invited()
            self.follow_at_once("wardens")

    @rule(who=WHO, hat=HAT, chosen=NUMBER, again=st.booleans())
    def change_invitation(self, who: str, hat: str, chosen: int, again: bool) -> None:  # noqa: FBT001  # drawn
        sent = [one for one in self.links if one.purpose == "membership" and not one.is_void]
        if not sent:
            return
        link = sent[chosen % len(sent)]

        def doing(deed: ActorDeed) -> object:
            seat = deed.actor.in_force
            row = roster.invitation(self.session, seat.organisation_id, link.row) if seat else None
            if seat is None or row is None:
                return None
            of = self.session.get_one(Organisation, seat.organisation_id)
            if again:
                invitations.send_again(deed, of, row, SECRET)
                return row
            invitations.revoke(deed, of, row)
            return True

        done: Any = self.try_to(who, hat, doing, "place")
        if done is None:
            return
        link.is_void = True
        if again:
            self.links.append(ledger.Token("membership", invitations.token_of(SECRET, done), done.until, link.row))

    @rule(who=WHO, hat=HAT, chosen=NUMBER, key=OF, drawn=PLACES)
    def change_role(self, drawn: str, **at: Any) -> None:  # noqa: ANN401  # drawn
        place = self.place(drawn)
        self._on_a_member(lambda deed, of, one: members.change_role(deed, of, one, place), **at)

    @rule(who=WHO, hat=HAT, chosen=NUMBER, key=OF)
    def end_membership(self, **at: Any) -> None:  # noqa: ANN401  # drawn
        self._on_a_member(members.end_membership, **at)

    def _on_a_member(self, act: Callable[..., object], *, who: str, hat: str, chosen: int, key: str) -> None:
        def doing(deed: ActorDeed) -> None:
            of = self.of(deed, key)
            own = select(Membership.id).where(Membership.organisation_id == of.id, Membership.ended_at.is_(None))
            if not (rows := sorted(self.session.scalars(own))):
                raise NotFound
            act(deed, of, self.session.get_one(Membership, rows[chosen % len(rows)]))

        self.try_to(who, hat, doing)

    @rule(who=WHO, hat=HAT)
    def leave(self, who: str, hat: str) -> None:
        def doing(deed: ActorDeed) -> None:
            seat = deed.actor.in_force
            if seat is None:
                return
            one = roster.seat_of(self.session, seat.organisation_id, deed.actor.person_id or 0)
            assert one is not None
            members.leave(deed, self.session.get_one(Organisation, seat.organisation_id), one)

        self.try_to(who, hat, doing, "place")

    @rule(who=st.sampled_from(TEAM), act=RULINGS, key=st.sampled_from([*HATS, "new"]))
    def rule_on(self, who: str, act: str, key: str) -> None:
        if key != "new" or act != "approve":  # nobody applied: it came so
            done = DESK_ACTS[act]
            self.try_to(who, "", lambda deed: actions.rule(deed, self.body(key), done, network.REASON, SECRET), "desk")

    @rule(who=st.sampled_from(TEAM), chosen=NUMBER)
    def confirm_mandate(self, who: str, chosen: int) -> None:
        waiting = select(Membership.id).where(Membership.awaits_desk, Membership.ended_at.is_(None))
        if rows := sorted(self.session.scalars(waiting)):
            one = self.session.get_one(Membership, rows[chosen % len(rows)])
            of = self.session.get_one(Organisation, one.organisation_id)
            self.try_to(who, "", lambda deed: members.confirm_mandate(deed, of, one), "desk")

    @rule(who=st.sampled_from(TEAM), pair=ALIKE, really=st.integers(0, 1))
    def merge(self, who: str, pair: tuple[str, str], really: int) -> None:
        """One of a few times: where everything has merged nothing more happens."""
        if really:
            return
        source, into = pair
        both = ledger.members(self.session, self.ids[source]) | ledger.members(self.session, self.ids[into])

        def doing(deed: ActorDeed) -> object:
            successor = merging.merge(deed, self.body(source), self.body(into), network.REASON)
            succession.carry_over(deed, self.body(source), successor)
            comments.carry_over(deed, self.body(source), successor)
            return successor.id

        if self.try_to(who, "", doing, "desk") is not None:
            assert ledger.members(self.session, self.ids[into]) == both
            self.seats = self.seated()
            self.let_lapse(self.ids[source])

    @rule(who=WHO, hat=HAT, key=OF, number=st.integers(1, 3))
    def rename(self, who: str, hat: str, key: str, number: int) -> None:
        self.try_to(who, hat, lambda deed: profile.rename(deed, self.of(deed, key), f"Number {number}", {}))
        self.ever |= {one.slug: one.id for one in self.session.scalars(select(Organisation))}

    @rule(who=WHO, hat=HAT, key=OF, really=st.integers(0, 5))
    def close(self, who: str, hat: str, key: str, really: int) -> None:
        if not really:
            self.try_to(who, hat, lambda deed: profile.close(deed, self.of(deed, key), network.REASON))

    @rule(who=WHO, hat=HAT, chosen=NUMBER, scope=st.sampled_from(["partners", "public"]))
    def speak(self, who: str, hat: str, chosen: int, scope: str) -> None:
        thing = network.load(self.session, self.references[chosen % len(self.references)])
        said = comments.Given(text="Which evening?", scope=scope)
        self.try_to(who, hat, lambda deed: comments.comment(deed, thing, said), "member")

    @rule(who=WHO, hat=HAT)
    def propose(self, who: str, hat: str) -> None:
        self.try_to(who, hat, lambda deed: initiatives.create(deed, "Tea", "nl"), "member")

    @invariant()
    def every_organisation_has_a_voice(self) -> None:
        ledger.require_a_voice_each(self.session, self.now)

    @invariant()
    def no_act_is_lost_or_doubled_and_names_and_addresses_are_kept(self) -> None:
        ledger.require_addresses(self.session, self.ever)
        ledger.require_signatures(self.session, self.signed)
        ledger.require_nothing_left(self.session)
        assert self.seated() == self.seats  # they end, and stay; nobody comes in but as is remembered


def run(engine: Engine, pages_in: Path, examples: int, steps: int) -> None:
    with Session(engine) as session:
        begin_write(session)
        network.fill(session)
        session.execute(update(Person).values(name=f"{SIGN} " + Person.name))
        for days, name in enumerate(("old", "old2"), 9):  # where one's time is over soon
            membership(session, name, "old").mandate_until = clock.now() + timedelta(days=days)
        references = [network.standing_at(session, state) for state in ("consultation", "consultation", "published")]
        session.commit()
    tell(Histories, examples, steps, engine=engine, references=references, pages_in=pages_in)


@pytest.mark.slow
def test_every_history_of_people_and_organisations_keeps_the_rules(engine: Engine, tmp_path: Path) -> None:
    quick = engine.dialect.name == "sqlite"
    run(engine, tmp_path, (60 if EVERYTHING else 8) if quick else (20 if EVERYTHING else 2), 50 if EVERYTHING else 40)
