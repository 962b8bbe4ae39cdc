"""Mandates that run out soon: their holders and the colleagues are warned, once for each span."""

from datetime import timedelta

from participation.organisations import roster
from participation.organisations.lifecycle import WARNED_BEFORE
from participation.organisations.models import Membership, Organisation
from participation.organisations.notices import NOTICES
from participation.organisations.policy import ActorDeed


def due(deed: ActorDeed) -> list[tuple[Membership, int]]:
    """List the mandates of which to warn now, each with the span it falls in: the shortest."""
    soon = deed.session.scalars(roster.ending_mandates(deed.at, deed.at + timedelta(days=max(WARNED_BEFORE))))
    found = []
    for one in soon:
        assert one.mandate_until is not None  # noqa: S101  # it was asked for
        left = one.mandate_until - deed.at
        span = min(days for days in WARNED_BEFORE if left <= timedelta(days=days))
        if one.warned_days is None or one.warned_days > span:
            found.append((one, span))
    return found


def warn(deed: ActorDeed) -> int:
    """Put the warnings that are due into the outbox; return how many."""
    found = due(deed)
    for membership, span in found:
        membership.warned_days = span
        about = deed.session.get_one(Organisation, membership.organisation_id).subject
        for audience in NOTICES["mandate_ends"]:
            deed.tell("mandate_ends", about, audience, membership.id)
    return len(found)
