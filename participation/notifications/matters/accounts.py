"""Events about a person's own account: told to that person alone, whoever was at the keyboard."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import Person
from participation.notifications.matters.matter import Link, Reader, Telling
from participation.outbox.models import Event
from participation.web import formats

WITH_LINK = "sign_in_link"


@dataclass(frozen=True)
class AccountMatter:
    """A change of an account, or a link that signs in."""

    event: Event
    link: str  # the path of the open link; empty where none is open any more

    def may_be_told(self, reader: Reader) -> bool:
        """Tell the person alone; a link that is over or used leads nowhere, and is not sent."""
        own = reader.actor.person_id == self.event.subject_id
        return own and (bool(self.link) or self.event.kind != WITH_LINK)

    def telling(self, reader: Reader) -> Telling:
        """Say when it happened, so that a stranger's hand is noticed."""
        values = {
            "moment": formats.local_moment(self.event.at, reader.language),
            "minutes": str(int(tokens.SPANS[tokens.SIGN_IN].total_seconds()) // 60),
        }
        link = Link("", {}, path=self.link) if self.event.kind == WITH_LINK else Link("accounts.account", {})
        return Telling("", "", "", values, (), link)


def load(session: Session, events: Iterable[Event]) -> dict[int, AccountMatter]:
    """Compute the open links; the database holds their digests only."""
    return {event.id: AccountMatter(event, _link(session, event)) for event in events}


def _link(session: Session, event: Event) -> str:
    person = session.get(Person, event.subject_id) if event.kind == WITH_LINK else None
    secret = current_app.config["SECRET_KEY"]
    return tokens.link_for(session, secret, person, tokens.SIGN_IN, clock.now()) if person else ""
