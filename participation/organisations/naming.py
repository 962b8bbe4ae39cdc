"""How a person is named on acts for an organisation: by name, or as a former member where he or she asked for that.

Rows and journal keep what they say; the name is resolved whenever a page or a mail is written.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.languages import spoken
from participation.organisations.labels import BUTTONS, FORMER
from participation.organisations.lifecycle import MemberRole
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import Actor

# The journal names no organisation in force for these: each is done for oneself, to the organisation it is about.
FOR_ONESELF = frozenset({"accept_invite", "leave", "ask_to_join", "replace_name"})
Key = tuple[int | str, int]  # a person's number or pseudonym, and an organisation
_UNNAMED = (
    select(Membership, Person.pseudonym, Organisation.merged_into_id)
    .join(Person, Person.id == Membership.person_id)
    .join(Organisation, Organisation.id == Membership.organisation_id)
    .where(Membership.unnamed_at.is_not(None))
    .order_by(Membership.id)
)


@dataclass(frozen=True)
class Names:
    """Until when, and as what, acts of some people name a former member."""

    until: dict[Key, tuple[datetime | None, MemberRole]] = field(default_factory=dict)

    def on(self, who: int | str, name: str, organisation: Organisation | None, moment: datetime, language: str) -> str:
        """Return the name to show on what `who` did for the organisation at that moment."""
        until, role = self.until.get((who, organisation.id if organisation else 0), (None, MemberRole.EDITOR))
        if organisation is None or until is None or moment > until:
            return name
        return former(role, organisation.name_at(moment, language))


def former(role: MemberRole, organisation: str) -> str:
    """Return what stands in the place of a name."""
    return str(FORMER[role]) % {"organisation": organisation}


def of_member(one: Membership, organisation: Organisation, language: str) -> str:
    """Return the name of one membership's person, who is loaded with it."""
    return former(one.role, organisation.name_in(language)) if one.unnamed_at is not None else one.person.name


def of_people(session: Session, people: Collection[int]) -> Names:
    """Load how these people are named."""
    return _loaded(session, _UNNAMED.where(Person.id.in_(set(people)))) if people else Names()


def of_pseudonyms(session: Session, keys: Collection[str]) -> Names:
    """Load how the people behind these pseudonyms are named."""
    return _loaded(session, _UNNAMED.where(Person.pseudonym.in_(set(keys)))) if keys else Names()


def _loaded(session: Session, wanted: Select[Membership, str, int | None]) -> Names:
    found = session.execute(wanted).all()
    merged = _successors(session) if any(into for _one, _key, into in found) else {}
    names = Names()
    for one, pseudonym, _into in found:
        for organisation_id in _chain(one.organisation_id, merged):  # what was done there goes over with a merger
            for who in (one.person_id, pseudonym):
                names.until[who, organisation_id] = one.unnamed_at, one.role
    return names


def _successors(session: Session) -> dict[int, int | None]:
    rows = select(Organisation.id, Organisation.merged_into_id).where(Organisation.merged_into_id.is_not(None))
    return {row[0]: row[1] for row in session.execute(rows)}


def _chain(organisation_id: int | None, merged: dict[int, int | None]) -> Iterable[int]:
    while organisation_id is not None:
        yield organisation_id
        organisation_id = merged.get(organisation_id)


def left(session: Session, person_id: int) -> list[tuple[Organisation, list[Membership]]]:
    """List the organisations the person has left for good, each with every membership there or in what it took in."""
    rows = select(Membership, Organisation).join(Organisation, Organisation.id == Membership.organisation_id)
    rows = rows.where(Membership.person_id == person_id).order_by(Organisation.sort_name, Membership.id)
    found = session.execute(rows).all()
    merged = _successors(session) if any(of.merged_into_id for _one, of in found) else {}
    ends = {of.id: list(_chain(of.id, merged))[-1] for _one, of in found}
    still = {ends[one.organisation_id] for one, _of in found if one.ended_at is None}
    by_end: dict[int, list[tuple[Membership, Organisation]]] = {}
    for one, of in found:
        if ends[of.id] not in still:
            by_end.setdefault(ends[of.id], []).append((one, of))
    return [(_named(end, rows), [one for one, _of in rows]) for end, rows in by_end.items()]


def _named(end: int, rows: list[tuple[Membership, Organisation]]) -> Organisation:
    """Return the organisation that stands for them: where the merger led, if the person was there, or the last one."""
    return next((of for _one, of in rows if of.id == end), rows[-1][1])


def on_the_button(actor: Actor, alone: object, in_the_name: object) -> str:
    """Word the button of an act: as itself, or in a sentence with the name of the organisation it is done for.

    `in_the_name` is empty for what only the desk does.
    """
    seat = actor.in_force
    return str(in_the_name) % {"organisation": seat.name_in(spoken())} if seat and in_the_name else str(alone)


def button(act: str, organisation: str) -> str:
    """Word the button of an act upon an organisation itself, with its name in the sentence."""
    return str(BUTTONS[act]) % {"organisation": organisation}
