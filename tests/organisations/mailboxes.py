"""Other e-mail addresses in a history: each holds once both mailboxes have said so in time, and not before."""

from dataclasses import dataclass, field
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select

from participation.accounts import actions as accounts
from participation.accounts import addresses
from participation.accounts.models import Person, SignedIn
from participation.accounts.policy import Holder, OwnDeed
from tests import network
from tests.organisations.history import NUMBER, WHO
from tests.organisations.links import Links
from tests.organisations.people import SECRET

ENDS = (addresses.OLD, addresses.NEW)
ANSWERED = (ENDS, ENDS[::-1], ENDS[1:], (*ENDS, *ENDS), ())
WISHED = ("mie@elsewhere.example", "jef@elsewhere.example", "lou@elsewhere.example", network.email("old"), "not one")


@dataclass
class Wish:
    """A change that was asked for, with the links of both mailboxes."""

    person: int
    new: str
    until: datetime
    links: dict[str, str]
    said: set[str] = field(default_factory=set)
    is_over: bool = False


class Mailboxes(Links):
    """Asks for other addresses, and answers from either mailbox."""

    def __init__(self) -> None:
        super().__init__()
        self.wishes: list[Wish] = []
        self.addresses = self.addresses_kept()

    def addresses_kept(self) -> dict[int, str]:
        return {row.id: row.email for row in self.session.execute(select(Person.id, Person.email))}

    @rule(who=WHO, email=st.sampled_from(WISHED), ends=st.sampled_from(ANSWERED))
    def ask_for_address(self, who: str, email: str, ends: tuple[str, ...]) -> None:
        """Ask, and let some mailboxes answer: drawn blindly, few would in time."""
        made = self.attempt(lambda: addresses.ask(self.own_deed(who), email, SECRET))
        if made is None:
            return
        for wish in self.wishes:
            wish.is_over |= wish.person == made.person_id
        links = {end: addresses.token_of(SECRET, made, end) for end in ENDS}
        self.wishes.append(Wish(made.person_id, email, made.until, links))
        accounts.start(self.session, self.person(who), self.now, 8)
        self.session.flush()
        for end in ends:
            self.answer_a_mailbox(chosen=0, end=end, act="confirm", late=1)

    @rule(chosen=NUMBER, end=st.sampled_from(ENDS), act=st.sampled_from(["confirm", "confirm", "stop"]),
          late=st.integers(0, 4))  # fmt: skip
    def answer_a_mailbox(self, chosen: int, end: str, act: str, late: int) -> None:
        if not self.wishes:
            return
        wish = self.wishes[-1 - chosen % min(3, len(self.wishes))]
        self.now = max(self.now, wish.until) if late == 0 else self.now

        def answering() -> bool:
            row, which = addresses.find(self.session, wish.links[end], alone=True) or (None, "")
            assert which == end
            if row is None or not addresses.is_open(row, self.now):
                return False
            deed = OwnDeed(self.session, Holder(self.session.get_one(Person, row.person_id)), self.now, "test")
            addresses.stop(deed, row) if act == "stop" else addresses.confirm(deed, row, which, None)
            return True

        worked = self.attempt(answering, minutes=0)
        assert worked is (not wish.is_over and self.now < wish.until)
        if worked:
            self._answered(wish, end, act)

    def _answered(self, wish: Wish, end: str, act: str) -> None:
        others = {email for person, email in self.addresses.items() if person != wish.person}
        wish.said |= {end} - ({addresses.NEW} if wish.new in others else set())
        is_taken = wish.new in others and (end == addresses.NEW or wish.said == set(ENDS))
        wish.is_over |= act == "stop" or is_taken or wish.said == set(ENDS)
        if act == "confirm" and not is_taken and wish.said == set(ENDS):
            self.addresses[wish.person] = wish.new
            for link in self.links:
                link.is_void |= link.purpose != "membership" and link.row == wish.person
            inside = select(func.count()).where(SignedIn.person_id == wish.person)
            assert self.session.scalar(inside) == 0

    @invariant()
    def each_has_the_address_both_mailboxes_have_confirmed(self) -> None:
        assert self.addresses_kept() == self.addresses
