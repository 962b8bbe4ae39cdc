"""What the tests of members, mandates and merging need of the small network."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.db import begin_write
from participation.errors import DomainError
from participation.organisations import queries, roster
from participation.organisations.actions import invitations
from participation.organisations.checks import Place
from participation.organisations.models import Invitation, Membership, Organisation
from participation.organisations.policy import ActorDeed
from tests import network

SECRET = "test" * 10
EDITOR = Place("editor")
MANDATE = Place("representative", "Decided by the board on 3 May.")
Doing = Callable[[ActorDeed], object]


def organisation(session: Session, slug: str) -> Organisation:
    found = queries.by_slug(session, slug)
    assert found is not None
    return found


def membership(session: Session, name: str, slug: str) -> Membership:
    """Load the place of one of the people, ended or not."""
    own = select(Membership).join(Person, Person.id == Membership.person_id).join(Organisation)
    return session.scalars(own.where(Person.email == network.email(name), Organisation.slug == slug)).one()


def invite(session: Session, email: str, place: Place = EDITOR, by: str = "young") -> tuple[Invitation, str]:
    """Invite somebody to the organisation of `by`; return the row and the token of the link."""
    deed = network.deed(session, by)
    seat = deed.actor.in_force
    assert seat is not None
    made = invitations.invite(deed, organisation(session, seat.slug), invitations.Asked(email, "fr", place), SECRET)
    return made, invitations.token_of(SECRET, made)


def standing(session: Session, slug: str) -> set[str]:
    """Name whose mandates hold now."""
    session.flush()
    held = roster.holders(session, organisation(session, slug).id, clock.now())
    people = select(Person.email).join(Membership, Membership.person_id == Person.id).where(Membership.id.in_(held))
    return {email.partition("@")[0] for email in session.scalars(people)}


def together(engine: Engine, doings: list[tuple[str, Doing]], *, alone: bool = True) -> list[str]:
    """Let everyone begin at once, as their requests would; return "done", or the name of the refusal."""
    start = Barrier(len(doings))

    def one(who: tuple[str, Doing]) -> str:
        name, doing = who
        with Session(engine) as own:
            before = network.deed(own, name).actor
            start.wait()
            try:
                begin_write(own)
                queries.hold(own, before, alone=alone)
                doing(network.deed(own, name))
                own.commit()
            except DomainError as refusal:
                return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(one, doings))
