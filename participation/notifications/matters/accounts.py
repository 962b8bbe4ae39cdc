"""Events about a person's own account: told to that person alone, whoever was at the keyboard."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import addresses, tokens
from participation.accounts.models import AddressChange, Person
from participation.notifications.matters.matter import Link, Reader, Telling
from participation.outbox.models import Event
from participation.web import formats

SIGN_IN = "sign_in_link"
OF_NEW_MAILBOX = "confirm_new_address"
ASKING = {OF_NEW_MAILBOX: addresses.NEW, "confirm_old_address": addresses.OLD}  # which mailbox is asked
OF_ADDRESS = frozenset({*ASKING, "change_address"})
WITH_LINK = frozenset({*ASKING, SIGN_IN})


@dataclass(frozen=True)
class AccountMatter:
    """A change of an account, a link that signs in, or one that confirms an address."""

    event: Event
    link: str  # the path of the open link; empty where none is open any more
    change: AddressChange | None = None

    def may_be_told(self, reader: Reader) -> bool:
        """Tell the person alone, and the mailbox in question; a link that is over or used is not sent."""
        own = reader.actor.person_id == self.event.subject_id and self.event.kind != OF_NEW_MAILBOX
        return (own or (reader.applicant and self.change is not None)) and (
            bool(self.link) or self.event.kind not in WITH_LINK
        )

    def telling(self, reader: Reader) -> Telling:
        """Say when it happened, so that a stranger's hand is noticed."""
        values = {
            "moment": formats.local_moment(self.event.at, reader.language),
            "minutes": str(int(tokens.SPANS[tokens.SIGN_IN].total_seconds()) // 60),
            "hours": str(int(addresses.GOOD_FOR.total_seconds()) // 3600),
            "old_address": self.change.old_email if self.change else "",
            "new_address": self.change.new_email if self.change else "",
        }
        if self.event.kind in WITH_LINK:
            values["code"] = tokens.code_of(current_app.config["SECRET_KEY"], self.link.rpartition("/")[2])
        link = Link("accounts.account", {})
        if self.event.kind in WITH_LINK:
            link = Link("", {}, path=self.link)
        elif reader.applicant:  # an address that was left
            link = Link("portal.contact", {})
        typed = Link("accounts.address_codes", {}) if self.event.kind in ASKING else None
        return Telling("", "", "", values, (), link, typed)


def load(session: Session, events: Iterable[Event]) -> dict[int, AccountMatter]:
    """Compute the open links; the database holds their digests only."""
    return {event.id: _matter(session, event) for event in events}


def _matter(session: Session, event: Event) -> AccountMatter:
    secret, at = current_app.config["SECRET_KEY"], clock.now()
    change = session.get(AddressChange, event.detail_id) if event.kind in OF_ADDRESS else None
    if change is not None and event.kind in ASKING and addresses.is_open(change, at):
        token = addresses.token_of(secret, change, ASKING[event.kind])
        return AccountMatter(event, f"/confirm-address/{token}", change)
    person = session.get(Person, event.subject_id) if event.kind == SIGN_IN else None
    link = tokens.link_for(session, secret, person, tokens.SIGN_IN, at) if person else ""
    return AccountMatter(event, link, change)
