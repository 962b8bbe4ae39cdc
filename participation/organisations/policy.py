"""Who acts, and for whom: plain values, built once a request."""

from dataclasses import dataclass, field
from datetime import datetime

from participation.deeds import Deed
from participation.errors import NotAllowed, NotFound, OtherOrganisation
from participation.organisations.lifecycle import ACTING, SEEING, State
from participation.organisations.models import Membership, Organisation

DESK_HAT = "desk"


@dataclass(frozen=True)
class Seat:
    """A place in one organisation, as it was at the instant of the request."""

    membership_id: int
    organisation_id: int
    slug: str
    organisation: str
    pillar: str
    kind: str
    state: State
    mandated: bool
    is_over: bool = False  # the mandate ran out, and holds since no other has begun: a successor is needed
    names: tuple[tuple[str, str], ...] = ()  # of the organisation in other languages: language and name
    language: str = ""  # of the name it goes by where it has no other

    def name_in(self, language: str) -> str:
        """Return the organisation's name in `language`, or its own."""
        return dict(self.names).get(language) or self.organisation

    def language_in(self, language: str) -> str:
        """Return the language of `name_in(language)`."""
        return language if dict(self.names).get(language) else self.language


@dataclass(frozen=True)
class Actor:
    """A person with the organisations that widen what he or she sees, and the one in force that acts.

    A visitor is an actor without a person. Hashable: equal actors see the same.
    """

    person_id: int | None = None
    key: str = "visitor"
    name: str = ""
    language: str = ""
    is_moderator: bool = False
    is_administrator: bool = False
    seats: tuple[Seat, ...] = ()
    in_force: Seat | None = None
    organisations: frozenset[int] = field(init=False)
    is_partner: bool = field(init=False)

    def __post_init__(self) -> None:
        """Compute once what every reading of sight asks."""
        object.__setattr__(self, "organisations", frozenset(seat.organisation_id for seat in self.seats))
        object.__setattr__(self, "is_partner", any(seat.state in SEEING for seat in self.seats))

    @property
    def organisation_id(self) -> int | None:
        """The organisation in force; None for visitors and at the desk."""
        return self.in_force.organisation_id if self.in_force else None

    @property
    def at_the_desk(self) -> bool:
        """Whether the moderator's hat is the one in force: one hat at a time."""
        return self.is_moderator and self.in_force is None

    @property
    def hat(self) -> str:
        """What a form that acts carries: the slug of the organisation in force, or the desk."""
        return self.in_force.slug if self.in_force else DESK_HAT if self.is_moderator else ""

    def acts_for(self, *, mandate: bool) -> int | None:
        """Return the organisation in force if it may act now, and with a mandate where one is asked."""
        seat = self.in_force
        if seat is None or seat.state not in ACTING or (mandate and not seat.mandated):
            return None
        return seat.organisation_id


VISITOR = Actor()
ActorDeed = Deed[Actor]


def require_in_force(actor: Actor, asked: str | None) -> None:
    """Raise `OtherOrganisation` unless the form was made for the hat in force."""
    if (asked or "") != actor.hat:
        raise OtherOrganisation(_named(actor, asked or ""), _named(actor, actor.hat))


def _named(actor: Actor, hat: str) -> Seat | str:
    """Find a hat among the person's own seats: what somebody types is not said back, and no stranger is named."""
    if hat in {"", DESK_HAT}:
        return "desk" if hat else "nobody"
    return next((seat for seat in actor.seats if seat.slug == hat), "other")


def require_seat(actor: Actor, *, mandate: bool) -> Seat:
    """Return the seat in force if it may act; raise `NotAllowed` saying what is missing."""
    seat = actor.in_force
    if seat is None:
        raise NotAllowed("seat")
    if seat.state not in ACTING:
        raise NotAllowed("suspended")
    if mandate and not seat.mandated:
        raise NotAllowed("mandate")
    return seat


def require_sight(actor: Actor, organisation: Organisation | None) -> Organisation:
    """Return the organisation if the actor may see who its members are; raise `NotFound` otherwise."""
    if organisation is None or not (organisation.id in actor.organisations or actor.is_moderator):
        raise NotFound
    return organisation


def require_representative(actor: Actor, organisation: Organisation) -> Seat:
    """Return the seat of one who may act in this organisation's name now."""
    seat = actor.in_force
    if seat is not None and seat.organisation_id != organisation.id:
        raise NotAllowed("another_seat")
    return require_seat(actor, mandate=True)


def runs(membership: Membership, at: datetime) -> bool:
    """Tell whether a membership carries a mandate that has begun, has not run out, and needs nobody's word."""
    start, end = membership.mandate_from, membership.mandate_until
    sound = membership.ended_at is None and not membership.awaits_desk
    return sound and start is not None and start <= at and (end is None or at < end)


def require_desk(actor: Actor) -> None:
    """Raise `NotAllowed` unless the moderator's hat is the one in force."""
    if not actor.at_the_desk:
        raise NotAllowed("desk")


def require_impartial(actor: Actor, organisation: Organisation) -> None:
    """Raise `NotAllowed` unless the actor is at the desk and no member of the organisation."""
    require_desk(actor)
    if organisation.id in actor.organisations:
        raise NotAllowed("own")


def require_moderator(actor: Actor) -> None:
    """Raise `NotFound` for whoever is no moderator: the desk is seen under any hat, and acts under its own only."""
    if not actor.is_moderator:
        raise NotFound


def require_administrator(actor: Actor) -> None:
    """Raise `NotFound` for whoever is no administrator."""
    if not actor.is_administrator:
        raise NotFound
