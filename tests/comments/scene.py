"""A small network with an initiative in consultation and a published one: all that comments need."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import passwords
from participation.accounts.models import Person
from participation.comments import actions, queries
from participation.comments.actions import Given
from participation.comments.models import Comment
from participation.db import begin_write
from participation.demo.loader import PASSWORD
from participation.initiatives import queries as initiatives
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Ask, Audience, Initiative, Version, WorkingCopy
from participation.organisations.lifecycle import MemberRole, State
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import DESK_HAT, Actor, ActorDeed
from participation.organisations.queries import actor_of
from participation.places.models import MunicipalityRow
from participation.reasons.actions import load as load_reasons

NOW = clock.now().replace(microsecond=0) - timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=400)
OPEN, PUBLIC = "2027-0001", "2027-0002"
WORDS = "We come with two people."
REASON = "It names a person."
# slug, pillar, kind, state, its people: name of the account and whether it holds a mandate
ORGANISATIONS = (
    ("youth", "citizens", "youth_council", State.APPROVED, (("youth", True), ("editor", False))),
    ("fire", "security_professions", "fire", State.APPROVED, (("fire", True), ("crew", False), ("both", False))),
    ("wardens", "security_professions", "community_wardens", State.APPROVED, (("wardens", True),)),
    ("outs", "citizens", "elderly_organisation", State.SUSPENDED, (("outs", True),)),
)
STAFF = ("moderator", "moderator2", "both", "admin")  # "both" is a moderator who belongs to the fire federation


@dataclass
class Scene:
    """What a test asks for by name; every call does its act at the instant of `at`."""

    session: Session
    at: datetime = NOW

    def actor(self, name: str, hat: str = "") -> Actor:
        email = f"{name}@demo.example"
        person_id = self.session.scalars(select(Person.id).where(Person.email == email)).one()
        return actor_of(self.session, person_id, hat, self.at)

    def deed(self, name: str, hat: str = "") -> ActorDeed:
        return ActorDeed(self.session, self.actor(name, hat), self.at, "test")

    def initiative(self, reference: str = OPEN) -> Initiative:
        found = initiatives.one(self.session, reference)
        assert found is not None
        return found

    def found(self, public_id: str) -> Comment:
        self.session.flush()
        self.session.expire_all()
        found = queries.one(self.session, public_id)
        assert found is not None
        return found

    def say(self, name: str, scope: str = "partners", text: str = WORDS, reference: str = OPEN) -> Comment:
        with clock.stopped_at(self.at):
            made = actions.comment(self.deed(name), self.initiative(reference), Given(text=text, scope=scope))
        return self.found(made.public_id)

    def do(self, act: str, name: str, one: Comment, *, hat: str = "", **given: str) -> Comment:
        """Carry out one act, and return the comment it leaves: a reply for a reply."""
        with clock.stopped_at(self.at):
            deed = self.deed(name, hat or (DESK_HAT if name in STAFF else ""))
            made = actions.DOING[act](deed, self.found(one.public_id), Given(**given))
        return self.found(made.public_id if isinstance(made, Comment) else one.public_id)

    def hidden(self, one: Comment, by: str = "moderator") -> Comment:
        return self.do("hide", by, one, reason_code="attacks", reason=REASON)

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)


def build(session: Session) -> Scene:
    """Fill an empty database; call after `begin_write`."""
    load_reasons(session)
    session.add(MunicipalityRow(nis="34022", province="west", sort_nl="k", sort_fr="k", sort_de="k", sort_en="k"))
    password = passwords.make(PASSWORD, 1)
    people: dict[str, Person] = {}
    for slug, pillar, kind, state, members in ORGANISATIONS:
        made = Organisation(
            slug=slug, name=f"The {slug}", sort_name=slug, language="nl", pillar=pillar, kind=kind, state=state,
            created_at=LONG_AGO,
        )  # fmt: skip
        session.add(made)
        session.flush()
        for name, mandated in members:
            people[name] = _person(session, name, password)
            role = MemberRole.REPRESENTATIVE if mandated else MemberRole.EDITOR
            begun = LONG_AGO if mandated else None
            seat = Membership(person_id=people[name].id, organisation_id=made.id, role=role, mandate_from=begun)
            session.add(seat)
    for name in STAFF:
        person = people.get(name) or _person(session, name, password)
        person.is_moderator, person.is_administrator = name != "admin", name == "admin"
    youth = session.scalars(select(Organisation.id).where(Organisation.slug == "youth")).one()
    session.add_all([_initiative(OPEN, youth, Status.CONSULTATION), _initiative(PUBLIC, youth, Status.PUBLISHED)])
    session.commit()
    begin_write(session)
    return Scene(session)


def _person(session: Session, name: str, password: str) -> Person:
    made = Person(name=f"Name of {name}", email=f"{name}@demo.example", password=password, language="nl")
    made.created_at = LONG_AGO
    session.add(made)
    session.flush()
    return made


def _initiative(reference: str, organisation_id: int, status: Status) -> Initiative:
    title = f"Tea {reference}"
    published = LONG_AGO if status is Status.PUBLISHED else None
    text = Version(
        number=1, title=title, summary="An afternoon.", body="We pour *tea*.", municipality="34022", limits="None.",
        date_kind="fixed_day", date_from=date(2099, 3, 9), substantive=True, created_at=LONG_AGO,
        audiences=[Audience(audience="youth", position=0)],
        asks=[Ask(key="a", position=0, type="advise", pillar="security_professions", number=1, text="Come.")],
    )  # fmt: skip
    return Initiative(
        reference=reference, organisation_id=organisation_id, language="nl", status=status, created_at=LONG_AGO,
        changed_at=LONG_AGO, shown=1, published_at=published, first_public=1 if published else None,
        copy=WorkingCopy(title=title, saved_at=LONG_AGO), versions=[text], co_signatures=[], decisions=[],
        translations=[], voices=[],
    )  # fmt: skip
