"""What the desk asks of the worker."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from participation.deeds import Subject
from participation.errors import AlreadyDone, Incomplete, Problem, WrongStatus
from participation.initiatives import policy
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.initiatives.notices import NOTICES
from participation.initiatives.transitions import TRANSITIONS
from participation.jobs import actions as jobs
from participation.notifications.notices import HANDED_MANY
from participation.organisations.policy import Actor, ActorDeed, require_desk, require_moderator
from participation.organisations.queries import moderators
from participation.outbox.audiences import Audience
from participation.outbox.models import Event

HAND_OVER = "hand_over"
ACTS = ("take", "release", HAND_OVER)  # what is done to many cases at once: it decides nothing
MOST = 50  # a page of the list
MOST_REPORTED = 100  # of the list of comments


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


def dismiss_many(deed: ActorDeed, comments: Mapping[str, int]) -> int:
    """Ask that the reports about many comments leave the desk; return the number of the job.

    `comments` says how many reports of each the moderator saw: a comment that was reported again since is left alone.
    """
    require_moderator(deed.actor)
    require_desk(deed.actor)
    if not comments:
        raise Incomplete({"comment": Problem("tick_comments")})
    if len(comments) > MOST_REPORTED:
        raise Incomplete({"comment": Problem("too_many", MOST_REPORTED)})
    return jobs.ask(deed, "reports", {"comments": dict(comments)})


def _colleague(deed: ActorDeed, key: str) -> int | None:
    return _moderator(deed, key).person_id


def _moderator(deed: ActorDeed, key: str) -> Actor:
    for one in moderators(deed.session, deed.at):
        if one.key == key and key != deed.actor.key:
            return one
    raise Incomplete({"colleague": Problem("not_a_choice")})


def hand_over(deed: ActorDeed, initiative: Initiative, key: str) -> Actor:
    """Put a case into the hands of another moderator, who is told at once; return who that is."""
    require_handable(deed.actor, initiative)
    colleague = _moderator(deed, key)
    put_into_hands(deed, initiative, colleague)
    for audience in NOTICES[HAND_OVER]:
        deed.tell(HAND_OVER, initiative.subject, audience)
    return colleague


def put_into_hands(deed: ActorDeed, initiative: Initiative, colleague: Actor) -> None:
    """Do so and record it: of many at once the colleague is told afterwards, in one message."""
    require_handable(deed.actor, initiative)
    if not may_get(colleague, initiative):
        raise WrongStatus(initiative.status, "not_theirs")
    if initiative.taken_by_id == colleague.person_id:
        raise AlreadyDone
    initiative.taken_by_id, initiative.taken_at = colleague.person_id, deed.at
    deed.record(HAND_OVER, initiative.subject, to=colleague.key)


def require_handable(actor: Actor, initiative: Initiative) -> None:
    """Raise what speaks against: the case waits for nobody, or the actor may not decide it."""
    policy.require(actor, Permission.HAND_OVER, initiative)
    policy.require_open(actor, TRANSITIONS["take"], initiative)


def may_get(colleague: Actor, initiative: Initiative) -> bool:
    """Tell whether a moderator may decide the case, and so have it in hand."""
    return not policy.why_another(colleague, initiative)


def tell_of_many(deed: ActorDeed, job: Subject, colleague: Actor) -> None:
    """Tell a colleague once of all the cases a job has put into his or her hands, however often it is begun."""
    told = select(Event.id).where(Event.kind == HANDED_MANY, Event.detail_id == job.id)
    if colleague.person_id is not None and deed.session.scalar(told.limit(1)) is None:
        deed.tell(HANDED_MANY, Subject("person", colleague.person_id), Audience.PERSON, job.id)
