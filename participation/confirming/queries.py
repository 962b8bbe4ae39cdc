"""What waits in an organisation for a second representative."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from participation.initiatives.models import Initiative, Prepared

_WHOLE = (
    joinedload(Prepared.prepared_by, innerjoin=True),
    joinedload(Prepared.ended_by),
    joinedload(Prepared.organisation, innerjoin=True),
)


def one(session: Session, number: int) -> Prepared | None:
    """Load one prepared act with the people and the organisation behind it."""
    return session.scalars(select(Prepared).where(Prepared.id == number).options(*_WHOLE)).one_or_none()


def to_settle(session: Session, number: int) -> Prepared | None:
    """Load it anew and for oneself; of two who settle it, the second sees what the first did."""
    wanted = select(Prepared).where(Prepared.id == number).options(*_WHOLE).with_for_update(of=Prepared)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def reference_of(session: Session, prepared: Prepared) -> str:
    """Return the reference of the initiative it is about."""
    return session.scalars(select(Initiative.reference).where(Initiative.id == prepared.initiative_id)).one()
