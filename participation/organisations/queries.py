"""The actor behind a session: one Select, built once; and what an act holds on to."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from participation.accounts.models import Person, SignedIn
from participation.accounts.tokens import derive
from participation.organisations.lifecycle import ACTING, LISTED, State
from participation.organisations.likeness import Alike, Marks, alike
from participation.organisations.models import (
    Application,
    FormerName,
    Membership,
    Organisation,
    Ruling,
    UnconfirmedApplication,
)
from participation.organisations.policy import DESK_HAT, VISITOR, Actor, Seat
from participation.places.data import normalise

MOST_SHOWN = 50  # applications that nobody has confirmed
LONGEST_NUMBER = 9  # digits; more overflow an integer column
BELONGS = Membership.ended_at.is_(None)  # an ended membership gives neither sight nor right
_OTHER = aliased(Membership)
# The mandate that runs out last holds until another one is there: no organisation is left without a voice.
LASTS = ~exists().where(
    _OTHER.organisation_id == Membership.organisation_id,
    _OTHER.ended_at.is_(None),
    ~_OTHER.awaits_desk,
    _OTHER.mandate_from.is_not(None),
    or_(_OTHER.mandate_until.is_(None), _OTHER.mandate_until > Membership.mandate_until),
)
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
    Membership.awaits_desk,
    LASTS.label("lasts"),
    Organisation,
)
_WITH_SEATS = (
    select(*_COLUMNS)
    .outerjoin(Membership, and_(Membership.person_id == Person.id, BELONGS))
    .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
    .order_by(Membership.id)
)
PERSON = _WITH_SEATS.where(Person.id == bindparam("person_id"))
SESSION = (
    _WITH_SEATS.add_columns(SignedIn.hat, SignedIn.seen_at, SignedIn.with_factor, SignedIn.id.label("session_id"))
    .join(SignedIn, SignedIn.person_id == Person.id)
    .where(
        SignedIn.digest == bindparam("digest"),
        SignedIn.until > bindparam("at"),
        SignedIn.seen_at > bindparam("awake"),
    )
)
# PostgreSQL locks no nullable side of an outer join, so what an act relies on is held by Selects of its own.
HOLD_PERSON = select(Person.id).where(Person.id == bindparam("person_id")).with_for_update(read=True)
HOLD_ORGANISATION = select(Organisation.id).where(Organisation.id == bindparam("id")).with_for_update(read=True)
TAKE_ORGANISATION = select(Organisation.id).where(Organisation.id == bindparam("id")).with_for_update()
HOLD_MEMBERSHIP = (
    select(Membership.id)
    .where(Membership.person_id == bindparam("person_id"), Membership.organisation_id == bindparam("id"), BELONGS)
    .with_for_update(read=True)
)
WAITING_SINCE = func.coalesce(Application.answered_at, Application.at)  # as `Application.waiting_since`
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


def actor_from(
    rows: Sequence[Row],  # type: ignore[type-arg]  # of either Select
    hat: str,
    at: datetime,
    *,
    trusted: bool = True,
) -> Actor:
    """Build the actor from rows of one person, a row a membership; without trust nobody is one of the team."""
    if not rows:
        return VISITOR
    first = rows[0]
    seats = tuple(_seat(row, at) for row in rows if row.membership_id is not None)
    # Without a choice a moderator sits at the desk, and everyone else in the first of their organisations.
    moderates, administers = first.is_moderator and trusted, first.is_administrator and trusted
    default = None if moderates or not seats else seats[0]
    in_force = None if hat == DESK_HAT and moderates else _chosen(seats, hat, default)
    who = first.id, first.pseudonym, first.name, first.language
    return Actor(*who, moderates, administers, seats, in_force)


def moderators(session: Session, at: datetime) -> list[Actor]:
    """List every moderator as an actor at the desk, in one query."""
    rows = session.execute(_WITH_SEATS.where(Person.is_moderator).order_by(None).order_by(Person.id, Membership.id))
    return [actor_from(list(group), DESK_HAT, at) for _id, group in groupby(rows, key=attrgetter("id"))]


def _chosen(seats: tuple[Seat, ...], hat: str, default: Seat | None) -> Seat | None:
    return next((seat for seat in seats if seat.slug == hat), default)


def _seat(row: Row, at: datetime) -> Seat:  # type: ignore[type-arg]  # of either Select
    of: Organisation = row.Organisation
    start, end = row.mandate_from, row.mandate_until
    begun = start is not None and start <= at and not row.awaits_desk
    is_over = begun and end is not None and end <= at
    mandated = begun and (not is_over or row.lasts)
    return Seat(
        row.membership_id, of.id, of.slug, of.name, of.pillar, of.kind, of.state, mandated, is_over and mandated,
        tuple(of.names.items()), of.language,
    )  # fmt: skip


def mandated(at: datetime) -> ColumnElement[bool]:
    """Read `Seat.mandated` as SQL."""
    begun = Membership.mandate_from.is_not(None) & (Membership.mandate_from <= at) & ~Membership.awaits_desk
    holds = or_(Membership.mandate_until.is_(None), Membership.mandate_until > at, LASTS)
    return BELONGS & begun & holds


def hold(session: Session, actor: Actor, *, alone: bool = False) -> None:
    """Hold what lets the person act until the transaction ends, in the order every act keeps.

    `alone` takes the organisation for oneself: of two who change its members, the second sees what the first did.
    """
    values = {"person_id": actor.person_id, "id": actor.organisation_id}
    for statement in (HOLD_PERSON, TAKE_ORGANISATION if alone else HOLD_ORGANISATION, HOLD_MEMBERSHIP):
        session.execute(statement, values)


def by_slug(session: Session, slug: str) -> Organisation | None:
    """Load one organisation by its address."""
    return session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()


def moved_to(session: Session, slug: str) -> str | None:
    """Return the present address of the organisation that everyone found at `slug` before."""
    known = select(Organisation.slug).join(FormerName, FormerName.organisation_id == Organisation.id)
    return session.scalar(known.where(FormerName.slug == slug, Organisation.state.in_(LISTED)))


def listed() -> Select[Organisation]:
    """Select the organisations the public sees, by pillar and name."""
    order = Organisation.pillar, Organisation.sort_name, Organisation.id
    return select(Organisation).where(Organisation.state.in_(LISTED)).order_by(*order)


_WHOLE = (
    joinedload(Organisation.application),
    selectinload(Organisation.rulings).joinedload(Ruling.person, innerjoin=True),
    selectinload(Organisation.answers),
)
WHOLE = select(Organisation).where(Organisation.slug == bindparam("slug")).options(*_WHOLE)
TO_RULE = WHOLE.with_for_update(of=Organisation)


def whole(session: Session, slug: str, statement: Select[Organisation] = WHOLE) -> Organisation | None:
    """Load one organisation with its application and what the desk decided."""
    return session.scalars(statement, {"slug": slug}).unique().one_or_none()


def applied(session: Session, number: int, *, alone: bool = False) -> Organisation | None:
    """Load the organisation of an application by its number; `alone` holds it against everyone else."""
    wanted = select(Organisation).join(Application).where(Organisation.id == number).options(*_WHOLE)
    wanted = wanted.with_for_update(of=Organisation) if alone else wanted
    return session.scalars(wanted).unique().one_or_none()


def unconfirmed(session: Session, number: int, *, alone: bool = False) -> UnconfirmedApplication | None:
    """Load an application whose address was asked; `alone` holds it against everyone else."""
    if number >= 10**LONGEST_NUMBER:
        return None
    return session.get(UnconfirmedApplication, number, with_for_update=alone or None)


def awaiting_confirmation(session: Session, at: datetime) -> list[UnconfirmedApplication]:
    """List the applications whose address has not confirmed them yet, newest first."""
    open_ones = UnconfirmedApplication.confirmed_at.is_(None), UnconfirmedApplication.until > at
    wanted = select(UnconfirmedApplication).where(*open_ones).order_by(UnconfirmedApplication.id.desc())
    return list(session.scalars(wanted.limit(MOST_SHOWN)))


def id_of(number: str) -> int:
    """Read the number of an application, `A2026-0042`; 0, which nobody has, for anything else."""
    digits = number.partition("-")[2]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER else 0


def application_key(secret: str, asked: Application) -> str:
    """Compute the key that lets the applicant follow an application without an account."""
    return derive(secret, "application", str(asked.organisation_id), asked.at.isoformat())[:40]


def application_path(secret: str, asked: Application) -> str:
    """Return the path, without language, where the applicant follows the application; receipt and mails name it."""
    return f"/join/{asked.number}/{application_key(secret, asked)}"


def seats(session: Session, person_id: int) -> list[tuple[Membership, Organisation]]:
    """List a person's memberships with their organisations, the oldest first."""
    wanted = select(Membership, Organisation).join(Organisation, Organisation.id == Membership.organisation_id)
    found = session.execute(wanted.where(Membership.person_id == person_id, BELONGS).order_by(Membership.id))
    return [(row[0], row[1]) for row in found]


