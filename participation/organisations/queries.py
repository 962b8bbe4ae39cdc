"""The actor behind a session: one Select, built once; and what an act holds on to."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from participation.accounts.models import Person, SignedIn
from participation.organisations.lifecycle import LISTED
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import DESK_HAT, VISITOR, Actor, Seat

_COLUMNS = (
    Person.id,
    Person.pseudonym,
    Person.name,
    Person.language,
    Person.is_moderator,
    Person.is_administrator,
    Membership.id.label("membership_id"),
    Membership.mandate_from,
    Membership.mandate_until,
    Organisation,
)
_WITH_SEATS = (
    select(*_COLUMNS)
    .outerjoin(Membership, Membership.person_id == Person.id)
    .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
    .order_by(Membership.id)
)
PERSON = _WITH_SEATS.where(Person.id == bindparam("person_id"))
SESSION = (
    _WITH_SEATS.add_columns(SignedIn.hat, SignedIn.seen_at, SignedIn.id.label("session_id"))
    .join(SignedIn, SignedIn.person_id == Person.id)
    .where(SignedIn.digest == bindparam("digest"), SignedIn.until > bindparam("at"))
)
# PostgreSQL locks no nullable side of an outer join, so what an act relies on is held by Selects of its own.
HOLD_PERSON = select(Person.id).where(Person.id == bindparam("person_id")).with_for_update(read=True)
HOLD_ORGANISATION = select(Organisation.id).where(Organisation.id == bindparam("id")).with_for_update(read=True)
HOLD_MEMBERSHIP = (
    select(Membership.id)
    .where(Membership.person_id == bindparam("person_id"), Membership.organisation_id == bindparam("id"))
    .with_for_update(read=True)
)
AT_ONCE = 1000  # people a statement


def actor_of(session: Session, person_id: int | None, hat: str, at: datetime) -> Actor:
    """Build the actor; `hat` is the slug to be in force, if it is one of the person's, or the desk."""
    rows = session.execute(PERSON, {"person_id": person_id}).all() if person_id is not None else []
    return actor_from(rows, hat, at)


def actors_of(session: Session, person_ids: Sequence[int], at: datetime) -> dict[int, Actor]:
    """Build the actors of many people at once, for the worker, each with the hat of someone who has just come in."""
    rows: dict[int, list[Row]] = {}  # type: ignore[type-arg]  # of the Select
    for start in range(0, len(person_ids), AT_ONCE):
        some = _WITH_SEATS.where(Person.id.in_(person_ids[start : start + AT_ONCE]))
        for row in session.execute(some):
            rows.setdefault(row.id, []).append(row)
    return {person_id: actor_from(own, "", at) for person_id, own in rows.items()}


def actor_from(rows: Sequence[Row], hat: str, at: datetime) -> Actor:  # type: ignore[type-arg]  # of either Select
    """Build the actor from rows of one person, a row a membership."""
    if not rows:
        return VISITOR
    first = rows[0]
    seats = tuple(_seat(row, at) for row in rows if row.membership_id is not None)
    # Without a choice a moderator sits at the desk, and everyone else in the first of their organisations.
    default = None if first.is_moderator or not seats else seats[0]
    in_force = None if hat == DESK_HAT and first.is_moderator else _chosen(seats, hat, default)
    who = first.id, first.pseudonym, first.name, first.language
    return Actor(*who, first.is_moderator, first.is_administrator, seats, in_force)


def _chosen(seats: tuple[Seat, ...], hat: str, default: Seat | None) -> Seat | None:
    return next((seat for seat in seats if seat.slug == hat), default)


def _seat(row: Row, at: datetime) -> Seat:  # type: ignore[type-arg]  # of either Select
    of: Organisation = row.Organisation
    start, end = row.mandate_from, row.mandate_until
    mandated = start is not None and start <= at and (end is None or at < end)
    return Seat(row.membership_id, of.id, of.slug, of.name, of.pillar, of.kind, of.state, mandated)


def hold(session: Session, actor: Actor) -> None:
    """Hold what lets the person act until the transaction ends, in the order every act keeps."""
    values = {"person_id": actor.person_id, "id": actor.organisation_id}
    for statement in (HOLD_PERSON, HOLD_ORGANISATION, HOLD_MEMBERSHIP):
        session.execute(statement, values)


def by_slug(session: Session, slug: str) -> Organisation | None:
    """Load one organisation by its address."""
    return session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()


def listed() -> Select[Organisation]:
    """Select the organisations the public sees, by pillar and name."""
    order = Organisation.pillar, Organisation.sort_name, Organisation.id
    return select(Organisation).where(Organisation.state.in_(LISTED)).order_by(*order)
