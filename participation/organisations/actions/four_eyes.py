"""Whether a second representative confirms what is signed and submitted: begun by one, ended by two."""

from participation.errors import AlreadyDone, NotAllowed, WrongStatus
from participation.organisations import roster
from participation.organisations.actions.invitations import seat_holder
from participation.organisations.actions.telling import announce
from participation.organisations.models import FourEyes, Organisation
from participation.organisations.policy import ActorDeed, require_representative, runs
from participation.organisations.queries import members

NEEDED = 2  # people with a mandate: one prepares, another confirms


def switch_on(deed: ActorDeed, organisation: Organisation) -> None:
    """Let a second representative confirm from now on; raises `WrongStatus` where there is none."""
    require_representative(deed.actor, organisation)
    if roster.four_eyes(deed.session, organisation.id) is not None:
        raise AlreadyDone
    if sum(runs(one, deed.at) for one in members(deed.session, organisation.id)) < NEEDED:
        raise WrongStatus(organisation.state, "needs_two")
    deed.session.add(FourEyes(organisation_id=organisation.id, since=deed.at, begun_by_id=seat_holder(deed)))
    deed.session.flush()
    announce(deed, organisation, "four_eyes_on", None)


def switch_off(deed: ActorDeed, organisation: Organisation) -> bool:
    """Ask for its end, or, where another representative has asked, agree to it; return whether it has ended."""
    require_representative(deed.actor, organisation)
    row = _standing(deed, organisation)
    if row.end_asked_by_id is None:
        row.end_asked_by_id, row.end_asked_at = seat_holder(deed), deed.at
        deed.session.flush()
        announce(deed, organisation, "four_eyes_end_asked", None)
        return False
    if row.end_asked_by_id == deed.actor.person_id:
        raise NotAllowed("asked_yourself")
    deed.session.delete(row)
    deed.session.flush()
    asked_by = row.end_asked_by.pseudonym if row.end_asked_by else None
    announce(deed, organisation, "four_eyes_off", None, asked_by=asked_by)
    return True


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
