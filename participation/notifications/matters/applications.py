"""The mail that asks an address to confirm an application; nobody else hears of it before."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import tokens
from participation.notifications.matters.matter import Link, Reader, Telling
from participation.organisations.actions.applying import ASKING, GOOD_FOR, token_of
from participation.organisations.models import UnconfirmedApplication
from participation.outbox.models import Event

__all__ = ["ASKING", "ApplicationMatter", "load"]


@dataclass(frozen=True)
class ApplicationMatter:
    """An application that waits for its address."""

    event: Event
    row: UnconfirmedApplication

    def may_be_told(self, reader: Reader) -> bool:
        """Ask the address alone, while its word is awaited."""
        return reader.applicant and self.row.confirmed_at is None and clock.now() < self.row.until

    def telling(self, _reader: Reader) -> Telling:
        """Name the organisation, the link at which one confirms, and the digits that do the same."""
        secret = current_app.config["SECRET_KEY"]
        token = token_of(secret, self.row)
        values = {
            "organisation": self.row.name,
            "days": str(GOOD_FOR.days),
            "code": tokens.code_of(secret, token),
        }
        return Telling("", "", "", values, (), Link("", {}, path=f"/join/confirm/{token}"))


def load(session: Session, events: Iterable[Event]) -> dict[int, ApplicationMatter]:
    """Load what waits; what was deleted meanwhile is not in the answer."""
    meant = list(events)
    wanted = select(UnconfirmedApplication).where(UnconfirmedApplication.id.in_({event.subject_id for event in meant}))
    found = {row.id: row for row in session.scalars(wanted)} if meant else {}
    return {event.id: ApplicationMatter(event, found[event.subject_id]) for event in meant if event.subject_id in found}
