"""Four eyes in a history: what one prepares, another confirms, sends back, or lets lapse; none acts alone."""

from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import select

from participation.confirming import actions as confirming
from participation.confirming.queries import to_settle
from participation.cosigning.actions import Consent, co_sign, withdraw
from participation.initiatives.models import CoSignature, Initiative, Prepared
from participation.organisations.actions import four_eyes
from participation.organisations.models import FourEyes
from participation.organisations.policy import VISITOR, ActorDeed
from tests import network
from tests.organisations import ledger
from tests.organisations.history import HAT, NUMBER, WHO, Network

ALONE = timedelta(days=14)
PAIRS = st.sampled_from([("fire", ""), ("fire2", ""), ("both", "fire"), ("old", ""), ("old2", ""), ("wardens", "")])


class Waits(NamedTuple):
    """What was prepared: where, for whom, by whom, and until when it can be confirmed."""

    about: int
    organisation: int
    by: int
    until: datetime


class Seconds(Network):
    """Signs, alone and by two."""

    def __init__(self) -> None:
        super().__init__()
        self.eyes: dict[int, tuple[int, datetime] | None] = {}  # where it is on: who has asked for its end, and when
        self.prepared: dict[int, Waits] = {}
        self.ended: dict[int, tuple[str, int | None]] = {}

    @rule(pair=PAIRS, act=st.sampled_from(["on", "on", "off", "off", "keep"]))
    def change_four_eyes(self, pair: tuple[str, str], act: str) -> None:
        doing = {"on": four_eyes.switch_on, "off": four_eyes.switch_off, "keep": four_eyes.keep}[act]

        def trying(deed: ActorDeed) -> tuple[int, object]:
            of = self.of(deed, "own")
            return of.id, doing(deed, of)

        done = self.try_to(*pair, trying)
        if not isinstance(done, tuple):
            return
        (at, is_off), person = done, self.people[pair[0]]
        others = ledger.running(self.session, at, self.now) - {person}
        if act == "off" and is_off:
            asked_by, since = self.eyes.pop(at) or (person, self.now)
            assert asked_by != person or (not others and self.now - since >= ALONE)
            return
        assert act != "on" or (at not in self.eyes and others)
        self.eyes[at] = (person, self.now) if act == "off" else None

    @rule(who=WHO, hat=HAT, chosen=NUMBER)
    def sign(self, who: str, hat: str, chosen: int) -> None:
        """One alone signs where that is enough; elsewhere it waits, and nothing has happened yet."""
        thing = network.load(self.session, self.references[chosen % len(self.references)])

        def trying(deed: ActorDeed) -> tuple[int, Prepared | None]:
            return deed.actor.organisation_id or 0, co_sign(deed, thing, Consent(thing.shown, mandate=True))

        done = self.try_to(who, hat, trying)
        new = self.note_signed()
        if isinstance(done, tuple):
            at, waits = done
            assert (waits is not None, new == [at]) == (at in self.eyes, at not in self.eyes)
            if isinstance(waits, Prepared) and waits.id not in self.prepared:
                self.let_lapse(at, thing.id)
                self.prepared[waits.id] = Waits(thing.id, at, self.people[who], waits.until)

    @rule(pair=PAIRS, chosen=NUMBER)
    def sign_by_two(self, pair: tuple[str, str], chosen: int) -> None:
        """Drawn blindly alone, little would wait, and hardly anything be confirmed in time."""
        self.change_four_eyes(pair=pair, act="on")
        self.sign(who=pair[0], hat=pair[1], chosen=chosen)
        self.settle(pair=pair, chosen=0, act="confirm")
        if chosen % 3 == 0:
            self.change_four_eyes(pair=pair, act="off")

    @rule(who=WHO, hat=HAT, chosen=NUMBER)
    def withdraw_signature(self, who: str, hat: str, chosen: int) -> None:
        thing = network.load(self.session, self.references[chosen % len(self.references)])
        self.try_to(who, hat, lambda deed: withdraw(deed, thing, network.REASON))

    def note_signed(self) -> list[int]:
        """Remember what has been signed since; return for whom."""
        known = {one.id for one in self.signed}
        new = [
            self._signed(row) for row in self.session.scalars(select(CoSignature).where(CoSignature.id.not_in(known)))
        ]
        self.signed += new
        return [one.organisation_id for one in new]

    @rule(pair=PAIRS, chosen=NUMBER, act=st.sampled_from(["confirm", "confirm", "send_back", "take_back"]))
    def settle(self, pair: tuple[str, str], chosen: int, act: str) -> None:
        if not self.prepared:
            return
        number, waits = list(self.prepared.items())[-1 - chosen % min(3, len(self.prepared))]
        reference = self.session.get_one(Initiative, waits.about).reference

        def trying(deed: ActorDeed) -> int | None:
            row, words = to_settle(self.session, number), (network.REASON,) if act == "send_back" else ()
            assert row is not None
            getattr(confirming, act)(deed, network.load(self.session, reference), row, *words)
            return deed.actor.organisation_id

        at, person, new = self.try_to(*pair, trying), self.people[pair[0]], self.note_signed()
        assert new == ([waits.organisation] if at is not None and act == "confirm" else [])
        if at is None:
            return
        assert at == waits.organisation
        assert number not in self.ended
        assert self.now < waits.until
        assert (person == waits.by) is (act == "take_back")
        assert act != "confirm" or waits.by in ledger.voices(self.session, waits.organisation, self.now)
        ended = {"confirm": "confirmed", "send_back": "sent_back", "take_back": "taken_back"}
        self.ended[number] = ended[act], person

    @rule()
    def the_worker_looks(self) -> None:
        self.attempt(lambda: confirming.lapse(ActorDeed(self.session, VISITOR, self.now, "worker")))
        late = [number for number, waits in self.prepared.items() if waits.until <= self.now]
        self.ended |= {number: ("lapsed", None) for number in late if number not in self.ended}

    def let_lapse(self, organisation: int, about: int | None = None) -> None:
        """Remember that something else takes its place, or that its organisation is no more."""
        for number, waits in self.prepared.items():
            if number not in self.ended and waits.organisation == organisation and about in {None, waits.about}:
                self.ended[number] = "lapsed", None

    @invariant()
    def what_waits_ended_once_and_by_whom_it_could(self) -> None:
        rows = {one.id: one for one in self.session.scalars(select(Prepared))}
        assert rows.keys() == self.prepared.keys()
        assert {n: (one.ended_as, one.ended_by_id) for n, one in rows.items() if one.ended_at} == self.ended
        assert set(self.session.scalars(select(FourEyes.organisation_id))) == self.eyes.keys()
