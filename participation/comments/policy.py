"""Who may see and do what with a comment: questions answered from `lifecycle`. No request, no query."""

from collections.abc import Callable
from datetime import timedelta

from participation import clock
from participation.comments.lifecycle import ACTS, EDITED_FOR, SIGHT, STILL_READ_BY, Act, Guard, Hand, Scope
from participation.comments.models import Comment
from participation.comments.relations import RELATIONS
from participation.errors import DomainError, NotAllowed, NotFound, WrongStatus
from participation.initiatives import policy as initiatives
from participation.initiatives.lifecycle import PERMISSIONS, Permission
from participation.organisations.lifecycle import ACTING
from participation.organisations.policy import Actor


def may_see(actor: Actor, comment: Comment) -> bool:
    """Tell whether the actor sees the comment or the notice in its place: its initiative's sight and its own."""
    if not initiatives.allows(actor, Permission.VIEW, comment.initiative):
        return False
    return any(RELATIONS[role].holds(actor, comment) for role in SIGHT[comment.scope])


def may_read(actor: Actor, comment: Comment) -> bool:
    """Tell whether the actor reads its words, and not only a notice."""
    if not may_see(actor, comment):
        return False
    return not comment.is_gone or any(RELATIONS[role].holds(actor, comment) for role in STILL_READ_BY)


def require_seen(actor: Actor, comment: Comment | None) -> Comment:
    """Return the comment; raise `NotFound` both where there is none and where it may not be seen."""
    if comment is None or not may_see(actor, comment):
        raise NotFound
    return comment


def require_open(actor: Actor, act: Act, comment: Comment) -> None:
    """Raise `NotAllowed` or `WrongStatus`: who before state, and state before what the act asks beyond it."""
    if not any(HANDS[hand](actor, comment) for hand in act.hands):
        raise NotAllowed(_why_not(actor, act))
    if comment.state not in act.sources:
        raise WrongStatus(comment.state)
    for guard in act.guards:
        if (refusal := GUARDS[guard](actor, comment)) is not None:
            raise refusal


def open_acts(actor: Actor, comment: Comment) -> list[Act]:
    """List what the actor can do with the comment now, in table order; a visitor, nothing."""
    if actor.person_id is None:
        return []
    return [act for act in ACTS.values() if _is_open(actor, act, comment)]


def _is_open(actor: Actor, act: Act, comment: Comment) -> bool:
    try:
        require_open(actor, act, comment)
    except DomainError:
        return False
    return True


def _why_not(actor: Actor, act: Act) -> str:
    """Choose the key of the sentence that says who may (`web.words.DENIALS`)."""
    seat = actor.in_force
    if Hand.DESK in act.hands:
        return "own" if actor.at_the_desk else "desk"
    if seat is not None and seat.state not in ACTING:
        return "suspended"
    return "writer" if Hand.WRITER in act.hands else ""


def _wrote(actor: Actor, comment: Comment) -> bool:
    if actor.person_id is None or actor.person_id != comment.person_id:
        return False
    if comment.organisation_id is None:
        return actor.at_the_desk
    return actor.acts_for(mandate=False) == comment.organisation_id


def _speaks(actor: Actor, comment: Comment, *, mandate: bool) -> bool:
    """Tell whether the organisation that wrote it is in force; None is no organisation and equals none."""
    ours = actor.acts_for(mandate=mandate)
    return ours is not None and comment.organisation_id == ours


def _joins_in(actor: Actor, comment: Comment) -> bool:
    """Tell whether the organisation in force may answer; a note to the desk is answered by its own alone."""
    ours = actor.acts_for(mandate=False)
    return ours is not None and (comment.scope is not Scope.MODERATORS or comment.opened_by_id == ours)


def _is_impartial(actor: Actor, comment: Comment) -> bool:
    """Tell whether the moderator belongs to no side: proposer, co-signers, and who spoke here."""
    sides = {comment.initiative.organisation_id, comment.opened_by_id, comment.organisation_id}
    sides |= {signature.organisation_id for signature in comment.initiative.co_signatures}
    return actor.at_the_desk and sides.isdisjoint(actor.organisations)


HANDS: dict[Hand, Callable[[Actor, Comment], bool]] = {
    Hand.WRITER: _wrote,
    Hand.REPRESENTATIVE: lambda actor, comment: _speaks(actor, comment, mandate=True),
    Hand.ORGANISATION: lambda actor, comment: _speaks(actor, comment, mandate=False),
    Hand.COMMENTER: _joins_in,
    Hand.SIGNED_IN: lambda actor, _comment: actor.person_id is not None,
    Hand.DESK: _is_impartial,
    Hand.ANSWERING: lambda actor, comment: comment.scope is Scope.MODERATORS and _is_impartial(actor, comment),
}


def _conflict(found: bool, comment: Comment, why: str) -> DomainError | None:  # noqa: FBT001  # a fact
    return WrongStatus(comment.state, why) if found else None


def _open(_actor: Actor, comment: Comment) -> DomainError | None:
    return _conflict(comment.initiative.stage not in PERMISSIONS[Permission.COMMENT], comment, "no_comments_now")


def _fresh(_actor: Actor, comment: Comment) -> DomainError | None:
    return _conflict(clock.now() - comment.at >= timedelta(minutes=EDITED_FOR), comment, "edit_over")


def _waiting(_actor: Actor, comment: Comment) -> DomainError | None:
    reported = any(report.handled_at is None for report in comment.reports)
    return _conflict(not reported and comment.waiting_since is None, comment, "nothing_pending")


def _another(actor: Actor, comment: Comment) -> DomainError | None:
    return NotAllowed("same_moderator_hid") if comment.hidden_by_id == actor.person_id else None


GUARDS: dict[Guard, Callable[[Actor, Comment], DomainError | None]] = {
    Guard.OPEN: _open,
    Guard.FRESH: _fresh,
    Guard.TOP: lambda _actor, comment: _conflict(comment.parent_id is not None, comment, "one_level"),
    Guard.WAITING: _waiting,
    Guard.ANOTHER: _another,
}
