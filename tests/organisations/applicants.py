"""Applications in a history: confirmed in time they reach the desk, which asks, hears, lets in or declines, once."""

from dataclasses import dataclass
from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select

from participation.accounts import tokens
from participation.accounts.models import OneTimeToken
from participation.organisations import actions, queries
from participation.organisations.actions import answering, applying
from participation.organisations.checks import Wish
from participation.organisations.lifecycle import DESK_ACTS, MemberRole
from participation.organisations.models import ApplicantAnswer, Application, Membership, Organisation, Ruling
from participation.organisations.models import UnconfirmedApplication as Unconfirmed
from participation.organisations.policy import VISITOR, ActorDeed
from tests import network
from tests.organisations import ledger
from tests.organisations.history import NUMBER
from tests.organisations.leavers import SIGN
from tests.organisations.mailboxes import Mailboxes
from tests.organisations.people import SECRET

# Written by hand, and not read from the table of the product: from where an act leads where.
LEADS = {
    "ask_more": ({"applied"}, "asked"),
    "answer_more": ({"asked"}, "applied"),
    "approve": ({"applied", "asked"}, "approved"),
    "decline": ({"applied", "asked"}, "declined"),
}
APPLICANTS = ("ann@club.example", "bob@club.example", network.email("fire"), network.email("young_editor"))
TALKS = st.sampled_from([
    ("ask_more", "answer_more", "answer_more", "approve", "decline", "ask_more"), ("ask_more", "approve", "ask_more"),
    ("answer_more", "ask_more", "ask_more", "answer_more", "decline", "approve", "answer_more"), ("ask_more",),
    ("approve", "decline", "answer_more"), ("ask_more", "decline", "answer_more", "approve"),
    ("answer_more", "decline"),
])  # fmt: skip
DESK = st.sampled_from(["desk", "desk", "desk2", "desk3", "fire"])


@dataclass
class Asked:
    """An application nobody has confirmed yet, or which became that organisation."""

    row: int
    email: str
    words: str
    until: datetime
    mails: int = 1
    became: int | None = None


@dataclass
class Standing:
    """Where a confirmed application stands, since when it is the desk's turn, and what was said."""

    email: str
    since: datetime
    state: str = "applied"
    questions: int = 0
    answers: int = 0


