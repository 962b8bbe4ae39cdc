"""Whether a second representative confirms what is signed and submitted: begun by one, ended by two.

Where one alone is left, nobody could ever agree to its end: that one asks, all members are told, and it ends no sooner
than fourteen days later. Until then what was prepared waits, and a second representative may come and say no.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from participation.errors import AlreadyDone, NotAllowed, WrongStatus
from participation.organisations import roster
from participation.organisations.actions.invitations import seat_holder
from participation.organisations.actions.telling import announce
from participation.organisations.models import FourEyes, Membership, Organisation
from participation.organisations.policy import ActorDeed, require_representative, runs
from participation.organisations.queries import members

NEEDED = 2  # people with a mandate: one prepares, another confirms
ALONE_AFTER = timedelta(days=14)


def has_second(people: Iterable[Membership], at: datetime) -> bool:
    """Tell whether another one than who prepares could confirm."""
    return sum(runs(one, at) for one in people) >= NEEDED


def ends_alone(row: FourEyes, people: Iterable[Membership], at: datetime) -> datetime | None:
    """Return from when the one who is left may end it alone; None where another one is there, or nobody has asked."""
    people = list(people)
    if row.end_asked_at is None or has_second(people, at):
        return None
    run_out = [one.mandate_until for one in people if one.mandate_until is not None and one.mandate_until <= at]
    return max([row.end_asked_at, *run_out]) + ALONE_AFTER


def switch_on(deed: ActorDeed, organisation: Organisation) -> None:
    """Let a second representative confirm from now on; raises `WrongStatus` where there is none."""
    require_representative(deed.actor, organisation)
    if roster.four_eyes(deed.session, organisation.id) is not None:
        raise AlreadyDone
    if not has_second(members(deed.session, organisation.id), deed.at):
        raise WrongStatus(organisation.state, "needs_two")
    deed.session.add(FourEyes(organisation_id=organisation.id, since=deed.at, begun_by_id=seat_holder(deed)))
    deed.session.flush()
    announce(deed, organisation, "four_eyes_on", None)


def switch_off(deed: ActorDeed, organisation: Organisation) -> bool:
    """Ask for its end, or agree where another representative has asked; return whether it has ended.

    Whoever asked agrees alone once nobody else has been there to answer for fourteen days.
    """
    require_representative(deed.actor, organisation)
    row = _standing(deed, organisation)
    if row.end_asked_by_id is None:
        return _ask(deed, organisation, row)
    if row.end_asked_by_id == deed.actor.person_id:
        alone_from = ends_alone(row, members(deed.session, organisation.id), deed.at)
        if alone_from is None:
            raise NotAllowed("asked_yourself")
        if deed.at < alone_from:
            raise WrongStatus(organisation.state, "asked_alone")
    asked_by = row.end_asked_by.pseudonym if row.end_asked_by else None
    deed.session.delete(row)
    deed.session.flush()
    announce(deed, organisation, "four_eyes_off", None, asked_by=asked_by)
    return True


def _ask(deed: ActorDeed, organisation: Organisation, row: FourEyes) -> bool:
    row.end_asked_by_id, row.end_asked_at = seat_holder(deed), deed.at
    deed.session.flush()
    announce(deed, organisation, "four_eyes_end_asked", None)
    return False


def keep(deed: ActorDeed, organisation: Organisation) -> None:
    """Let it stay: the wish to end it is refused, or taken back."""
    require_representative(deed.actor, organisation)
    row = _standing(deed, organisation)
    if row.end_asked_by_id is None:
        raise AlreadyDone
    row.end_asked_by_id = row.end_asked_at = None
    deed.record("four_eyes_kept", organisation.subject)


def _standing(deed: ActorDeed, organisation: Organisation) -> FourEyes:
    row = roster.four_eyes(deed.session, organisation.id)
    if row is None:
        raise WrongStatus(organisation.state, "four_eyes_off")
    return row
