"""What waits for an answer, and what had one."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from participation.barriers.models import Barrier

PAGE = 50
LAST = 10


def waiting_number() -> Select[int]:
    """Select how many wait."""
    return select(func.count()).select_from(Barrier).where(Barrier.answered_at.is_(None))


def waiting(session: Session) -> list[Barrier]:
    """List what waits, oldest first."""
    open_ones = select(Barrier).where(Barrier.answered_at.is_(None))
    return list(session.scalars(open_ones.order_by(Barrier.at, Barrier.id).limit(PAGE)))


def answered(session: Session) -> list[Barrier]:
    """List the last that were answered, newest first."""
    done = select(Barrier).where(Barrier.answered_at.is_not(None))
    return list(session.scalars(done.order_by(Barrier.answered_at.desc(), Barrier.id.desc()).limit(LAST)))


def one(session: Session, public_id: str) -> Barrier | None:
    """Load one by the name in its address."""
    return session.scalars(select(Barrier).where(Barrier.public_id == public_id)).one_or_none()