class Applicants(Mailboxes):
    """Applies, confirms, asks, answers and decides."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []
        self.standing: dict[int, Standing] = {}

    def visit(self) -> ActorDeed:
        return ActorDeed(self.session, VISITOR, self.now, "test")

    @rule(email=st.sampled_from(APPLICANTS), confirms=st.sampled_from([True, True, False]), who=DESK, acts=TALKS)
    def apply(self, email: str, confirms: bool, who: str, acts: tuple[str, ...]) -> None:  # noqa: FBT001  # drawn
        wish = Wish(
            speaks=True, age=True, language="nl", name="Koor", kind="youth_council", about="Wij zingen.",
            languages=("nl",), applicant=f"{SIGN} Ann", function="voorzitter", email=email, reads="fr",
        )  # fmt: skip
        made = self.attempt(lambda: applying.ask(self.visit(), wish, email, SECRET))
        assert made is not None
        self.asked.append(Asked(made.id, email, applying.token_of(SECRET, made), made.until))
        if confirms:
            self.confirm_application(chosen=0, late=1)
            self.decide_on_an_application(who=who, chosen=0, acts=acts)
        else:
            self._send_again(self.asked[-1])

    @rule(chosen=NUMBER, again=st.booleans(), late=st.integers(0, 3))
    def follow_an_application(self, chosen: int, again: bool, late: int) -> None:  # noqa: FBT001  # drawn
        if again and self.asked:
            self._send_again(self.asked[-1 - chosen % len(self.asked)])
        self.confirm_application(chosen=chosen, late=late)

    def _send_again(self, one: Asked) -> None:
        def sending() -> Unconfirmed:
            row = self.session.get_one(Unconfirmed, one.row)
            applying.send_again(self.visit(), row, SECRET)
            return row

        sent = self.attempt(sending)
        assert (sent is not None) is (one.became is None and one.mails < applying.MOST_MAILS and self.now < one.until)
        if sent is not None:
            one.mails, one.until = one.mails + 1, sent.until
            before, one.words = one.words, applying.token_of(SECRET, sent)
            assert applying.find(self.session, before) is None

    def confirm_application(self, chosen: int, late: int) -> None:
        """As the page of the link does."""
        if not self.asked:
            return
        one = self.asked[-1 - chosen % len(self.asked)]
        self.now = max(self.now, one.until) if late == 0 else self.now

        def confirming() -> int | None:
            row = applying.find(self.session, one.words, alone=True)
            assert row is not None
            is_open = row.confirmed_at is None and self.now < row.until
            return applying.confirm(self.visit(), row).id if is_open else None

        made = self.attempt(confirming)
        assert (made is not None) is (one.became is None and self.now < one.until)
        if made is not None:
            one.became, self.standing[made] = made, Standing(one.email, self.now)
            self.ever[self.session.get_one(Organisation, made).slug] = made

    @rule(who=DESK, chosen=NUMBER, acts=TALKS)
    def decide_on_an_application(self, who: str, chosen: int, acts: tuple[str, ...]) -> None:
        """A talk at once: drawn act by act, few answers would meet a question."""
        if not self.standing:
            return
        number = list(self.standing)[-1 - chosen % len(self.standing)]
        for act in acts:
            done = self._answer(number) if act == "answer_more" else self._rule(who, number, act)
            one = self.standing[number]
            sources, target = LEADS[act]
            may = one.state in sources and (act == "answer_more" or who in network.MODERATORS)
            assert done is may, (who, one.state, act)
            if done:
                one.state = target
                one.questions += act == "ask_more"
                if act == "answer_more":
                    one.answers, one.since = one.answers + 1, self.now
                if act == "approve":
                    self._seated(number, one)

    def _whole(self, number: int) -> Organisation:
        found = queries.applied(self.session, number)
        assert found is not None
        return found

    def _rule(self, who: str, number: int, act: str) -> bool:
        def ruling(deed: ActorDeed) -> bool:
            actions.rule(deed, self._whole(number), DESK_ACTS[act], network.REASON, SECRET)
            return True

        return self.try_to(who, "", ruling, "desk") is True

    def _answer(self, number: int) -> bool:
        def saying() -> bool:
            of, asked = self.session.get_one(Organisation, number), self.session.get_one(Application, number)
            answering.answer(self.visit(), of, asked, "Op 3 mei.")
            return True

        return self.attempt(saying) is True

    def _seated(self, number: int, one: Standing) -> None:
        """Whoever applied is the first representative, and nobody else is anything."""
        (seat,) = self.session.scalars(select(Membership).where(Membership.organisation_id == number))
        known = {email: person for person, email in self.addresses.items()}
        assert seat.person_id == known.get(one.email, seat.person_id)
        assert (seat.role, seat.mandate_words) == (MemberRole.REPRESENTATIVE, "voorzitter")
        self.addresses[seat.person_id] = one.email
        self.seats |= {seat.id}
        own = select(OneTimeToken).where(OneTimeToken.person_id == seat.person_id)
        newest = own.where(OneTimeToken.purpose == tokens.INVITATION).order_by(OneTimeToken.until.desc()).limit(1)
        row = self.session.scalars(newest).one_or_none()
        if row is None or (words := tokens.token_of(SECRET, row)) in {link.words for link in self.links}:
            return  # who has a password needs no link
        for link in self.links:
            link.is_void |= link.purpose == tokens.INVITATION and link.row == seat.person_id
        self.links.append(ledger.Token(tokens.INVITATION, words, row.until, seat.person_id))

    @invariant()
    def an_application_stands_where_its_acts_have_led_and_is_one_organisation(self) -> None:
        rows = {one.id: one for one in self.session.scalars(select(Unconfirmed))}
        assert {one.row: one.became for one in self.asked} == {n: row.organisation_id for n, row in rows.items()}
        assert set(self.standing) == {row.organisation_id for row in rows.values() if row.organisation_id}
        for number, one in self.standing.items():
            of, asked = self.session.get_one(Organisation, number), self.session.get_one(Application, number)
            assert of.state == one.state
            assert asked.waiting_since == one.since
            assert asked.applicant_email == one.email
            said = select(func.count()).where(ApplicantAnswer.organisation_id == number)
            questions = select(func.count()).where(Ruling.organisation_id == number, Ruling.act == "ask_more")
            assert (self.session.scalar(questions), self.session.scalar(said)) == (one.questions, one.answers)
            assert one.state == "approved" or not ledger.members(self.session, number)
