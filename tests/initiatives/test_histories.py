"""Random histories of a small network, with right and wrong input; after each step every invariant holds."""

from datetime import datetime
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from participation import clock
from participation.confirming import actions as confirming
from participation.confirming.queries import to_settle
from participation.cosigning.actions import Consent, co_sign, reaffirm, withdraw
from participation.db import begin_write
from participation.drafting.actions import Made, translate
from participation.initiatives import actions, fulltext, policy, queries
from participation.initiatives.lifecycle import SECONDED, Permission, Status
from participation.initiatives.models import CoSignature, Initiative, Prepared, Version
from participation.initiatives.relations import RELATIONS
from participation.initiatives.transitions import TRANSITIONS
from participation.journal.models import Entry
from participation.journal.queries import facts, history
from participation.organisations.actions import four_eyes
from participation.organisations.lifecycle import State
from participation.organisations.models import FourEyes, Organisation
from participation.organisations.policy import VISITOR, Actor, ActorDeed
from tests import network
from tests.conftest import EVERYTHING
from tests.histories import Journalled, tell

CANARY = "kanarievogel"
ACTORS = ("young", "young_editor", "old", "fans", "fire", "fire2", "wardens", "watch", "aig", "shut", "new",
          "desk", "desk2", "desk3", "partial", "both", "admin")  # fmt: skip
REASONS = st.sampled_from([network.REASON, network.REASON, network.REASON, "", "no", "x" * 2001])
TITLES = st.sampled_from([f"Tea {CANARY}", f"Coffee {CANARY}", f"Soup {CANARY}", "", "x" * 121])
# Where a history begins: drawn from a draft alone, few would ever come as far as publication.
SIGNED = (*network.PATHS["consultation"], "sign")
BEGUN = ((), SIGNED, SIGNED, network.PATHS["published"], network.PATHS["concluded"],
         (*network.PATHS["unpublished"], "appeal"))  # fmt: skip
PUBLIC = {Status.PUBLISHED, Status.CONCLUDED, Status.WITHDRAWN}


