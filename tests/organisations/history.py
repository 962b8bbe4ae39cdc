"""People, hats and organisations of a random history: who tries what, by which right, and what is remembered of it."""

from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from sqlalchemy import select

from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed
from participation.initiatives.models import CoSignature
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import DESK_HAT, ActorDeed
from participation.organisations.queries import actor_of
from tests import network
from tests.histories import Journalled
from tests.organisations import ledger

HATS = ("young", "old", "fans", "fire", "wardens", "watch", "shut")
SPEAKERS = ("young", "young2", "young_editor", "old", "old2", "fans", "fire", "fire2", "fire_editor", "wardens",
            "watch", "shut", "both", "desk", "admin")  # fmt: skip
WHO, HAT, NUMBER = st.sampled_from(SPEAKERS), st.sampled_from(["", "", "", *HATS]), st.integers(0, 30)
OF = st.sampled_from(["own", "own", "own", *HATS])  # whose members and links one reaches for


class Network(Journalled):
    """A history of the small network; a person keeps his or her row, whatever the address."""

    references: ClassVar[list[str]]

    def __init__(self) -> None:
        super().__init__()
        people = {one.email: one.id for one in self.session.scalars(select(Person))}
        self.people = {name: people[network.email(name)] for name in network.PEOPLE}
        bodies = list(self.session.scalars(select(Organisation)))
        self.ids = {one.slug: one.id for one in bodies}
        self.ever = dict(self.ids)  # every address there was
        self.links: list[ledger.Token] = []
        self.signed = [self._signed(one) for one in self.session.scalars(select(CoSignature))]
        self.seats = self.seated()

    def seated(self) -> set[int]:
        return set(self.session.scalars(select(Membership.id)))

    def person(self, who: str) -> Person:
        return self.session.get_one(Person, self.people[who])

    def own_deed(self, who: str) -> OwnDeed:
        return OwnDeed(self.session, Holder(self.person(who)), self.now, "test")

    def deed(self, who: str, hat: str) -> ActorDeed:
        worn = self.body(hat).slug if hat else DESK_HAT if who in network.MODERATORS else ""
        return ActorDeed(self.session, actor_of(self.session, self.people[who], worn, self.now), self.now, "test")

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

        def trying() -> object:
            deed = self.deed(who, hat)
            rights = ledger.rights(self.session, deed)
            done = doing(deed)
            self.session.flush()
            assert needs in rights, (who, hat, needs)
            return done

        return self.attempt(trying)