def slugs_like(session: Session, stem: str) -> set[str]:
    """List the addresses in use that begin with `stem`."""
    columns = Organisation.slug, FormerName.slug
    return {
        slug for one in columns for slug in session.scalars(select(one).where(one.startswith(stem, autoescape=True)))
    }


def two(session: Session, slugs: Sequence[str]) -> dict[str, Organisation]:
    """Load organisations by their addresses, each held for oneself, in one order."""
    wanted = select(Organisation).where(Organisation.slug.in_(slugs)).order_by(Organisation.id)
    return {found.slug: found for found in session.scalars(wanted.with_for_update())}


def successors(session: Session, organisation: Organisation) -> list[Organisation]:
    """List what the organisation could become part of: the active ones of its pillar, by name."""
    alike = (Organisation.pillar == organisation.pillar) & (Organisation.id != organisation.id)
    wanted = select(Organisation).where(alike, Organisation.state.in_(ACTING))
    return list(session.scalars(wanted.order_by(Organisation.sort_name, Organisation.id)))


def waiting() -> Select[Organisation]:
    """Select the applications nobody has answered, oldest first; `asked` waits for the applicant."""
    unanswered = select(Organisation).join(Application).where(Organisation.state == State.APPLIED)
    return unanswered.order_by(WAITING_SINCE, Organisation.id).options(joinedload(Organisation.application))