class Histories(Journalled):
    begun: ClassVar[list[str]]

    def __init__(self) -> None:
        super().__init__()
        self.references = list(self.begun)
        self.suspensions: list[tuple[datetime, int, State]] = []

    def try_to(self, doing: Any, name: str, chosen: int) -> None:  # noqa: ANN401  # a function of deed and initiative
        """Do it or be refused; what was done was done by right."""

        def trying() -> None:
            thing = network.load(self.session, self.references[chosen % len(self.references)])
            deed = network.deed(self.session, name)
            policy.require_known(deed.actor, thing)
            before = self.roles(deed.actor, thing)
            kind = doing(deed, thing)
            self.session.flush()
            self.check_role(kind, before)

        self.attempt(trying)

    def roles(self, actor: Actor, thing: Initiative) -> frozenset[str]:
        return frozenset(role for role, relation in RELATIONS.items() if relation.holds(actor, thing))

    def check_role(self, kind: str, held: frozenset[str]) -> None:
        """Nobody acted in a role they did not have at that moment; the roles are those of the hand-written table."""
        needed = dict.fromkeys(("edit", "revise", "discard", "update_details"), "editor") | {
            "co_sign": "co_signer", "reaffirm": "signatory", "withdraw_co_signature": "signatory",
        }  # fmt: skip
        if kind == "translate":
            assert held & {"editor", "desk"}
        elif kind in TRANSITIONS:
            usual = "desk" if TRANSITIONS[kind].of_the_desk else "representative"
            assert needed.get(kind, usual) in held, kind
        else:
            assert needed[kind] in held, kind

    @rule(name=st.sampled_from(ACTORS), language=st.sampled_from(["nl", "nl", "fr", "en"]))
    def create(self, name: str, language: str) -> None:
        def trying() -> str:
            deed = network.deed(self.session, name)
            made = actions.create(deed, f"Tea {CANARY}", language)
            assert deed.actor.in_force is not None
            assert deed.actor.in_force.pillar == "citizens"
            return made.reference

        if (reference := self.attempt(trying)) is not None:
            self.references.append(reference)

    @rule(name=st.sampled_from(ACTORS), chosen=st.integers(0, 9), title=TITLES, late=st.booleans())
    def save(self, name: str, chosen: int, title: str, late: bool) -> None:  # noqa: FBT001  # drawn
        def doing(deed: ActorDeed, thing: Initiative) -> str:
            actions.save(deed, thing, thing.copy.lock - late, network.TEXT | {"title": title})
            return "edit"

        self.try_to(doing, name, chosen)

    @rule(
        name=st.sampled_from(ACTORS), chosen=st.integers(0, 9), what=st.sampled_from(sorted(TRANSITIONS)),
        reason=REASONS, correction=st.booleans(), late=st.integers(0, 9),
    )  # fmt: skip
    def act(self, **drawn: Any) -> None:  # noqa: ANN401  # drawn
        def doing(deed: ActorDeed, thing: Initiative) -> str:
            given = network.given(thing, drawn["what"], reason=drawn["reason"], correction=drawn["correction"])
            if drawn["late"] == 0:
                given = network.given(thing, drawn["what"], lock=-1, version=-1, remarks={}, ticked=frozenset())
            if actions.act(deed, thing, TRANSITIONS[drawn["what"]], given) is not None:
                return str(drawn["what"])
            if drawn["what"] == "discard":
                self.references.remove(thing.reference)
            return str(drawn["what"])

        self.try_to(doing, drawn["name"], drawn["chosen"])

    @rule(data=st.data(), chosen=st.integers(0, 9))
    def act_as_one_may(self, data: st.DataObject, chosen: int) -> None:
        """Go on somewhere: drawn blindly alone, histories would seldom leave the first states."""
        thing = network.load(self.session, self.references[chosen % len(self.references)])
        with clock.stopped_at(self.now):
            open_now = [
                (name, transition.name)
                for name in ("young", "desk", "desk2", "desk3")
                for transition in policy.open_transitions(network.deed(self.session, name).actor, thing)
                if transition.name != "discard"
            ]
        if open_now:
            name, what = data.draw(st.sampled_from(open_now))
            self.act(name=name, chosen=chosen, what=what, reason=network.REASON, correction=False, late=1)

    @rule(name=st.sampled_from(ACTORS), chosen=st.integers(0, 9), act=st.sampled_from([co_sign, co_sign, reaffirm]),
          version=st.sampled_from([0, 0, 0, 1, -1]), tick=st.sampled_from([True, True, False]))  # fmt: skip
    def sign(self, **drawn: Any) -> None:  # noqa: ANN401  # drawn
        def doing(deed: ActorDeed, thing: Initiative) -> str:
            drawn["act"](deed, thing, Consent((thing.shown or 0) + drawn["version"], mandate=drawn["tick"]))
            return str(drawn["act"].__name__)

        self.try_to(doing, drawn["name"], drawn["chosen"])

    @rule(name=st.sampled_from(ACTORS), chosen=st.integers(0, 9), reason=REASONS)
    def withdraw_co_signature(self, name: str, chosen: int, reason: str) -> None:
        def doing(deed: ActorDeed, thing: Initiative) -> str:
            withdraw(deed, thing, reason)
            return "withdraw_co_signature"

        self.try_to(doing, name, chosen)

    @rule(slug=st.sampled_from(["young", "fire", "watch"]), name=st.sampled_from(["", "2"]))
    def ask_for_four_eyes(self, slug: str, name: str) -> None:
        """Switch them on, or ask for their end, which a colleague may have asked for before."""

        def trying() -> None:
            house = self.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
            deed = network.deed(self.session, slug + name)
            if self.session.get(FourEyes, house.id) is None:
                four_eyes.switch_on(deed, house)
            else:
                four_eyes.switch_off(deed, house)

        self.attempt(trying)

    @rule(name=st.sampled_from(["young", "young2", "fire", "fire2", "both", "watch2", "old", "fire_editor"]),
          chosen=st.integers(0, 9), act=st.sampled_from(["confirm", "confirm", "send_back", "take_back"]))  # fmt: skip
    def settle(self, name: str, chosen: int, act: str) -> None:
        """Settle what waits, whoever prepared it."""
        rows = list(self.session.scalars(select(Prepared.id).order_by(Prepared.id.desc()).limit(10)))

        def trying() -> None:
            row = to_settle(self.session, rows[chosen % len(rows)])
            assert row is not None
            thing = self.session.get_one(Initiative, row.initiative_id)
            thing = network.load(self.session, thing.reference)
            deed, words = network.deed(self.session, name), (network.REASON,) if act == "send_back" else ()
            policy.require_known(deed.actor, thing)
            getattr(confirming, act)(deed, thing, row, *words)

        if rows:
            self.attempt(trying)

    @invariant()
    def with_four_eyes_nobody_confirms_what_he_or_she_prepared(self) -> None:
        """Every co-signature and submission made under the rule names two people, and the journal says which."""
        on: dict[int, bool] = {}
        for entry in self.session.scalars(select(Entry).order_by(Entry.id)):
            if entry.kind in {"four_eyes_on", "four_eyes_off"}:
                on[entry.subject_id] = entry.kind == "four_eyes_on"
            elif entry.kind in SECONDED:
                preparer = facts(entry)["prepared_by"]
                assert preparer != entry.actor_key
                assert preparer or not on.get(entry.organisation_id or 0)

    @rule(
        name=st.sampled_from(["young", "desk", "fire"]),
        chosen=st.integers(0, 9),
        language=st.sampled_from(["fr", "nl"]),
    )
    def put_into_another_language(self, name: str, chosen: int, language: str) -> None:
        def doing(deed: ActorDeed, thing: Initiative) -> str:
            translate(deed, thing, Made(language, f"Thé {CANARY}", "Un après-midi."))
            return "translate"

        self.try_to(doing, name, chosen)

    @rule(slug=st.sampled_from(["young", "fire", "watch"]), state=st.sampled_from([State.SUSPENDED, State.APPROVED]))
    def suspend(self, slug: str, state: State) -> None:
        found = self.session.scalars(select(Organisation).where(Organisation.slug == slug)).one()
        found.state = state
        self.suspensions.append((self.now, found.id, state))
        self.session.flush()
        self.session.expire_all()

    @rule(what=st.sampled_from(["withdraw", "suspend", "revise"]))
    def publish_at_the_edge(self, what: str) -> None:
        """Take one of what bears it away, and publish at once without a word: drawn blindly, few would come so near."""
        consulted = select(Initiative.reference).where(Initiative.status == Status.CONSULTATION)
        near = set(self.session.scalars(consulted)) & set(self.references)
        if not near:
            return
        chosen = self.references.index(min(near))
        if what == "withdraw":
            self.withdraw_co_signature(name="fire", chosen=chosen, reason="")
        elif what == "suspend":
            self.suspend(slug="fire", state=State.SUSPENDED)
        elif what == "revise":
            self.save(name="young", chosen=chosen, title=f"Cake {CANARY}", late=False)
            self.act(name="young", chosen=chosen, what="revise", reason="", correction=False, late=1)
        self.act(name="desk", chosen=chosen, what="publish", reason="", correction=False, late=1)

    @invariant()
    def the_state_is_what_the_journal_leads_to(self) -> None:
        for thing in self.session.scalars(select(Initiative)):
            status: str = Status.DRAFT
            for entry in history(self.session, *thing.subject):
                said = facts(entry)
                if "to" in said:
                    assert said["from"] == status
                    status = str(said["to"])
            assert thing.status == status

    @invariant()
    def one_co_signature_in_force_and_each_of_a_version_that_was_there(self) -> None:
        standing = select(func.count()).where(CoSignature.ended_at.is_(None))
        grouped = standing.group_by(CoSignature.initiative_id, CoSignature.organisation_id)
        assert set(self.session.scalars(grouped)) <= {1}
        rows = select(CoSignature, Version, Initiative.organisation_id).outerjoin(
            Version, (Version.initiative_id == CoSignature.initiative_id) & (Version.number == CoSignature.version)
        ).join(Initiative, Initiative.id == CoSignature.initiative_id)  # fmt: skip
        for signature, version, proposer in self.session.execute(rows):
            assert version is not None
            assert version.created_at <= signature.at
            assert signature.organisation_id != proposer

    @invariant()
    def the_public_sees_only_what_is_published(self) -> None:
        dialect = self.session.get_bind().dialect.name
        seen = queries.visible_to(VISITOR)
        read = list(self.session.scalars(seen))
        found = list(self.session.scalars(seen.where(fulltext.saying(dialect, [CANARY]))))
        shown = [*read, *found, *fulltext.similar(self.session, VISITOR, CANARY)]
        assert all(thing.published_at and thing.status in PUBLIC and thing.left_status is None for thing in shown)
        for reference in self.references:
            thing = network.load(self.session, reference)
            hidden = thing.published_at is None or thing.left_status is not None
            assert policy.allows(VISITOR, Permission.VIEW, thing) is not hidden
            assert not any(policy.may_see_version(VISITOR, thing, v) for v in thing.versions if hidden)

    @invariant()
    def what_was_published_had_its_threshold_or_its_reason(self) -> None:
        for entry in self.session.scalars(select(Entry).where(Entry.kind == "publish")):
            thing = self.session.get_one(Initiative, entry.subject_id)
            decision = next(d for d in network.load(self.session, thing.reference).decisions if d.act == "publish")
            assert decision.words or self.had_its_threshold(thing, decision.at)

    def had_its_threshold(self, thing: Initiative, at: datetime) -> bool:
        """Tell from the plain rows whether 3 organisations of 2 pillars stood behind the text at that moment."""
        substance = max(v.number for v in thing.versions if v.substantive and v.created_at <= at)
        shut: set[int] = set()
        for moment, organisation_id, state in self.suspensions:
            if moment <= at:
                (shut.add if state is State.SUSPENDED else shut.discard)(organisation_id)
        behind = {
            s.organisation_id: s.organisation.pillar
            for s in thing.co_signatures
            if s.at <= at and (s.ended_at is None or s.ended_at > at) and s.version >= substance
        }
        pillars = [p for who, p in behind.items() if who not in shut and p not in {"aig", "campaign_owners"}]
        return len(pillars) >= 3 and len(set(pillars)) >= 2

    @invariant()
    def a_refusal_in_the_making_is_forgotten_where_none_can_follow(self) -> None:
        for thing in self.session.scalars(select(Initiative).where(Initiative.decline_id.is_not(None))):
            assert thing.status in {Status.SUBMITTED, Status.CONSULTATION}

    @invariant()
    def an_appeal_waits_at_the_desk_until_one_who_took_no_part_has_answered(self) -> None:
        for reference in self.references:
            thing = network.load(self.session, reference)
            assert thing.waiting_since is not None or not thing.appeal_waits
            at = thing.appealed_at or self.now
            before = {d.person_id for d in thing.decisions if d.by_desk and d.at <= at}
            after = [d for d in thing.decisions if d.act == "keep_unpublished" and d.at > at]
            assert before.isdisjoint(d.person_id for d in after)


def run(engine: Engine, examples: int, steps: int) -> None:
    with Session(engine) as session:
        begin_write(session)
        network.fill(session)
        begun = [network.draft(session, title=f"Tea {CANARY}") for _path in BEGUN]
        for reference, path in zip(begun, BEGUN, strict=True):
            network.walk(session, reference, path)
        session.commit()
    tell(Histories, examples, steps, engine=engine, begun=begun)


@pytest.mark.slow
def test_every_history_keeps_the_invariants(engine: Engine) -> None:
    quick = engine.dialect.name == "sqlite"
    run(engine, (60 if EVERYTHING else 5) if quick else (20 if EVERYTHING else 1), 40 if EVERYTHING else 30)
