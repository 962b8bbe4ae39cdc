"""Roles, mandates and leaving. An organisation never loses its last mandate by its own doing."""

from collections.abc import Iterable

from participation.accounts.policy import OwnDeed
from participation.errors import AlreadyDone, Incomplete, NotAllowed, WrongStatus
from participation.journal.chain import digest
from participation.organisations import roster
from participation.organisations.actions.telling import announce
from participation.organisations.checks import Place, place_problems
from participation.organisations.lifecycle import ACTING, MemberRole
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import ActorDeed, require_impartial, require_representative, runs
from participation.organisations.queries import members


def change_role(deed: ActorDeed, organisation: Organisation, membership: Membership, place: Place) -> None:
    """Give a colleague another role, or another mandate; nobody gives one to him- or herself."""
    seat = require_representative(deed.actor, organisation)
    given = place.role == MemberRole.REPRESENTATIVE
    if given and membership.person_id == deed.actor.person_id:
        raise NotAllowed("own_mandate")
    if not given and place.role == membership.role:
        raise AlreadyDone
    if problems := place_problems(place, deed.at):
        raise Incomplete(problems)
    if given:
        give_mandate(deed, membership, place, awaits_desk=seat.is_over)
    else:
        require_another(deed, organisation, membership)
        _ask_anew(deed, organisation, membership)
        membership.role, membership.mandate_words = MemberRole.EDITOR, ""
        membership.mandate_from = membership.mandate_until = membership.warned_days = None
        membership.awaits_desk = False
    deed.session.flush()
    words = digest(place.words.strip()) if given else None
    announce(deed, organisation, "change_role", membership.id, member=membership.id, role=place.role, words=words)
    if membership.awaits_desk:
        announce(deed, organisation, "mandate_waits", membership.id, member=membership.id)


def give_mandate(deed: ActorDeed, membership: Membership, place: Place, *, awaits_desk: bool) -> None:
    """Let a mandate begin now; from one whose own has run out, a moderator confirms it first."""
    membership.role, membership.mandate_words = MemberRole.REPRESENTATIVE, place.words.strip()
    membership.mandate_from, membership.mandate_until = deed.at, place.ends
    membership.warned_days, membership.awaits_desk = None, awaits_desk


def end_membership(deed: ActorDeed, organisation: Organisation, membership: Membership) -> None:
    """End a colleague's membership; the row stays, since acts point to it."""
    require_representative(deed.actor, organisation)
    _end(deed, organisation, membership, "end_membership")


def leave(deed: ActorDeed, organisation: Organisation, membership: Membership) -> None:
    """End one's own membership, in whatever state the organisation is."""
    if membership.person_id != deed.actor.person_id:
        raise NotAllowed("")
    _end(deed, organisation, membership, "leave")


def replace_name(deed: OwnDeed, organisation: Organisation, places: Iterable[Membership]) -> None:
    """Let everything done so far name a former member in the place of the person, who has left for good."""
    named = [one for one in places if one.unnamed_at is None]
    if not named:
        raise AlreadyDone
    for one in named:
        if one.person_id != deed.actor.person_id:
            raise NotAllowed("")
        if one.ended_at is None:
            raise WrongStatus(organisation.state, "still_member")
        one.unnamed_at = deed.at
    deed.session.flush()
    deed.record("replace_name", organisation.subject)


def _end(deed: ActorDeed, organisation: Organisation, membership: Membership, kind: str) -> None:
    require_another(deed, organisation, membership)
    _ask_anew(deed, organisation, membership)
    membership.ended_at = deed.at
    deed.session.flush()
    announce(deed, organisation, kind, membership.id, member=membership.id)


def _ask_anew(deed: ActorDeed, organisation: Organisation, membership: Membership) -> None:
    """Forget the wish to end four eyes where a mandate is taken away: it was asked of one who cannot answer now."""
    row = roster.four_eyes(deed.session, organisation.id) if membership.mandate_from is not None else None
    if row is not None:
        row.end_asked_by_id = row.end_asked_at = None


def require_another(deed: ActorDeed, organisation: Organisation, membership: Membership) -> None:
    """Raise `WrongStatus` where the last mandate would go; the organisation is held, so nobody else takes another."""
    if membership.id not in roster.holders(deed.session, organisation.id, deed.at):
        return
    others = [one for one in members(deed.session, organisation.id) if one.id != membership.id]
    if not any(runs(one, deed.at) for one in others):
        raise WrongStatus(organisation.state, "last_representative")


def confirm_mandate(deed: ActorDeed, organisation: Organisation, membership: Membership) -> None:
    """Let the mandate hold that was given by one whose own had run out; it begins now."""
    require_impartial(deed.actor, organisation)
    if not membership.awaits_desk:
        raise AlreadyDone
    if organisation.state not in ACTING:
        raise WrongStatus(organisation.state)
    if membership.mandate_until is not None and membership.mandate_until <= deed.at:
        raise WrongStatus(organisation.state, "mandate_over")
    membership.awaits_desk, membership.mandate_from = False, deed.at
    deed.session.flush()
    announce(deed, organisation, "confirm_mandate", membership.id, member=membership.id)
