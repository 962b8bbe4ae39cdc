"""Who belongs to an organisation, who holds a mandate there, and who is invited."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from participation.accounts.models import Person
from participation.organisations.lifecycle import SEEING
from participation.organisations.models import FourEyes, Invitation, Membership, Organisation
from participation.organisations.queries import BELONGS, mandated


def member(session: Session, organisation_id: int, number: int) -> Membership | None:
    """Load one member of this organisation; another's is nobody here."""
    own = (Membership.id == number) & (Membership.organisation_id == organisation_id) & BELONGS
    return session.scalars(select(Membership).where(own).options(joinedload(Membership.person))).one_or_none()


def seat_of(session: Session, organisation_id: int, person_id: int) -> Membership | None:
    """Load the membership of one person; None where there is none, or it has ended."""
    own = (Membership.person_id == person_id) & (Membership.organisation_id == organisation_id) & BELONGS
    return session.scalars(select(Membership).where(own).options(joinedload(Membership.person))).one_or_none()


def member_by_address(session: Session, organisation_id: int, email: str) -> Membership | None:
    """Find the member with this e-mail address."""
    own = (Membership.organisation_id == organisation_id) & (Person.email == email) & BELONGS
    return session.scalars(select(Membership).join(Person, Person.id == Membership.person_id).where(own)).one_or_none()


def holders(session: Session, organisation_id: int, at: datetime) -> set[int]:
    """List the memberships with a mandate that holds."""
    return set(
        session.scalars(select(Membership.id).where(Membership.organisation_id == organisation_id, mandated(at)))
    )


def four_eyes(session: Session, organisation_id: int | None) -> FourEyes | None:
    """Load the row that says that a second representative confirms; None where one alone acts."""
    own = select(FourEyes).where(FourEyes.organisation_id == organisation_id)
    return session.scalars(own.options(joinedload(FourEyes.end_asked_by))).one_or_none()


_OPEN = Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None)


def invitations(session: Session, organisation_id: int) -> list[Invitation]:
    """List the invitations nobody has accepted or revoked, oldest first, whether over or not."""
    wanted = select(Invitation).where(Invitation.organisation_id == organisation_id, *_OPEN).order_by(Invitation.id)
    return list(session.scalars(wanted.options(joinedload(Invitation.invited_by, innerjoin=True))))


def invitation(session: Session, organisation_id: int, number: int) -> Invitation | None:
    """Load one invitation of this organisation that still stands."""
    own = (Invitation.id == number) & (Invitation.organisation_id == organisation_id)
    return session.scalars(select(Invitation).where(own, *_OPEN)).one_or_none()


def invited_at(session: Session, email: str) -> list[Invitation]:
    """List the invitations that went to an address and still stand, whether over or not."""
    wanted = select(Invitation).where(Invitation.email == email, *_OPEN).order_by(Invitation.id)
    return list(session.scalars(wanted.options(joinedload(Invitation.organisation, innerjoin=True))))


def invited(session: Session, digest: str, lock: Select[int] | None = None) -> Invitation | None:
    """Load the invitation of a token's digest, used or over as it may be; `lock` takes its organisation first."""
    same = Invitation.digest == digest
    if lock is not None:
        session.execute(lock, {"id": session.scalar(select(Invitation.organisation_id).where(same))})
    whole = joinedload(Invitation.organisation, innerjoin=True), joinedload(Invitation.invited_by, innerjoin=True)
    found = select(Invitation).where(same).options(*whole).execution_options(populate_existing=True)
    return session.scalars(found).one_or_none()


def ending_mandates(since: datetime, until: datetime) -> Select[Membership]:
    """Select the mandates that run out within the span, the first ones first."""
    span = (Membership.mandate_until > since) & (Membership.mandate_until <= until)
    due = select(Membership).join(Organisation, Organisation.id == Membership.organisation_id)
    due = due.where(BELONGS, span, Organisation.state.in_(SEEING))
    return due.order_by(Membership.mandate_until, Membership.id)
