"""Events about an organisation that asks to join, is suspended, or may act again."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import Person
from participation.clock import BRUSSELS
from participation.languages import text as _
from participation.notifications import labels
from participation.notifications.matters.matter import Link, Quote, Reader, Telling
from participation.organisations.lifecycle import LISTED
from participation.organisations.models import Organisation
from participation.organisations.queries import application_path
from participation.outbox.models import Event
from participation.web import formats
from participation.web.working_days import working_days_after


@dataclass(frozen=True)
class OrganisationMatter:
    """An act of the desk on an organisation, or its application."""

    event: Event
    organisation: Organisation
    invitation: str  # the path of the token its first representative sets a password with; empty where none is open

    def may_be_told(self, reader: Reader) -> bool:
        """Tell its members, the desk, and who applied for it."""
        actor = reader.actor
        return reader.applicant or actor.is_moderator or self.organisation.id in actor.organisations

    def telling(self, reader: Reader) -> Telling:
        """Say what was decided, with the moderator's words."""
        found = self.organisation
        ruling = next((r for r in found.rulings if r.id == self.event.detail_id), None)
        quotes = (Quote(str(labels.REASON), ruling.words, ruling.language),) if ruling and ruling.words else ()
        due = working_days_after(self.event.at.astimezone(BRUSSELS).date(), current_app.config["SETTINGS"].desk_days)
        values = {
            "by": _("The moderation team"),
            "organisation": found.name_in(reader.language),
            "due": formats.day(due, reader.language),
        }
        return Telling(
            "", "", found.application.number if found.application else "", values, quotes, self._link(reader)
        )

    def _link(self, reader: Reader) -> Link:
        """Lead the applicant by his or her own way in, and nobody else."""
        asked = self.organisation.application
        if reader.applicant and self.event.kind == "approve" and self.invitation:
            return Link("", {}, path=self.invitation)
        if reader.applicant and asked is not None and self.organisation.state not in LISTED:
            return Link("", {}, path=application_path(current_app.config["SECRET_KEY"], asked))
        if reader.actor.is_moderator:
            return Link("moderation.organisation", {"slug": self.organisation.slug})
        if self.organisation.state in LISTED:
            return Link("portal.organisation", {"slug": self.organisation.slug})
        return Link("portal.about", {})


def load(session: Session, events: Iterable[Event]) -> dict[int, OrganisationMatter]:
    """Load the organisations the events are about."""
    meant = list(events)
    wanted = select(Organisation).where(Organisation.id.in_({event.subject_id for event in meant}))
    whole = joinedload(Organisation.application), selectinload(Organisation.rulings)
    found = {o.id: o for o in session.scalars(wanted.options(*whole))}
    return {
        event.id: OrganisationMatter(event, found[event.subject_id], _invitation(session, event, found))
        for event in meant
        if event.subject_id in found
    }


def _invitation(session: Session, event: Event, found: dict[int, Organisation]) -> str:
    asked = found[event.subject_id].application
    if event.kind != "approve" or asked is None:
        return ""
    person = session.scalars(select(Person).where(Person.email == asked.applicant_email)).one_or_none()
    secret = current_app.config["SECRET_KEY"]
    return tokens.link_for(session, secret, person, tokens.INVITATION, clock.now()) if person else ""
