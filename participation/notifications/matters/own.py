"""What this package tells by itself: reminders, and the mail that asks a follower to confirm."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from participation.notifications.matters import follows, reminders
from participation.notifications.matters.matter import Matter
from participation.outbox.models import Event

ASKING = "confirm_follow"


def load(session: Session, events: Iterable[Event]) -> dict[int, Matter]:
    """Load what each event is about."""
    meant = list(events)
    asking = [event for event in meant if event.kind == ASKING]
    found: dict[int, Matter] = dict(reminders.load(session, [event for event in meant if event.kind != ASKING]))
    return found | (follows.load(session, asking) if asking else {})
