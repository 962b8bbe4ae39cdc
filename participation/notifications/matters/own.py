"""What this package tells: reminders, many cases handed over at once, and the mail that asks a follower to confirm."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from participation.notifications.matters import follows, handed, reminders
from participation.notifications.matters.matter import Matter
from participation.notifications.notices import HANDED_MANY
from participation.outbox.models import Event

ASKING = "confirm_follow"


def load(session: Session, events: Iterable[Event]) -> dict[int, Matter]:
    """Load what each event is about."""
    meant = list(events)
    asking = [event for event in meant if event.kind == ASKING]
    many = [event for event in meant if event.kind == HANDED_MANY]
    found: dict[int, Matter] = dict(reminders.load(session, [one for one in meant if one not in (*asking, *many)]))
    return found | (follows.load(session, asking) if asking else {}) | handed.load(session, many)
