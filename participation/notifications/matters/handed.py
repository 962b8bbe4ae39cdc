"""Many cases that a colleague put into one's hands by one press: one message for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.journal.models import Entry
from participation.notifications.matters.matter import Link, Reader, Telling
from participation.outbox.models import Event

EACH = "hand_over"  # what the journal says of each


def of_job(number: int) -> str:
    """Return what the journal calls the request of a job."""
    return f"job-{number}"


def cases_of(session: Session, number: int) -> int:
    """Count the cases a job has put into somebody's hands."""
    done = select(func.count()).where(Entry.kind == EACH, Entry.request_id == of_job(number))
    return session.scalar(done) or 0


@dataclass(frozen=True)
class HandedMatter:
    """How many cases a colleague has handed over."""

    event: Event
    number: int

    def may_be_told(self, reader: Reader) -> bool:
        """Tell whoever still moderates."""
        return reader.actor.is_moderator

    def telling(self, _reader: Reader) -> Telling:
        """Say how many, and lead to all one has in hand."""
        return Telling("", "", "", {"cases": str(self.number)}, (), Link("moderation.desk", {"tab": "mine"}))


def load(session: Session, events: Iterable[Event]) -> dict[int, HandedMatter]:
    """Count the cases of each."""
    return {one.id: HandedMatter(one, cases_of(session, one.detail_id or 0)) for one in events}
