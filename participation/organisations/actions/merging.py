"""One organisation becomes part of another: its members go over, and its page names its successor.

What it proposed, co-signed and wrote is carried over by the packages that keep it, in the same transaction.
"""

from sqlalchemy import update

from participation.accounts.models import SignedIn
from participation.errors import AlreadyDone, Incomplete, Problem, ReasonMissing, WrongStatus
from participation.journal.chain import digest
from participation.organisations import roster
from participation.organisations.actions.invitations import revoke_all, seat_holder
from participation.organisations.actions.telling import announce
from participation.organisations.lifecycle import ACTING, MERGE, MemberRole
from participation.organisations.models import Membership, Organisation, Ruling
from participation.organisations.policy import ActorDeed, require_impartial
from participation.organisations.queries import members
from participation.reasons import checks as reasons


def merge(deed: ActorDeed, organisation: Organisation, target: Organisation | None, reason: str) -> Organisation:
    """Let `organisation` become part of `target`, and return the latter; both are held."""
    require_impartial(deed.actor, organisation)
    if target is not None and organisation.merged_into_id == target.id:
        raise AlreadyDone
    require_open(organisation)
    if target is None or target.id == organisation.id or target.pillar != organisation.pillar:
        raise Incomplete({"target": Problem("not_a_successor")})
    require_impartial(deed.actor, target)
    if target.state not in ACTING:
        raise Incomplete({"target": Problem("not_a_successor")})
    if problem := reasons.problem(reason):
        raise ReasonMissing(problem)
    organisation.state, organisation.state_reason = MERGE.target, reason.strip()
    organisation.merged_into_id = target.id
    ruling = Ruling(
        organisation_id=organisation.id, act="merge", person_id=seat_holder(deed), words=reason.strip(),
        language=organisation.language, at=deed.at,
    )  # fmt: skip
    deed.session.add(ruling)
    _seat_members(deed, organisation, target)
    revoke_all(deed.session, organisation, deed.at)
    deed.session.execute(update(SignedIn).where(SignedIn.hat == organisation.slug).values(hat=target.slug))
    deed.session.flush()
    announce(deed, organisation, "merge", ruling.id, into=target.id, reason=digest(reason.strip()))
    deed.record("take_in", target.subject, merged=organisation.id)
    return target


def require_open(organisation: Organisation) -> None:
    """Raise `WrongStatus` for one that no longer takes part."""
    if organisation.state not in MERGE.sources:
        raise WrongStatus(organisation.state)


def _seat_members(deed: ActorDeed, organisation: Organisation, target: Organisation) -> None:
    """Give every member a place in the successor; of two roles the person keeps the stronger one."""
    for one in members(deed.session, organisation.id):
        one.ended_at = deed.at
        there = roster.seat_of(deed.session, target.id, one.person_id)
        if there is None:
            there = Membership(person_id=one.person_id, organisation_id=target.id, role=MemberRole.EDITOR)
            deed.session.add(there)
        if one.role is MemberRole.REPRESENTATIVE and there.role is MemberRole.EDITOR:
            there.role, there.mandate_words = one.role, one.mandate_words
            there.mandate_from, there.mandate_until = one.mandate_from, one.mandate_until
            there.awaits_desk, there.warned_days = one.awaits_desk, one.warned_days
        deed.session.flush()