def in_state(session: Session, state: State) -> list[Organisation]:
    """List the organisations in one state by name."""
    wanted = select(Organisation).where(Organisation.state == state).order_by(Organisation.sort_name, Organisation.id)
    return list(session.scalars(wanted.options(joinedload(Organisation.application))))


def members(session: Session, organisation_id: int) -> list[Membership]:
    """List the members with their persons, in the order in which they came."""
    wanted = select(Membership).where(Membership.organisation_id == organisation_id, BELONGS).order_by(Membership.id)
    return list(session.scalars(wanted.options(joinedload(Membership.person, innerjoin=True))))


def likenesses(session: Session, organisation: Organisation) -> list[tuple[Organisation, list[Alike]]]:
    """List the others that may be the same one, with in what they are alike; the moderator judges."""
    others = list(session.scalars(select(Organisation).order_by(Organisation.sort_name, Organisation.id)))
    mailboxes = _addresses(session)
    own = _marks(organisation, mailboxes)
    found = [(other, alike(own, _marks(other, mailboxes))) for other in others if other.id != organisation.id]
    return [(other, shared) for other, shared in found if shared]


def _addresses(session: Session) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    applicants = select(Application.organisation_id, Application.applicant_email)
    colleagues = select(Membership.organisation_id, Person.email).join(Person, Person.id == Membership.person_id)
    colleagues = colleagues.where(BELONGS)
    for statement in (applicants, colleagues):
        for organisation_id, email in session.execute(statement):
            found.setdefault(organisation_id, set()).add(email)
    return found


def _marks(of: Organisation, mailboxes: dict[int, set[str]]) -> Marks:
    names = frozenset(normalise(name) for name in (of.name, *of.names.values()))
    return Marks(names, of.enterprise_number, of.website, frozenset(mailboxes.get(of.id, ())))
