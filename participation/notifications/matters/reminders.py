"""What the worker reminds of: an initiative on which something is to be done, and the desk, where things wait."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Session

from participation import clock
from participation.initiatives import policy
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import CoSignature, Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.notifications import labels
from participation.notifications.importance import COUNTED
from participation.notifications.matters import initiatives
from participation.notifications.matters.initiatives import InitiativeMatter
from participation.notifications.matters.matter import Link, Matter, Quote, Reader, Telling
from participation.notifications.waiting import Waiting, at_the_desk
from participation.outbox.models import Event
from participation.web import formats

# How long an initiative may stand still where its proposer has the next word.
STILL_AFTER = {
    Status.DRAFT: timedelta(days=14),
    Status.CHANGES_REQUESTED: timedelta(days=14),
    Status.CONSULTATION: timedelta(days=30),
    Status.PUBLISHED: timedelta(days=30),
}


def last_moved(found: Initiative) -> datetime:
    """Return when something was last written, decided or signed."""
    return max(found.copy.saved_at, found.changed_at, *(one.at for one in found.co_signatures))


def may_stand_still(found: Initiative) -> bool:
    """Tell whether nothing else reminds of it: a public one with a day has its own reminders."""
    return found.status in STILL_AFTER and (found.status is not Status.PUBLISHED or not found.shown_version.date_from)


def outcome_day(found: Initiative) -> date | None:
    """Return the day after which something should have been reported; None where nothing is owed."""
    if found.status in TRANSITIONS["conclude"].sources and found.shown:
        said = found.shown_version
        return _day(found.follow_up) or said.date_to or said.date_from
    owed = found.status is Status.CONCLUDED and not any(d.act == "follow_up" for d in found.decisions)
    return found.next_on if owed else None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@dataclass(frozen=True)
class ReminderMatter(InitiativeMatter):
    """Something still to be done about an initiative."""

    def may_be_told(self, reader: Reader) -> bool:
        """Remind of nothing that was done in the meantime."""
        return super().may_be_told(reader) and HOLDS[self.event.kind](self)

    def quotes(self, _reader: Reader) -> Iterable[Quote]:
        """Quote nobody: nothing was said."""
        return ()

    def values(self, language: str) -> dict[str, str]:
        """Name the day of the dialogue, and the one after which something is owed."""
        first = self.initiative.shown_version.date_from if self.initiative.shown else None
        owed = outcome_day(self.initiative)
        return super().values(language) | {
            "day": formats.long_day(first, language) if first else "",
            "advice": str(labels.ADVICE.get(self.initiative.status, "")),
            "since": formats.local_day(last_moved(self.initiative), language),
            "owed_since": formats.day(owed, language) if owed else "",
        }

    def signature(self) -> CoSignature | None:
        """Find the co-signature that is meant, while it is in force."""
        ours = (s for s in self.initiative.co_signatures if s.id == self.event.detail_id)
        return next((s for s in ours if s.ended_at is None), None)

    def is_to_reaffirm(self) -> bool:
        """Tell whether the text changed in substance since it was signed."""
        signature = self.signature()
        return signature is not None and not policy.counts(self.initiative, signature.version)

    def is_committed(self) -> bool:
        """Tell whether the organisation still brings something."""
        signature = self.signature()
        return signature is not None and bool(signature.commitments) and self.is_published()

    def is_owed(self) -> bool:
        """Tell whether the day has passed and nothing was reported."""
        owed = outcome_day(self.initiative)
        return owed is not None and owed < clock.today()

    def is_published(self) -> bool:
        """Tell whether it is public and still to come."""
        return self.initiative.status is Status.PUBLISHED

    def stands_still(self) -> bool:
        """Tell whether nothing has moved since somebody was to be reminded."""
        return may_stand_still(self.initiative) and last_moved(self.initiative) < self.event.at

    def waits(self) -> bool:
        """Tell whether it still waits for the desk."""
        return self.initiative.waiting_since is not None


HOLDS: dict[str, Callable[[ReminderMatter], bool]] = {
    "still_to_reaffirm": ReminderMatter.is_to_reaffirm,
    "commitment_nears": ReminderMatter.is_committed,
    "outcome_due": ReminderMatter.is_owed,
    "starter_list": ReminderMatter.is_published,
    "desk_late": ReminderMatter.waits,
    "stands_still": ReminderMatter.stands_still,
}


@dataclass(frozen=True)
class DeskMatter:
    """How much waits at the desk."""

    event: Event
    counted: Waiting

    def may_be_told(self, reader: Reader) -> bool:
        """Tell moderators, and only while something waits."""
        return reader.actor.is_moderator and any(self.counted)

    def telling(self, _reader: Reader) -> Telling:
        """Say how much, and nothing of what: the desk shows it."""
        values = {name: str(number) for name, number in self.counted._asdict().items()}
        return Telling("", "", "", values, (), Link("moderation.desk", {}))


def load(session: Session, events: Iterable[Event]) -> dict[int, Matter]:
    """Load the initiatives, or count the desk once."""
    meant = list(events)
    of_desk = [event for event in meant if event.kind == COUNTED]
    found: dict[int, Matter] = {}
    if of_desk:
        counted = at_the_desk(session, current_app.config["SETTINGS"].desk_days)
        found |= {event.id: DeskMatter(event, counted) for event in of_desk}
    wholes = initiatives.load(session, [event for event in meant if event.kind in HOLDS])
    found |= {
        key: ReminderMatter(one.event, one.initiative, one.organisation, one.reasons) for key, one in wholes.items()
    }
    return found
