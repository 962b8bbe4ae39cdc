"""Random histories of what is said: in every scope, by everyone, with right and wrong input; each step keeps the rules.

What happens is compared, both ways, with rules written down a second time (`oracle`): whoever may, can; nobody else.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import Engine, Select, func, select, update
from sqlalchemy.orm import Session, joinedload

from participation.accounts.models import Person
from participation.comments import actions, policy, queries
from participation.comments.actions import Given
from participation.comments.lifecycle import ACTS
from participation.comments.models import Comment, CommentText, Report
from participation.db import begin_write
from participation.initiatives import succession
from participation.initiatives.models import CoSignature, Initiative
from participation.initiatives.policy import require_known
from participation.journal.models import Entry
from participation.notifications.waiting import at_the_desk
from participation.organisations.actions import merging
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR, Actor, ActorDeed
from participation.portal.statements import statements
from tests import network
from tests.comments.oracle import STANDING, WITH_WORDS, Said, Someone, World, someone
from tests.conftest import EVERYTHING
from tests.histories import Journalled, tell
from tests.organisations.people import organisation

# Each with a hat; two of them moderate as well, and belong to a proposer or to a partner.
WHO = ("young", "young_editor", "old", "fans", "fire", "fire2", "fire_editor", "wardens", "wardens_editor", "watch",
       "aig", "shut", "new", "both", "both young", "partial", "partial desk", "watch_editor", "watch_editor desk",
       "desk", "desk2", "desk3", "admin")  # fmt: skip
DESK = ("desk", "desk2", "desk3", "partial desk", "watch_editor desk")
BEGUN = (("submit", "open_consultation"), (*network.PATHS["consultation"], "sign"), network.PATHS["published"])
MOVES = {
    "consultation": ("publish", "publish", "withdraw", "request_changes"),
    "changes_requested": ("submit",),
    "submitted": ("open_consultation",),
    "published": ("unpublish", "unpublish", "conclude", "withdraw"),
    "concluded": ("unpublish",),
    "unpublished": ("republish", "republish", "withdraw"),
}
SCOPES = ("partners", "public", "moderators")
RULED = {"hide", "show_again", "keep_hidden", "dismiss"}
ONE, NUMBER, RIGHT = st.sampled_from(WHO), st.integers(0, 30), st.sampled_from([True, True, True, False])
DONE = sorted(ACTS)
ACTS_IN_A_ROW = st.lists(st.sampled_from(["say", "say", *DONE]), min_size=4, max_size=10)
TO_THE_END = st.sampled_from(
    [["say", "report", "hide", "contest", "show_again"], ["say", "hide", "contest", "keep_hidden"]]
)


class Histories(Journalled):
    references: ClassVar[list[str]]

    def __init__(self) -> None:
        super().__init__()
        self.number = self.turn = 0
        self.known: dict[str, Someone] = {}
        self.world = World({})
        self.look_again()

    def look_again(self) -> None:
        """Read where everything stands, after a step that was none of a comment."""
        self.session.expire_all()
        things = self.session.scalars(select(Initiative).where(Initiative.reference.in_(self.references)))
        self.world.things = {thing.id: thing for thing in things}
        self.world.signed = {about: set() for about in self.world.things}
        for about, who in self.session.execute(select(CoSignature.initiative_id, CoSignature.organisation_id)):
            self.world.signed[about].add(who)
        self.known.clear()

    def deed(self, who: str) -> ActorDeed:
        name, _space, hat = who.partition(" ")
        return network.deed(self.session, name, hat)

    def someone(self, who: str) -> Someone:
        if who not in self.known:
            self.known[who] = someone(self.session, self.deed(who)) if who else Someone()
        return self.known[who]

    def fresh(self) -> str:
        self.number += 1
        return f"Word {self.number}."

    def written(self) -> int:
        return self.session.scalar(select(func.max(Entry.id))) or 0

    def expect_entry(self, before: int, kind: str, one: Someone, about: int) -> None:
        """One act is one entry, in the name of who acts."""
        rows = select(Entry.kind, Entry.organisation_id, Entry.subject_kind, Entry.subject_id).where(Entry.id > before)
        assert self.session.execute(rows).all() == [(kind, one.ours, "comment", about)]

    @rule(minutes=st.sampled_from([1, 5, 13, 60]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=ONE, chosen=NUMBER, scope=st.sampled_from([*SCOPES * 3, "nobody"]), right=RIGHT, twice=st.booleans())
    def say(self, who: str, chosen: int, scope: str, *, right: bool, twice: bool) -> None:
        about = list(self.world.things)[chosen % len(self.world.things)]
        text = self.fresh() if right else "\u200b" if chosen % 2 else "x" * 3001
        reference, one = self.world.things[about].reference, self.someone(who)

        def saying() -> Comment:
            deed = self.deed(who)
            thing = require_known(deed.actor, network.load(self.session, reference))
            return actions.comment(deed, thing, Given(text=text, scope=scope))

        before = self.written()
        made = self.attempt(saying, minutes=3)
        assert (made is not None) is (self.world.may_say(one, about) and right and scope != "nobody"), who
        if made is None:
            assert self.written() == before
            return
        self.remember(made, one, None)
        self.expect_entry(before, "comment", one, made.id)
        assert not twice or self.attempt(saying, minutes=0) is None  # the same words again are the same comment

    def remember(self, made: Comment, one: Someone, parent: Said | None) -> None:
        """Keep what was to be said, not what the row says."""
        called = self.session.get_one(Organisation, one.ours).name_in("en") if one.ours else ""
        said = Said(made.id, made.public_id, made.initiative_id, parent, one.ours, called, one.person, self.now)
        said.text, said.scope = f"Word {self.number}.", parent.scope if parent else made.scope
        said.opener, said.waits = parent.opener if parent else one.ours, made.scope == "moderators" and not parent
        self.world.said.append(said)

    @rule(who=ONE, act=st.sampled_from(DONE), chosen=NUMBER, right=RIGHT)
    def act(self, who: str, act: str, chosen: int, *, right: bool) -> None:
        if self.world.said:
            self.do(who, act, self.world.said[-1 - chosen % min(8, len(self.world.said))], right=right)

    @rule(acts=st.one_of(ACTS_IN_A_ROW, ACTS_IN_A_ROW, TO_THE_END), chosen=NUMBER)
    def go_on(self, acts: list[str], chosen: int) -> None:
        """Do what somebody may: drawn blindly alone, few would be hidden, and hardly one contested and decided."""
        for turn, act in enumerate(acts, chosen):
            self.meddle(turn)
            if act == "say":
                self.say(who=WHO[chosen % 9], chosen=chosen, scope=SCOPES[chosen % 3], right=True, twice=False)
            elif able := self.able(act, DESK if act in RULED else WHO):
                who, said = able[chosen % len(able)]
                self.do(who, act, said, right=True)

    def meddle(self, turn: int) -> None:
        """Let one who is near try what is mostly refused: a colleague of the writer, or one of the desk."""
        newest = self.world.said[::-1]
        tried = {"reply": [one for one in newest if one.parent], "edit": newest}
        tried["show_again"] = [one for one in newest if one.state == "contested"]
        for act, (said, *_older) in ((act, found) for act, found in tried.items() if found):
            near = [who for who in WHO if who in DESK or self.someone(who).ours == said.writer]
            self.do(near[turn % len(near)], act, said, right=True)

    @rule(acts=ACTS_IN_A_ROW, chosen=NUMBER)
    def go_on_again(self, acts: list[str], chosen: int) -> None:
        """Twice as often as anything else."""
        self.go_on(acts=acts, chosen=chosen)

    def able(self, act: str, speakers: Sequence[str]) -> list[tuple[str, Said]]:
        at, recent = self.now + timedelta(minutes=3), self.world.said[-6:]
        return [(who, said) for said in recent for who in speakers if self.world.may(self.someone(who), act, said, at)]

    def do(self, who: str, act: str, said: Said, *, right: bool) -> None:
        one, text = self.someone(who), self.fresh()
        given = Given(text=text, reason=network.REASON, reason_code="other") if right else Given(text=" ", reason="")

        def doing() -> object:
            deed = self.deed(who)
            found = policy.require_seen(deed.actor, queries.one(self.session, said.public_id))
            return actions.DOING[act](deed, found, given) or act

        before, again = self.written(), one.person in said.reports
        done = self.attempt(doing, minutes=3)
        may = self.world.may(one, act, said, self.now) and (right or act not in WITH_WORDS)
        assert (done is not None) is may, (who, act, said)
        if done is None or (act == "report" and again):
            assert self.written() == before  # a second report by the same person is the first
            return
        if isinstance(done, Comment):
            self.remember(done, one, said)
        self.world.change(act, one, said, text)
        self.expect_entry(before, act, one, done.id if isinstance(done, Comment) else said.id)

    @rule(chosen=NUMBER, serious=st.booleans())
    def move(self, chosen: int, *, serious: bool) -> None:
        """Let the initiative itself go on; what is said about it is seen by others then."""
        thing = list(self.world.things.values())[chosen % len(self.world.things)]
        if acts := MOVES.get(thing.status):
            act, reference = acts[chosen % len(acts)], thing.reference
            more = {"reason_code": "attacks" if serious else "other"}
            who = "desk2" if act == "republish" else "young" if act in {"submit", "conclude", "withdraw"} else "desk3"
            self.attempt(lambda: network.act(self.session, who, reference, act, **more))
            self.look_again()

    @rule(slug=st.sampled_from(["young", "fire", "wardens"]))
    def suspend_or_reinstate(self, slug: str) -> None:
        one = organisation(self.session, slug)
        if one.state is not State.MERGED:
            one.state = State.APPROVED if one.state is State.SUSPENDED else State.SUSPENDED
            self.session.flush()
            self.look_again()

    @rule(pair=st.sampled_from([("wardens", "fire"), ("fans", "old"), ("old", "young")]), really=st.integers(0, 5))
    def merge(self, pair: tuple[str, str], really: int) -> None:
        """Seldom: where everything has merged nothing more happens."""
        if really:
            return
        source, into = (organisation(self.session, slug).id for slug in pair)

        def merging_them() -> bool:
            deed = self.deed("desk")
            both = [self.session.get_one(Organisation, one) for one in (source, into)]
            merging.merge(deed, both[0], both[1], network.REASON)
            succession.carry_over(deed, *both)
            actions.carry_over(deed, *both)
            return True

        if self.attempt(merging_them):
            self.world.merge(source, into)
            self.look_again()

    @invariant()
    def every_row_is_as_it_was_said(self) -> None:
        """A comment keeps its author, its readers and its words; a reply stands below what began the thread."""
        rows = self.session.scalars(select(Comment).options(joinedload(Comment.said_by)).order_by(Comment.id)).all()
        assert [row.id for row in rows] == [said.id for said in self.world.said]
        for row, said in zip(rows, self.world.said, strict=True):
            assert (row.organisation_id, row.person_id, row.name_then("en")) == (said.writer, said.person, said.called)
            assert (row.opened_by_id, row.scope, row.initiative_id) == (said.opener, said.scope, said.about)
            assert (row.text, row.state, row.waiting_since is not None) == (said.text, said.state, said.waits)
            assert row.parent_id == (said.parent.id if said.parent else None)
            assert said.parent is None or said.parent.parent is None
        older = self.session.execute(select(CommentText.comment_id, CommentText.text).order_by(CommentText.id))
        assert sorted(map(tuple, older)) == sorted((said.id, text) for said in self.world.said for text in said.older)
        reports = self.session.execute(select(Report.comment_id, Report.person_id, Report.handled_at.is_(None)))
        told = ((said.id, who, waits) for said in self.world.said for who, waits in said.reports.items())
        assert sorted(map(tuple, reports)) == sorted(told)

    @invariant()
    def each_sees_what_is_meant_for_them_and_nobody_more(self) -> None:
        """On the page, one by one, and in a Select: the visitor after each step, everyone else in turn."""
        self.turn += 1
        found = queries.by_ids(self.session, [said.id for said in self.world.said])
        for who in ("", WHO[self.turn % len(WHO)]):
            one, actor = self.someone(who), self.deed(who).actor if who else VISITOR
            seen = {said.id for said in self.world.said if self.world.sees(one, said)}
            assert set(self.session.scalars(seen_by(actor))) == seen
            assert {number for number, row in found.items() if policy.may_see(actor, row)} == seen, who
            read = {said.id for said in self.world.said if self.world.reads_words(one, said)}
            assert {number for number, row in found.items() if policy.may_read(actor, row)} == read, who
            for about in self.world.things:
                if self.world.reads(one, about):
                    begun, replies = queries.talk(self.session, actor, about, 1)
                    shown = {row.id for row in [*begun, *(row for rows in replies.values() for row in rows)]}
                    assert shown == {said.id for said in self.world.said if said.about == about} & seen, who

    @invariant()
    def what_waits_and_what_was_hidden_is_counted_as_it_is(self) -> None:
        waiting = self.world.waiting()
        who = ("desk", "partial", "admin")[self.turn % 3]
        rows = queries.for_the_desk(self.session, self.deed(who).actor)
        assert sorted((row.kind, row.public_id) for row in rows) == (waiting if who != "admin" else [])
        assert at_the_desk(self.session, 10).comments == len({public_id for _kind, public_id in waiting})
        hidden = [said for said in self.world.said if said.hidden_by and said.state != "taken_back"]
        public = {said.id: said.state in STANDING for said in hidden if self.world.sees(Someone(), said)}
        assert {row.id: row.is_undone for row in statements(self.session, 1) if row.kind == "comment"} == public


@lru_cache(maxsize=100)
def seen_by(actor: Actor) -> Select[int]:
    return select(Comment.id).join(Initiative).where(queries.seen(actor))


def run(engine: Engine, examples: int, steps: int) -> None:
    with Session(engine) as session:
        begin_write(session)
        network.fill(session)
        too = Person.email == network.email("watch_editor")
        session.execute(update(Person).where(too).values(is_moderator=True))
        references = [network.draft(session) for _path in BEGUN]
        for reference, path in zip(references, BEGUN, strict=True):
            network.walk(session, reference, path)
        network.put_into_french(session, references[0])
        session.commit()
    tell(Histories, examples, steps, engine=engine, references=references)


@pytest.mark.slow
def test_every_history_of_comments_keeps_the_rules(engine: Engine) -> None:
    quick = engine.dialect.name == "sqlite"
    run(engine, (60 if EVERYTHING else 5) if quick else (20 if EVERYTHING else 2), 50 if EVERYTHING else 16)
