"""How much waits at the desk, in numbers alone."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation import clock
from participation.barriers.queries import waiting_number
from participation.comments.lifecycle import STANDING
from participation.comments.lifecycle import State as CommentState
from participation.comments.models import Comment, Report
from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.web.working_days import last_late_day


class Waiting(NamedTuple):
    """What a moderator is told once a day."""

    cases: int
    late: int
    applications: int
    comments: int
    barriers: int


def late_before(promised: int) -> datetime:
    """Return the instant before which whatever waits is past the promise of so many working days."""
    after = last_late_day(clock.today(), promised) + timedelta(days=1)
    return datetime.combine(after, time.min, clock.BRUSSELS).astimezone(UTC)


def at_the_desk(session: Session, promised: int) -> Waiting:
    """Count in one query: initiatives, those past the promise, applications, and comments that want an answer."""
    waits = queries.waiting() & (Initiative.status != Status.DRAFT)
    cases = select(func.count()).select_from(Initiative).where(waits)
    late = cases.where(Initiative.waiting_since < late_before(promised))
    applied = select(func.count()).select_from(Organisation).where(Organisation.state == State.APPLIED)
    reported = select(Report.id).where(Report.comment_id == Comment.id, Report.handled_at.is_(None)).exists()
    noted = Comment.waiting_since.is_not(None) & Comment.state.in_(STANDING)
    wanted = (Comment.state == CommentState.CONTESTED) | noted | reported
    comments = select(func.count()).select_from(Comment).where(wanted)
    numbers = (one.scalar_subquery() for one in (cases, late, applied, comments, waiting_number()))
    return Waiting._make(session.execute(select(*numbers)).one())
