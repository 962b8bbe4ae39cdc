"""Links that a history sends and uses: each works once, until its end, for its own purpose, the newest alone."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from participation.accounts import actions as accounts
from participation.accounts import tokens
from participation.accounts.models import Person
from participation.errors import DomainError
from participation.organisations import roster
from participation.organisations.actions import invitations
from tests.organisations import ledger
from tests.organisations.history import NUMBER, WHO, Network
from tests.organisations.people import SECRET

TRIED = [*["its own"] * 6, tokens.INVITATION, tokens.SIGN_IN, accounts.SECOND_STEP, "membership"]


class Links(Network):
    """Sends links and follows them, more than once."""

    @rule(who=WHO, purpose=st.sampled_from([tokens.INVITATION, tokens.SIGN_IN, accounts.SECOND_STEP]))
    def send_a_link(self, who: str, purpose: str) -> None:
        self.now += timedelta(minutes=1)
        person = self.person(who)
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
        deed = self.own_deed(who)
        with self.session.begin_nested() as half_way:
            try:
                one = invitations.accept(deed, row, is_of_age=True)
            except DomainError:
                half_way.rollback()
                return False
        self.seats |= {one.id}
        return True
