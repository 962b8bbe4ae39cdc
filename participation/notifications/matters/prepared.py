"""Events about what waits for a second representative: told inside one organisation alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from participation import clock
from participation.accounts.models import Person
from participation.initiatives.models import Prepared
from participation.notifications import labels
from participation.notifications.matters import initiatives
from participation.notifications.matters.initiatives import InitiativeMatter
from participation.notifications.matters.matter import Link, Quote, Reader
from participation.organisations import naming
from participation.outbox.models import Event
from participation.web import formats


@dataclass(frozen=True)
class PreparedMatter(InitiativeMatter):
    """What one representative prepared, and what became of it."""

    prepared: Prepared
    names: naming.Names

    def _name(self, who: Person, language: str) -> str:
        return self.names.on(who.id, who.name, self.prepared.organisation, self.prepared.at, language)

    def may_be_told(self, reader: Reader) -> bool:
        """Tell colleagues only; that something waits, only while it does."""
        if self.prepared.organisation_id not in reader.actor.organisations:
            return False
        one = self.prepared
        waits = one.ended_at is None and one.until > clock.now()
        return super().may_be_told(reader) and (waits or self.event.kind != "prepare_act")

    def link(self) -> Link:
        """Lead to the page where it is confirmed."""
        return Link("confirming.prepared", {"number": self.prepared.id})

    def values(self, language: str) -> dict[str, str]:
        """Name the two people, the organisation, and until when it waits."""
        one = self.prepared
        return super().values(language) | {
            "preparer": self._name(one.prepared_by, language),
            "colleague": self._name(one.ended_by, language) if one.ended_by else "",
            "organisation": one.organisation.name_in(language),
            "until": formats.local_moment(one.until, language),
        }

    def quotes(self, _reader: Reader) -> Iterable[Quote]:
        """Quote the statement, and the word with which it was sent back."""
        one = self.prepared
        if one.statement and self.event.kind == "prepare_act":
            yield Quote(str(labels.STATEMENT), one.statement, one.language)
        if one.word:
            yield Quote(str(labels.MESSAGE), one.word)


def load(session: Session, events: Iterable[Event]) -> dict[int, PreparedMatter]:
    """Load what the events are about."""
    meant = list(events)
    whole = (
        joinedload(Prepared.prepared_by, innerjoin=True),
        joinedload(Prepared.ended_by),
        joinedload(Prepared.organisation, innerjoin=True),
    )
    rows = select(Prepared).where(Prepared.id.in_({event.detail_id for event in meant})).options(*whole)
    found = {one.id: one for one in session.scalars(rows)}
    people = {who for one in found.values() for who in (one.prepared_by_id, one.ended_by_id) if who is not None}
    names = naming.of_people(session, people)
    wholes = initiatives.load(session, [event for event in meant if event.detail_id in found])
    return {
        key: PreparedMatter(
            one.event, one.initiative, one.organisation, one.reasons, found[one.event.detail_id or 0], names
        )
        for key, one in wholes.items()
    }
