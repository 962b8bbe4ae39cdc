"""Asking to join in a history: by the newest link while it is open; nobody becomes a member without a yes."""

from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from participation.organisations.actions import asking, invitations
from participation.organisations.checks import Asker
from participation.organisations.lifecycle import State
from participation.organisations.models import Invitation, Membership
from participation.organisations.policy import ActorDeed
from tests.organisations import ledger
from tests.organisations.history import HAT, NUMBER, WHO
from tests.organisations.links import Links
from tests.organisations.people import SECRET


class Poster(NamedTuple):
    """A link as it stands on paper."""

    words: str
    organisation: int
    until: datetime


class Askers(Links):
    """Hangs links out, asks by them, and answers."""

    def __init__(self) -> None:
        super().__init__()
        self.posters: list[Poster] = []
        self.asking: dict[int, tuple[int, int | None]] = {}  # a request: to which organisation, and whose account

    @rule(who=WHO, hat=HAT, days=st.sampled_from([0, 5, 30, 400]))
    def hang_out_a_link(self, who: str, hat: str, days: int) -> None:
        last = (self.now + timedelta(days=days)).date().isoformat()
        made = self.try_to(who, hat, lambda deed: asking.make(deed, self.of(deed, "own"), last, SECRET))
        if made is not None:
            row = asking.standing(self.session, made.organisation_id)  # type: ignore[attr-defined]  # a link
            assert row is not None
            self.posters.append(Poster(asking.token_of(SECRET, row), row.organisation_id, row.until))
            self.ask_to_join(who="desk2", chosen=0, known=bool(days % 2))
            self.answer(who=who, hat=hat, chosen=0, admit=True)

    @rule(who=WHO, chosen=NUMBER, known=st.booleans())
    def ask_to_join(self, who: str, chosen: int, known: bool) -> None:  # noqa: FBT001  # drawn
        if not self.posters:
            return
        poster = self.posters[-1 - chosen % min(3, len(self.posters))]
        person = self.people[who] if known else None
        asker = Asker("Lou", f"{who}@elsewhere.example", "nl", person)
        newest = [one for one in self.posters if one.organisation == poster.organisation][-1]
        members = ledger.members(self.session, poster.organisation)

        def trying() -> int:
            link = asking.find(self.session, poster.words)
            assert link is not None
            return asking.ask(self.own_deed(who), link, asker, is_of_age=True).id

        number = self.attempt(trying)
        of = self.session.get_one(type(self.body("fire")), poster.organisation)
        may = poster == newest and self.now < poster.until and of.state is State.APPROVED and person not in members
        assert (number is not None) is may
        if number is not None:
            _before, account = self.asking.get(number, (0, None))
            self.asking[number] = poster.organisation, person or account

    @rule(who=WHO, hat=HAT, chosen=NUMBER, admit=st.booleans())
    def answer(self, who: str, hat: str, chosen: int, admit: bool) -> None:  # noqa: FBT001  # drawn
        if not self.asking:
            return
        number = list(self.asking)[-1 - chosen % min(3, len(self.asking))]

        def trying(deed: ActorDeed) -> int | None:
            of = self.of(deed, "own")
            row = asking.request(self.session, of.id, number)
            if row is None:
                return None
            asking.admit(deed, of, row, SECRET) if admit else asking.refuse(deed, of, row)
            return of.id

        at = self.try_to(who, hat, trying, "place")
        if at is None:
            return
        organisation, person = self.asking.pop(number)
        assert at == organisation
        assert self.people[who] in ledger.voices(self.session, organisation, self.now)
        new = self.session.scalars(select(Membership).where(Membership.id.not_in(self.seats))).all()
        assert {(one.organisation_id, one.person_id) for one in new} <= ({(organisation, person)} if admit else set())
        self.seats |= {one.id for one in new}
        self.note_invited()

    def note_invited(self) -> None:
        """Remember links that were sent to who has no account."""
        known = {link.row for link in self.links if link.purpose == "membership"}
        for row in self.session.scalars(select(Invitation).where(Invitation.id.not_in(known))):
            self.links.append(ledger.Token("membership", invitations.token_of(SECRET, row), row.until, row.id))
