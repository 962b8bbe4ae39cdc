"""Histories of memberships, mandates, suspensions, mergers, invitations and tokens; each step keeps the rules."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import actions as accounts
from participation.accounts import tokens
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed
from participation.comments import actions as comments
from participation.cosigning.actions import Consent, co_sign, withdraw
from participation.db import begin_write
from participation.errors import DomainError, NotFound
from participation.initiatives import actions as initiatives
from participation.initiatives import succession
from participation.initiatives.models import CoSignature
from participation.organisations import actions, roster
from participation.organisations.actions import invitations, members, merging, profile
from participation.organisations.checks import Place
from participation.organisations.lifecycle import DESK_ACTS
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import ActorDeed
from tests import network
from tests.conftest import EVERYTHING
from tests.histories import Journalled, tell
from tests.organisations import ledger
from tests.organisations.people import SECRET, membership

HATS = ("young", "old", "fans", "fire", "wardens", "watch", "shut")
SPEAKERS = ("young", "young2", "young_editor", "old", "old2", "fans", "fire", "fire2", "fire_editor", "wardens",
            "watch", "shut", "both", "desk", "admin")  # fmt: skip
TEAM = ("desk", "desk", "desk2", "desk3", "partial", "fire")
ADDRESSES = (*(network.email(name) for name in ("fire", "old_editor", "desk2")), "mie@elsewhere.example", "not one")
TRIED = [*["its own"] * 6, tokens.INVITATION, tokens.SIGN_IN, accounts.SECOND_STEP, "membership"]
WHO, HAT, NUMBER = st.sampled_from(SPEAKERS), st.sampled_from(["", "", "", *HATS]), st.integers(0, 30)
OF = st.sampled_from(["own", "own", "own", *HATS])  # whose members and links one reaches for
ALIKE = st.sampled_from([("young", "old"), ("old", "fans"), ("fans", "young"), ("fire", "wardens"), ("wardens", "fire"),
                         ("shut", "fire"), ("fire", "watch")])  # fmt: skip
RULINGS = st.sampled_from(["suspend", "suspend", "reinstate", "reinstate", *sorted(DESK_ACTS)])
PLACES = st.sampled_from(["editor", "until next week", "until next month", "for ever", "wordless"])


class Histories(Journalled):
    engine: ClassVar[Engine]
    references: ClassVar[list[str]]

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.engine)
        begin_write(self.session)
        self.now, self.entries = clock.now(), 0
        self.links: list[ledger.Token] = []
        bodies = list(self.session.scalars(select(Organisation)))
        self.ids = {one.slug: one.id for one in bodies}
        self.ever = dict(self.ids)  # every address there was
        self.signed = [self._signed(one) for one in self.session.scalars(select(CoSignature))]
        self.seats = set(self.session.scalars(select(Membership.id)))

    def teardown(self) -> None:
        self.session.rollback()  # nothing was ever committed
        self.session.close()

    def body(self, key: str) -> Organisation:
        return self.session.get_one(Organisation, self.ids[key])

    def of(self, deed: ActorDeed, key: str) -> Organisation:
        """Load the organisation in force, or the one that is reached for."""
        at = deed.actor.organisation_id
        return (
            self.session.get_one(Organisation, at)
            if key == "own" and at
            else self.body("fire" if key == "own" else key)
        )

    def _signed(self, one: CoSignature) -> ledger.Signed:
        name = self.session.get_one(Organisation, one.organisation_id).name_in("en")
        return ledger.Signed(one.id, one.organisation_id, name, one.at)

    def try_to(self, who: str, hat: str, doing: Callable[[ActorDeed], object], needs: str = "voice") -> object:
        """Do it or be refused; a refusal leaves nothing behind, and what was done was done by right."""
        self.now += timedelta(minutes=7)
        with clock.stopped_at(self.now), self.session.begin_nested() as half_way:
            deed = network.deed(self.session, who, self.body(hat).slug if hat else "")
            rights = ledger.rights(self.session, deed)
            try:
                done = doing(deed)
                self.session.flush()
            except DomainError:
                half_way.rollback()
                done = None
            else:
                assert needs in rights, (who, hat, needs)
        self.session.expire_all()
        return done

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
            token = invitations.token_of(SECRET, made)
            self.links.append(ledger.Token("membership", token, made.until, made.id))
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

    @rule(who=WHO, purpose=st.sampled_from([tokens.INVITATION, tokens.SIGN_IN, accounts.SECOND_STEP]))
    def send_a_link(self, who: str, purpose: str) -> None:
        self.now += timedelta(minutes=1)
        person = self.session.scalars(select(Person).where(Person.email == network.email(who))).one()
        if purpose == accounts.SECOND_STEP:
            words, until = accounts.ask_for_factor(self.session, person, self.now), accounts.SECOND_STEP_FOR + self.now
        else:
            for one in self.links:
                one.is_void |= one.purpose == purpose and one.row == person.id
            row = tokens.issue(self.session, SECRET, purpose, person, self.now)
            self.session.flush()
            words, until = tokens.token_of(SECRET, row), row.until
        self.links.append(ledger.Token(purpose, words, until, person.id))
        self.follow_at_once(who)

    def follow_at_once(self, who: str) -> None:
        """Use the newest link, and use it again: drawn blindly, few would be used in time."""
        if self.now.minute % 2:
            for _time in range(2):
                self.use_a_link(chosen=0, who=who, tried="its own", late=1)

    @rule(chosen=NUMBER, who=WHO, tried=st.sampled_from(TRIED), late=st.integers(0, 4))
    def use_a_link(self, chosen: int, who: str, tried: str, late: int) -> None:
        """A token works once, until its end, and for its own purpose; reading it uses nothing up."""
        if not self.links:
            return
        link = self.links[-1 - chosen % min(3, len(self.links))]
        purpose = link.purpose if tried == "its own" else tried
        at = self.now = max(self.now, link.until) if late == 0 else self.now
        worked = self._accept(who, link.words) if purpose == "membership" else self._enter(purpose, link.words)
        self.session.expire_all()
        if worked:
            assert purpose == link.purpose
            assert link.may_work(at)
            link.uses += 1

    def _enter(self, purpose: str, words: str) -> bool:
        """As the pages of the links do."""
        if purpose == accounts.SECOND_STEP:
            found = accounts.half_signed_in(self.session, words, self.now)
            accounts.use_first_step(self.session, words, self.now) if found else None
            return found is not None
        row = tokens.find(self.session, purpose, words, alone=True)
        if row is None or not tokens.is_open(row, self.now):
            return False
        if purpose == tokens.INVITATION:
            person = self.session.get_one(Person, row.person_id)
            accounts.set_first_password(self.session, person, row, "hashed", self.now)
        row.used_at = self.now
        self.session.flush()
        return True

    def _accept(self, who: str, words: str) -> bool:
        row = roster.invited(self.session, tokens.digest_of(words))
        if row is None or not invitations.is_open(row, self.now):
            return False
        person = self.session.scalars(select(Person).where(Person.email == network.email(who))).one()
        deed = OwnDeed(self.session, Holder(person), self.now, "test")
        with self.session.begin_nested() as half_way:
            try:
                invitations.accept(deed, row, is_of_age=True)
            except DomainError:
                half_way.rollback()
                return False
        return True

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

    @rule(who=WHO, hat=HAT, key=OF, number=st.integers(1, 3))
    def rename(self, who: str, hat: str, key: str, number: int) -> None:
        self.try_to(who, hat, lambda deed: profile.rename(deed, self.of(deed, key), f"Number {number}", {}))
        self.ever |= {one.slug: one.id for one in self.session.scalars(select(Organisation))}

    @rule(who=WHO, hat=HAT, key=OF, really=st.integers(0, 5))
    def close(self, who: str, hat: str, key: str, really: int) -> None:
        if not really:
            self.try_to(who, hat, lambda deed: profile.close(deed, self.of(deed, key), network.REASON))

    @rule(who=WHO, hat=HAT, chosen=NUMBER, act=st.sampled_from(["sign", "sign", "withdraw", "say"]))
    def speak(self, who: str, hat: str, chosen: int, act: str) -> None:
        thing = network.load(self.session, self.references[chosen % len(self.references)])
        if act == "sign":
            self.try_to(who, hat, lambda deed: co_sign(deed, thing, Consent(thing.shown, mandate=True)))
            known = {one.id for one in self.signed}
            rows = self.session.scalars(select(CoSignature).where(CoSignature.id.not_in(known)))
            self.signed += [self._signed(row) for row in rows]
        elif act == "withdraw":
            self.try_to(who, hat, lambda deed: withdraw(deed, thing, network.REASON))
        else:
            said = comments.Given(text="Which evening?", scope="partners")
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
        seats = set(self.session.scalars(select(Membership.id)))
        assert seats >= self.seats  # they end, and stay
        self.seats = seats


def run(engine: Engine, examples: int, steps: int) -> None:
    with Session(engine) as session:
        begin_write(session)
        network.fill(session)
        for days, name in enumerate(("old", "old2"), 9):  # where one's time is over soon
            membership(session, name, "old").mandate_until = clock.now() + timedelta(days=days)
        references = [network.standing_at(session, state) for state in ("consultation", "consultation", "published")]
        session.commit()
    tell(Histories, examples, steps, engine=engine, references=references)


@pytest.mark.slow
def test_every_history_of_people_and_organisations_keeps_the_rules(engine: Engine) -> None:
    quick = engine.dialect.name == "sqlite"
    run(engine, (60 if EVERYTHING else 8) if quick else (20 if EVERYTHING else 2), 50 if EVERYTHING else 40)
