"""The mail that asks an address whether it wants to be told."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives import policy, queries
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.notifications import following, labels
from participation.notifications.filters import INITIATIVE, searched
from participation.notifications.matters.initiatives import title_of
from participation.notifications.matters.matter import Link, Quote, Reader, Telling
from participation.notifications.models import Follow
from participation.organisations.policy import VISITOR
from participation.outbox.models import Event


@dataclass(frozen=True)
class FollowMatter:
    """A wish to be told that has not been confirmed yet."""

    event: Event
    follow: Follow
    initiative: Initiative | None  # None where a filter is followed

    def may_be_told(self, reader: Reader) -> bool:
        """Ask only the address itself, once, and of an initiative only while it is public."""
        is_open = self.follow.confirmed_at is None and self.follow.ended_at is None
        if self.initiative is None:
            return reader.applicant and is_open and not self.follow.about.startswith(INITIATIVE)
        return reader.applicant and is_open and policy.allows(VISITOR, Permission.VIEW, self.initiative)

    def telling(self, reader: Reader) -> Telling:
        """Name what is to be followed, and the link at which one agrees."""
        title, language = title_of(self.initiative, reader.language) if self.initiative else ("", "")
        said = "" if self.initiative else searched(self.follow.about, reader.language)
        quotes = (Quote(str(labels.SEARCH), said),) if said else ()
        link = Link("", {}, path=following.confirmation(current_app.config["SECRET_KEY"], self.follow))
        reference = self.initiative.reference if self.initiative else ""
        return Telling(title, language, reference, {"days": str(following.CONFIRMED_WITHIN.days)}, quotes, link)


def load(session: Session, events: Iterable[Event]) -> dict[int, FollowMatter]:
    """Load the follows with what they are about."""
    meant = list(events)
    wanted = select(Follow).where(Follow.id.in_({event.subject_id for event in meant}))
    follows = {one.id: one for one in session.scalars(wanted)}
    about = {
        one.id: int(one.about.removeprefix(INITIATIVE)) for one in follows.values() if one.about.startswith(INITIATIVE)
    }
    found = queries.by_ids(session, set(about.values())) if about else {}
    return {
        event.id: FollowMatter(event, follows[event.subject_id], found.get(about.get(event.subject_id, 0)))
        for event in meant
        if event.subject_id in follows
    }
