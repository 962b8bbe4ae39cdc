"""Events about an organisation that asks to join, is suspended, or may act again."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from participation.languages import text as _
from participation.notifications import labels
from participation.notifications.matters.matter import Link, Quote, Reader, Telling
from participation.organisations.lifecycle import LISTED
from participation.organisations.models import Organisation
from participation.outbox.models import Event


@dataclass(frozen=True)
class OrganisationMatter:
    """An act of the desk on an organisation, or its application."""

    event: Event
    organisation: Organisation

    def may_be_told(self, reader: Reader) -> bool:
        """Tell its members, the desk, and who applied for it."""
        actor = reader.actor
        return reader.applicant or actor.is_moderator or self.organisation.id in actor.organisations

    def telling(self, reader: Reader) -> Telling:
        """Say what was decided, with the moderator's words."""
        found = self.organisation
        quotes = ()
        if self.event.kind != "apply" and found.state_reason:
            quotes = (Quote(str(labels.REASON), found.state_reason),)
        values = {"by": _("The moderation team"), "organisation": found.name_in(reader.language)}
        return Telling("", "", "", values, quotes, self._link(reader))

    def _link(self, reader: Reader) -> Link:
        if self.organisation.state in LISTED:
            return Link("portal.organisation", {"slug": self.organisation.slug})
        return Link("moderation.desk" if reader.actor.is_moderator else "portal.about", {})


def load(session: Session, events: Iterable[Event]) -> dict[int, OrganisationMatter]:
    """Load the organisations the events are about."""
    meant = list(events)
    wanted = select(Organisation).where(Organisation.id.in_({event.subject_id for event in meant}))
    found = {o.id: o for o in session.scalars(wanted.options(joinedload(Organisation.application)))}
    return {e.id: OrganisationMatter(e, found[e.subject_id]) for e in meant if e.subject_id in found}
