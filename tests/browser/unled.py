"""Pages that no link of the site leads to, brought about: by mails, on paper, while something waits, or afterwards.

A name with words after a colon is a page that others see otherwise, or that has looked otherwise before.
"""

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import addresses, tokens
from participation.accounts.models import Authenticator, Identity, Person, SignedIn
from participation.accounts.policy import Holder, OwnDeed
from participation.confirming import queries as confirming
from participation.cosigning.actions import Consent, co_sign
from participation.db import begin_write
from participation.errors import DomainError
from participation.initiatives import actions as initiatives
from participation.initiatives import policy
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.jobs import actions as jobs
from participation.jobs.models import Job
from participation.notifications import filters, following, samples
from participation.notifications.models import Follow
from participation.organisations import queries, roster
from participation.organisations.actions import applying, asking, four_eyes, invitations
from participation.organisations.checks import Asker, Place, Wish
from participation.organisations.lifecycle import MemberRole
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import DESK_HAT, VISITOR, ActorDeed
from tests import network
from tests.browser.pages import Seen
from tests.browser.post import inside
from tests.browser.server import Site

SECOND = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # what the app of who has a second factor knows
FACTORED = "bin"  # signs in with it
BY_PROVIDER = "elderly"  # signs in through another service alone: has no password and no app
PROVIDER = {"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "reseau", "OIDC_CLIENT_SECRET": "x" * 32}
OTHERWISE = (
    "accounts.account:by a provider", "accounts.password:by a provider", "accounts.again:by a provider",
    "accounts.app_form:by a provider", "accounts.address:by a provider", "accounts.link:over",
    "notifications.agreement:agreed", "notifications.stop:nothing to stop", "organisations.welcome:over",
    "organisations.invitation:signed in", "jobs.job:under way", "jobs.job:failed",
    "jobs.job:not all", "no such page", "used in another way",
)  # fmt: skip
STATUSES = {"accounts.from_provider": 422, "no such page": 404, "used in another way": 405}
MODERATORS = ("moderator", "moderator2", "moderator3")
WISH = Wish(
    speaks=True, age=True, language="nl", name="Ouderenraad Zonneweelde", kind="elderly_organisation",
    about="Wij brengen ouderen van drie dorpen samen.", languages=("nl",), applicant="Lena", function="Voorzitter",
    email="lena@zonneweelde.example", reads="nl",
)  # fmt: skip


def bring_about(site: Site) -> dict[str, Seen]:
    """Let everything happen that these pages need; return who sees each, and where (after the language)."""
    with inside(site) as (app, session):
        begin_write(session)
        maker = Maker(app, session)
        made = maker.links() | maker.members() | maker.applications() | maker.waiting() | maker.mails()
        made |= maker.jobs() | maker.by_provider() | maker.over() | maker.refused()
        session.commit()
    return made


class Maker:
    """Acts in the names of the demo's people, in one transaction."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.session, self.secret, self.now = session, str(app.config["SECRET_KEY"]), clock.now()
        self.nobody = ActorDeed(session, VISITOR, self.now, "test")

    def person(self, name: str) -> Person:
        email = name if "@" in name else f"{name}@demo.example"
        return self.session.scalars(select(Person).where(Person.email == email)).one()

    def deed(self, name: str, hat: str = "") -> ActorDeed:
        return ActorDeed(
            self.session, queries.actor_of(self.session, self.person(name).id, hat, self.now), self.now, ""
        )

    def organisation_of(self, name: str) -> Organisation:
        seat = self.deed(name).actor.in_force
        assert seat is not None
        return self.session.get_one(Organisation, seat.organisation_id)

    def newcomer(self, name: str) -> Person:
        made = Person(name=name, email=f"{name.lower()}@elsewhere.example", language="nl", created_at=self.now)
        self.session.add(made)
        self.session.flush()
        return made

    def awaited(self, name: str) -> Person:
        """Give an organisation a representative who has not come yet."""
        made = self.newcomer(name)
        self.seat(made, self.organisation_of("supporters"))
        return made

    def seat(self, person: Person, of: Organisation) -> None:
        place = Membership(person_id=person.id, organisation_id=of.id, role=MemberRole.REPRESENTATIVE)
        place.mandate_from, place.mandate_words = self.now, "Decided by the board."
        self.session.add(place)
        self.session.flush()

    def links(self) -> dict[str, Seen]:
        """Send the links with which an account begins, is entered and changes its address; give one a second factor."""
        entry = tokens.issue(self.session, self.secret, tokens.SIGN_IN, self.person("wardens"), self.now)
        first = tokens.issue(self.session, self.secret, tokens.INVITATION, self.awaited("Mie"), self.now)
        own = OwnDeed(self.session, Holder(self.person("wardens")), self.now, "test")
        change = addresses.ask(own, "wardens@elsewhere.example", self.secret)
        factored = self.person(FACTORED).id
        self.session.add(Authenticator(person_id=factored, secret=SECOND, last_step=0, at=self.now))
        shown = update(SignedIn).where(SignedIn.person_id == factored).values(with_factor=True)
        self.session.execute(shown)  # as if it had been there when this session began
        self.session.flush()
        return {
            "accounts.link": Seen("", f"/sign-in/link/{tokens.token_of(self.secret, entry)}"),
            "organisations.welcome": Seen("", f"/welcome/{tokens.token_of(self.secret, first)}"),
            "accounts.mailbox": Seen("", f"/confirm-address/{addresses.token_of(self.secret, change, addresses.NEW)}"),
            "accounts.address_codes": Seen("wardens", "/account/address/codes"),
            "accounts.again": Seen("wardens", "/account/again"),
            "accounts.paper": Seen("wardens", "/account/paper"),
            "accounts.forget_form": Seen(FACTORED, "/account/forget-factors"),
        }

    def members(self) -> dict[str, Seen]:
        """Invite somebody, let somebody ask, and let a mandate wait for the desk."""
        deed, of = self.deed("youth"), self.organisation_of("youth")
        asked = invitations.Asked("tom@elsewhere.example", "nl", Place("editor"))
        sent = invitations.invite(deed, of, asked, self.secret)
        last = (self.now + timedelta(days=30)).date().isoformat()
        asking.make(deed, of, last, self.secret)
        link = asking.standing(self.session, of.id)
        assert link is not None
        request = asking.ask(self.nobody, link, Asker("Lou", "lou@elsewhere.example", "nl"), is_of_age=True)
        waiting = Membership(
            person_id=self.newcomer("Ann").id, organisation_id=of.id, role=MemberRole.REPRESENTATIVE,
            mandate_from=self.now, mandate_words="Decided by the board.", awaits_desk=True,
        )  # fmt: skip
        self.session.add(waiting)
        self.session.flush()
        at, desk = f"/organisations/{of.slug}", f"/desk/organisations/{of.slug}"
        return {
            "organisations.invitation": Seen("", f"/invitation/{invitations.token_of(self.secret, sent)}"),
            "organisations.invitation_form:send-again": Seen("youth", f"{at}/invitations/{sent.id}/send-again"),
            "organisations.invitation_form:revoke": Seen("youth", f"{at}/invitations/{sent.id}/revoke"),
            "organisations.ask_form": Seen("", f"/ask/{asking.token_of(self.secret, link)}"),
            "organisations.request_form:admit": Seen("youth", f"{at}/requests/{request.id}/admit"),
            "organisations.request_form:refuse": Seen("youth", f"{at}/requests/{request.id}/refuse"),
            "organisations.mandate_form": Seen("moderator", f"{desk}/members/{waiting.id}/confirm-mandate"),
        }

    def applications(self) -> dict[str, Seen]:
        """Let an organisation ask to join, and another one whose address has confirmed it."""
        asked = applying.ask(self.nobody, WISH, "", self.secret)
        other = applying.ask(self.nobody, replace(WISH, email="mia@zonneweelde.example"), "", self.secret)
        made = applying.confirm(self.nobody, other).application
        assert made is not None
        return {
            "organisations.sent": Seen("", f"/join/sent/{asked.id}/{applying.page_key(self.secret, asked)}"),
            "organisations.confirmation": Seen("", f"/join/confirm/{applying.token_of(self.secret, asked)}"),
            "organisations.receipt": Seen("", queries.application_path(self.secret, made)),
        }

    def waiting(self) -> dict[str, Seen]:
        """Let a co-signature wait for a colleague, and an appeal against taking down for another moderator."""
        taken_down = self.initiative("unpublished")
        email = self.session.scalars(
            select(Person.email).join(Membership).where(
                Membership.organisation_id == taken_down.organisation_id, Membership.mandate_from.is_not(None)
            )
        ).first()  # fmt: skip
        assert email is not None
        given = network.given(taken_down, "appeal")
        initiatives.act(self.deed(email), taken_down, TRANSITIONS["appeal"], given)
        self.session.flush()
        thing = network.load(self.session, taken_down.reference)
        may = [one for one in MODERATORS if self.offers(one, thing, "keep_unpublished")]
        return {
            "initiatives.form:keep-unpublished": Seen(may[0], f"/initiatives/{thing.reference}/keep-unpublished"),
            "confirming.prepared": Seen("fire", f"/workspace/prepared/{self.prepared()}/"),
        }

    def initiative(self, status: str) -> Initiative:
        found = select(Initiative.reference).where(Initiative.status == status)
        return network.load(self.session, self.session.scalars(found.order_by(Initiative.id)).first() or "")

    def offers(self, name: str, thing: Initiative, act: str) -> bool:
        found = policy.open_transitions(self.deed(name, DESK_HAT).actor, thing)
        return act in {transition.name for transition in found}

    def prepared(self) -> int:
        """Let a second representative of the fire brigade sign, where the first one is to confirm."""
        of, second = self.organisation_of("fire"), self.newcomer("Bo")
        self.seat(second, of)
        if roster.four_eyes(self.session, of.id) is None:
            four_eyes.switch_on(self.deed("fire"), of)
        open_ones = select(Initiative.reference).where(Initiative.status == "consultation")
        for reference in self.session.scalars(open_ones).all():
            thing = network.load(self.session, reference)
            try:
                made = co_sign(self.deed(second.email), thing, Consent(thing.shown, mandate=True))
            except DomainError:  # signed before, or its own
                continue
            if made is not None and confirming.one(self.session, made.id) is not None:
                return made.id
        raise LookupError

    def mails(self) -> dict[str, Seen]:
        """Let two addresses ask to be told of what is new, and one of them agree."""
        initiative = filters.of_initiative(self.initiative("published").id)
        asked = self.follow("lou@elsewhere.example", initiative)
        agreed = self.follow("nour@elsewhere.example", filters.FILTER)
        following.agree(self.nobody, agreed)
        stop = following.stop_of_follow(self.secret, agreed.id, agreed.address)
        over = following.stop_of_follow(self.secret, asked.id, asked.address)
        return {
            "notifications.agreement": Seen("", following.confirmation(self.secret, asked)),
            "notifications.agreement:agreed": Seen("", following.confirmation(self.secret, agreed)),
            "notifications.stop:nothing to stop": Seen("", f"/stop/{over}"),
            "notifications.stop": Seen("", f"/stop/{stop}"),
            "notifications.mails": Seen("", "/mails/"),
            "notifications.mail": Seen("", f"/mails/{samples.NAMES[0]}"),
        }

    def follow(self, address: str, about: str) -> Follow:
        following.ask(self.nobody, address, about, "nl")
        self.session.flush()
        return self.session.scalars(select(Follow).where(Follow.address == address)).one()

    def jobs(self) -> dict[str, Seen]:
        """Let one job be under way, one have failed, and one be done for some of its cases only."""
        deed, desk = self.deed("fire"), self.deed("moderator", DESK_HAT)
        under_way = jobs.ask(deed, "public_data", {"format": "json"})
        jobs.take(self.session, under_way, self.now)
        jobs.report(self.session, under_way, 1200, 20000, self.now)
        held = update(Job).where(Job.id == under_way).values(until=self.now + timedelta(days=1))
        self.session.execute(held)  # by this test: no worker takes it over
        failed = jobs.ask(deed, "network", {})
        jobs.take(self.session, failed, self.now)
        jobs.fail(self.session, failed, self.now, "interrupted")
        references = list(self.session.scalars(select(Initiative.reference).limit(9)))
        many = jobs.ask(desk, "cases", {"act": "take", "references": references})
        jobs.take(self.session, many, self.now)
        refused = [(references[0], "NotAllowed", "take"), (references[1], "WrongStatus", "published")]
        jobs.end(self.session, many, self.now, {"number": 7, "refused": refused})
        return {
            "jobs.job:under way": Seen("fire", f"/jobs/{under_way}"),
            "jobs.job:failed": Seen("fire", f"/jobs/{failed}"),
            "jobs.job:not all": Seen("moderator", f"/jobs/{many}"),
        }

    def by_provider(self) -> dict[str, Seen]:
        """Let somebody who is signed in have come by a provider, and have no other way."""
        person = self.person(BY_PROVIDER)
        person.password = None
        self.session.add(Identity(issuer=PROVIDER["OIDC_ISSUER"], subject="1", person_id=person.id, at=self.now))
        return {
            "accounts.account:by a provider": Seen(BY_PROVIDER, "/account/"),
            "accounts.password:by a provider": Seen(BY_PROVIDER, "/account/password"),
            "accounts.again:by a provider": Seen(BY_PROVIDER, "/account/again"),
            "accounts.app_form:by a provider": Seen(BY_PROVIDER, "/account/app"),
            "accounts.address:by a provider": Seen(BY_PROVIDER, "/account/address"),
        }

    def over(self) -> dict[str, Seen]:
        """Name links whose time is over, and that of an invitation for who is signed in already."""
        link = self.replaced(tokens.SIGN_IN, self.person("aig"))
        welcome = self.replaced(tokens.INVITATION, self.awaited("Jan"))
        of = self.organisation_of("wardens")
        asked = invitations.Asked("fire@demo.example", "nl", Place("editor"))
        sent = invitations.invite(self.deed("wardens"), of, asked, self.secret)
        return {
            "accounts.link:over": Seen("", f"/sign-in/link/{link}"),
            "organisations.welcome:over": Seen("", f"/welcome/{welcome}"),
            "organisations.invitation:signed in": Seen(
                "fire", f"/invitation/{invitations.token_of(self.secret, sent)}"
            ),
        }

    def replaced(self, purpose: str, person: Person) -> str:
        """Send a link, then another one: the first is over."""
        first = tokens.token_of(self.secret, tokens.issue(self.session, self.secret, purpose, person, self.now))
        tokens.issue(self.session, self.secret, purpose, person, self.now)
        return first

    def refused(self) -> dict[str, Seen]:
        """Name addresses that are refused."""
        return {
            "accounts.from_provider": Seen("", "/sign-in/provider/return?error=access_denied"),
            "no such page": Seen("", "/nowhere"),
            "used in another way": Seen("youth", "/sign-out"),
        }
