"""Who may do what: questions about an actor and an initiative, answered from `lifecycle`. No request, no query."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from participation import clock
from participation.errors import DomainError, NotAllowed, NotFound, WrongStatus
from participation.initiatives.lifecycle import PERMISSIONS, Effect, Guard, Permission, Role, Roles, VersionState
from participation.initiatives.models import CoSignature, Initiative, Version
from participation.initiatives.relations import RELATIONS, took_part
from participation.initiatives.transitions import OWED, TRANSITIONS, Transition
from participation.organisations.lifecycle import ACTING
from participation.organisations.policy import Actor
from participation.organisations.reference import COUNTING

APPEAL_DAYS = 183  # six months


def roles_of(actor: Actor, initiative: Initiative) -> Roles:
    """Return every role the actor holds."""
    return frozenset(role for role, relation in RELATIONS.items() if relation.holds(actor, initiative))


def _holds_one(actor: Actor, initiative: Initiative, roles: Roles) -> bool:
    return Role.PUBLIC in roles or any(RELATIONS[role].holds(actor, initiative) for role in roles)


def allows(actor: Actor, permission: Permission, initiative: Initiative) -> bool:
    """Tell whether the actor holds `permission` at this stage; what is not in the table is denied."""
    return _holds_one(actor, initiative, PERMISSIONS[permission].get(initiative.stage, frozenset()))


def require_known(actor: Actor, initiative: Initiative | None) -> Initiative:
    """Return the initiative; raise `NotFound` both where there is none and where it may not be known of."""
    if initiative is None or not allows(actor, Permission.KNOW, initiative):
        raise NotFound
    return initiative


def require_seen(actor: Actor, initiative: Initiative | None) -> Initiative:
    """Return the initiative whose text the actor may read, or raise `NotFound`."""
    known = require_known(actor, initiative)
    if not allows(actor, Permission.VIEW, known):
        raise NotFound
    return known


def require(actor: Actor, permission: Permission, initiative: Initiative) -> None:
    """Raise `NotAllowed` for a role that never has `permission`, `WrongStatus` for one that has it elsewhere."""
    ever: frozenset[Role] = frozenset().union(*PERMISSIONS[permission].values())
    if not _holds_one(actor, initiative, ever):
        raise NotAllowed(why_not(actor, ever, initiative))
    if not allows(actor, permission, initiative):
        raise WrongStatus(initiative.status)


def require_open(actor: Actor, transition: Transition, initiative: Initiative) -> None:
    """Raise `NotAllowed` or `WrongStatus`: role before state, and state before what the act asks beyond it."""
    if not _holds_one(actor, initiative, transition.roles):
        raise NotAllowed(why_not(actor, transition.roles, initiative))
    if initiative.status not in transition.moves:
        why = "submitted_once" if Guard.NEVER_SUBMITTED in transition.guards else ""
        raise WrongStatus(initiative.status, why)
    for guard in transition.guards:
        if (refusal := GUARDS[guard](actor, initiative)) is not None:
            raise refusal


def open_transitions(actor: Actor, initiative: Initiative) -> list[Transition]:
    """List what the actor can do now, in table order, a visitor nothing; templates draw one link each."""
    if actor.person_id is None:
        return []
    mine = initiative.taken_by_id == actor.person_id
    return [
        t for t in TRANSITIONS.values() if _is_open(actor, t, initiative) and not (mine and Effect.TAKE in t.effects)
    ]


def _is_open(actor: Actor, transition: Transition, initiative: Initiative) -> bool:
    try:
        require_open(actor, transition, initiative)
    except DomainError:
        return False
    return True


def why_not(actor: Actor, roles: Roles, initiative: Initiative) -> str:
    """Choose the key of the sentence that says who may (`web.words.DENIALS`)."""
    if Role.DESK in roles and actor.at_the_desk:
        return "took_part" if took_part(actor, initiative) else "own"
    seat = actor.in_force
    if seat is not None and seat.state not in ACTING:
        return "suspended"
    if roles <= {Role.CO_SIGNER, Role.SIGNATORY} and actor.organisation_id == initiative.organisation_id:
        return "proposer"
    if seat is not None and not seat.mandated and not roles.isdisjoint({Role.CO_SIGNER, Role.REPRESENTATIVE}):
        return "mandate"
    return "desk" if roles == {Role.DESK} else ""


def may_see_version(actor: Actor, initiative: Initiative, version: Version) -> bool:
    """Tell whether the actor may read one version.

    Whoever may read the text reads every accepted one, the public from the one published first; the proposer and the
    moderators read all; who co-signed reads what was signed, wherever the initiative went since.
    """
    if _holds_one(actor, initiative, frozenset({Role.MEMBER, Role.MODERATOR})):
        return True
    if any(s.version == version.number and s.organisation_id in actor.organisations for s in initiative.co_signatures):
        return True
    if not allows(actor, Permission.VIEW, initiative) or version.state is not VersionState.ACCEPTED:
        return False
    return _holds_one(actor, initiative, frozenset({Role.PARTNER})) or version.number >= (initiative.first_public or 0)


def may_judge(actor: Actor, initiative: Initiative) -> bool:
    """Tell whether a moderator could decide here, whatever hat is in force now."""
    return RELATIONS[Role.DESK].holds(replace(actor, in_force=None), initiative)


def why_another(actor: Actor, initiative: Initiative) -> str:
    """Choose the key of the sentence that says why another moderator must decide; empty where this one can."""
    if not may_judge(actor, initiative):
        return "took_part" if took_part(actor, initiative) else "own"
    proposed = initiative.decline
    return "same_moderator" if proposed is not None and proposed.person_id == actor.person_id else ""


def judges(moderators: Iterable[Actor], initiative: Initiative) -> set[int | None]:
    """Return which moderators could decide: they belong to no side and took no part before an appeal."""
    return {moderator.person_id for moderator in moderators if may_judge(moderator, initiative)}


def appeal_ends(initiative: Initiative) -> datetime | None:
    """Return until when an appeal is possible; None where nothing was refused."""
    refused = [d for d in initiative.decisions if d.act in {"confirm_decline", "unpublish"}]
    return refused[-1].at + timedelta(days=APPEAL_DAYS) if refused else None


def counts(initiative: Initiative, version: int) -> bool:
    """Tell whether a co-signature of `version` still counts: no accepted version of substance is later."""
    return not any(
        v.number > version and v.substantive and v.state is VersionState.ACCEPTED for v in initiative.versions
    )


def pillars_signed(initiative: Initiative) -> tuple[tuple[str, int], ...]:
    """Read `queries.pillars_signed` in Python, for one that is loaded whole."""
    found: Counter[str] = Counter(
        s.organisation.pillar
        for s in initiative.co_signatures
        if stands(initiative, s) and s.organisation.pillar in COUNTING
    )
    return tuple(found.items())


def stands(initiative: Initiative, signature: CoSignature) -> bool:
    """Tell whether a co-signature is in force, of an organisation that acts, and of a text that still holds."""
    in_force = signature.ended_at is None and signature.organisation.state in ACTING
    return in_force and counts(initiative, signature.version)


def _conflict(found: bool, initiative: Initiative, why: str) -> DomainError | None:  # noqa: FBT001  # a fact
    return WrongStatus(initiative.status, why) if found else None


def _appeal_open(actor: Actor, initiative: Initiative) -> DomainError | None:  # noqa: ARG001  # as every guard
    if initiative.appealed_at is not None:
        return WrongStatus(initiative.status, "appealed")
    ends = appeal_ends(initiative)
    return _conflict(ends is None or clock.now() > ends, initiative, "too_late")


def _another_than_proposed(actor: Actor, initiative: Initiative) -> DomainError | None:
    proposed = initiative.decline
    if proposed is not None and proposed.person_id == actor.person_id:
        return NotAllowed("same_moderator")
    return None


def _another_than_unpublished(actor: Actor, initiative: Initiative) -> DomainError | None:
    last = next((d for d in reversed(initiative.decisions) if d.act == "unpublish"), None)
    return NotAllowed("same_moderator") if last is not None and last.person_id == actor.person_id else None


GUARDS: dict[Guard, Callable[[Actor, Initiative], DomainError | None]] = {
    Guard.NEVER_SUBMITTED: lambda _a, i: _conflict(bool(i.versions), i, "submitted_once"),
    Guard.SOMETHING_WAITS: lambda _a, i: _conflict(
        i.status not in OWED and i.waiting_since is None, i, "nothing_pending"
    ),
    Guard.NOT_TAKEN: lambda _a, i: _conflict(i.taken_by_id is not None, i, "taken"),
    Guard.TAKEN_BY_ME: lambda a, i: _conflict(i.taken_by_id != a.person_id, i, "nothing_pending"),
    Guard.PENDING_VERSION: lambda _a, i: _conflict(i.pending is None, i, "nothing_pending"),
    Guard.NO_PENDING_VERSION: lambda _a, i: _conflict(i.pending is not None, i, "already_pending"),
    Guard.LAST_WAS_CORRECTION: lambda _a, i: _conflict(i.shown_version.substantive, i, "nothing_pending"),
    Guard.NOT_APPEALED: lambda _a, i: _conflict(i.appealed_at is not None, i, ""),
    Guard.NO_DECLINE_PENDING: lambda _a, i: _conflict(i.decline_id is not None, i, "already_pending"),
    Guard.DECLINE_PENDING: lambda _a, i: _conflict(i.decline_id is None, i, "nothing_pending"),
    Guard.DECLINE_PENDING_OR_APPEALED: lambda _a, i: _conflict(
        i.decline_id is None and i.appealed_at is None, i, "nothing_pending"
    ),
    Guard.ANOTHER_THAN_PROPOSED: _another_than_proposed,
    Guard.APPEAL_OPEN: _appeal_open,
    Guard.APPEAL_WAITS: lambda _a, i: _conflict(not i.appeal_waits, i, "nothing_pending"),
    Guard.ANOTHER_THAN_UNPUBLISHED: _another_than_unpublished,
}
