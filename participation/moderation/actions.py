"""What the desk asks of the worker."""

from collections.abc import Sequence

from participation.errors import AlreadyDone, Incomplete, Problem, WrongStatus
from participation.initiatives import policy
from participation.initiatives.actions import announce
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.jobs import actions as jobs
from participation.organisations.policy import Actor, ActorDeed, require_desk, require_moderator
from participation.organisations.queries import moderators

HAND_OVER = "hand_over"
ACTS = ("take", "release", HAND_OVER)  # what is done to many cases at once: it decides nothing
MOST = 50  # a page of the list


def handle_many(deed: ActorDeed, act: str, references: Sequence[str], colleague: str = "") -> int:
    """Ask for one act to many cases; return the number of the job. Whose case it may be is asked case by case."""
    require_moderator(deed.actor)
    require_desk(deed.actor)
    if act not in ACTS:
        raise Incomplete({"act": Problem("not_a_choice")})
    if not references:
        raise Incomplete({"case": Problem("tick_some")})
    if len(references) > MOST:
        raise Incomplete({"case": Problem("too_many", MOST)})
    given: dict[str, object] = {"act": act, "references": list(references)}
    if act == HAND_OVER:
        given["to"] = _colleague(deed, colleague)
    return jobs.ask(deed, "cases", given)


def _colleague(deed: ActorDeed, key: str) -> int | None:
    for one in moderators(deed.session, deed.at):
        if one.key == key and key != deed.actor.key:
            return one.person_id
    raise Incomplete({"colleague": Problem("not_a_choice")})


def hand_over(deed: ActorDeed, initiative: Initiative, colleague: Actor) -> None:
    """Put a case into the hands of another moderator, who is told at once; only of one who may decide it."""
    policy.require(deed.actor, Permission.HAND_OVER, initiative)
    policy.require_open(deed.actor, TRANSITIONS["take"], initiative)
    if policy.why_another(colleague, initiative):
        raise WrongStatus(initiative.status, "not_theirs")
    if initiative.taken_by_id == colleague.person_id:
        raise AlreadyDone
    initiative.taken_by_id, initiative.taken_at = colleague.person_id, deed.at
    announce(deed, initiative, HAND_OVER, to=colleague.key)
