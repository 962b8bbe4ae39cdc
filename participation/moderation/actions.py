"""What the desk asks of the worker."""

from collections.abc import Sequence

from participation.errors import Incomplete, Problem
from participation.jobs import actions as jobs
from participation.organisations.policy import ActorDeed, require_desk, require_moderator

ACTS = ("take", "release")  # what is done to many cases at once: it decides nothing
MOST = 50  # a page of the list


def handle_many(deed: ActorDeed, act: str, references: Sequence[str]) -> int:
    """Ask for one act to many cases; return the number of the job. Whose case it may be is asked case by case."""
    require_moderator(deed.actor)
    require_desk(deed.actor)
    if act not in ACTS:
        raise Incomplete({"act": Problem("not_a_choice")})
    if not references:
        raise Incomplete({"case": Problem("tick_some")})
    if len(references) > MOST:
        raise Incomplete({"case": Problem("too_many", MOST)})
    return jobs.ask(deed, "cases", {"act": act, "references": list(references)})
