"""What waits at the desk, oldest first, by tab and filter; and how many, in one query."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from participation import clock
from participation.accounts.models import Person
from participation.barriers import queries as barriers
from participation.initiatives import queries
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Ask, CoSignature, Decision, Initiative
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.web.working_days import last_late_day

PAGE = 50
TABS = ("waiting", "late", "mine", "partners")


@dataclass(frozen=True)
class Queue:
    """Which part of the desk: what its address says."""

    tab: str = "waiting"
    language: str = ""
    state: str = ""
    pillar: str = ""

    def address(self) -> dict[str, Any]:
        """Return what is not the usual, for the query string of a link."""
        given = {"tab": self.tab, "language": self.language, "state": self.state, "pillar": self.pillar}
        return {name: value for name, value in given.items() if value}


class Desk(NamedTuple):
    """Whose desk, and since when things are late."""

    person_id: int | None
    late_before: datetime


class Numbers(NamedTuple):
    """How many cases stand on each tab."""

    waiting: int
    late: int
    mine: int
    partners: int
    applications: int
    barriers: int


# What was sent to the desk is as old as that; a refusal that waits for its second moderator, as the proposal.
SINCE = func.coalesce(Initiative.waiting_since, Decision.at)


def late_before(promised: int) -> datetime:
    """Return the instant before which whatever waits is past the promise of so many working days."""
    after = last_late_day(clock.today(), promised) + timedelta(days=1)
    return datetime.combine(after, time.min, clock.BRUSSELS).astimezone(UTC)


def _on_tab(tab: str, desk: Desk) -> ColumnElement[bool]:
    if tab == "late":
        return queries.waiting() & (desk.late_before > SINCE)
    if tab == "mine":
        return Initiative.taken_by_id == desk.person_id
    if tab == "partners":
        return Initiative.status == Status.CONSULTATION
    return queries.waiting()


def queue(wanted: Queue, desk: Desk) -> Select[Initiative]:
    """Select one tab with its filters, oldest first."""
    found = select(Initiative).outerjoin(Decision, Decision.id == Initiative.decline_id)
    found = found.where(_on_tab(wanted.tab, desk), Initiative.status != Status.DRAFT)
    if wanted.language:
        found = found.where(Initiative.language == wanted.language)
    if wanted.state:
        found = found.where(Initiative.status == wanted.state)
    if wanted.pillar:
        asked = (Ask.initiative_id == Initiative.id) & (Ask.version == Initiative.shown)
        found = found.where(select(Ask.key).where(asked, Ask.pillar == wanted.pillar).exists())
    return found.order_by(SINCE.is_(None), SINCE, Initiative.id)


def cases(session: Session, wanted: Queue, desk: Desk) -> list[Initiative]:
    """Load one page of a tab with all its rows say."""
    whole = queue(wanted, desk).options(
        joinedload(Initiative.organisation, innerjoin=True),
        joinedload(Initiative.taken_by),
        joinedload(Initiative.decline),
        selectinload(Initiative.versions),
        selectinload(Initiative.co_signatures).options(joinedload(CoSignature.organisation, innerjoin=True)),
        selectinload(Initiative.decisions),
    )
    found = session.scalars(whole.limit(PAGE)).unique().all()
    queries.fill_versions(session, found)
    return list(found)


def neighbours(session: Session, wanted: Queue, desk: Desk) -> list[str]:
    """List the references of a tab in its order."""
    return list(session.scalars(queue(wanted, desk).with_only_columns(Initiative.reference).limit(PAGE * 10)))


def numbers(session: Session, desk: Desk) -> Numbers:
    """Count every tab in one query."""
    of_tabs = [
        select(func.count()).select_from(queue(Queue(tab), desk).order_by(None).subquery()).scalar_subquery()
        for tab in TABS
    ]
    unanswered = select(func.count()).select_from(Organisation).where(Organisation.state == State.APPLIED)
    others = (unanswered.scalar_subquery(), barriers.waiting_number().scalar_subquery())
    return Numbers._make(session.execute(select(*of_tabs, *others)).one())


def people(session: Session, pseudonyms: set[str]) -> dict[str, str]:
    """Return the names behind the journal's pseudonyms, for moderators only."""
    found = session.execute(select(Person.pseudonym, Person.name).where(Person.pseudonym.in_(sorted(pseudonyms))))
    return {pseudonym: name for pseudonym, name in found}  # noqa: C416  # a Row is no pair to the type checker


def names(session: Session, ids: set[int]) -> dict[int, Organisation]:
    """Return organisations by their ids."""
    found = session.scalars(select(Organisation).where(Organisation.id.in_(sorted(ids))))
    return {organisation.id: organisation for organisation in found}
