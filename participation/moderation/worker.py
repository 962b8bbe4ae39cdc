"""Many cases or comments at once, one after the other: each in its own transaction, with the rights of that moment."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from participation import clock
from participation.comments import actions as comments_actions
from participation.comments import policy as comments_policy
from participation.comments import queries as comments_queries
from participation.db import begin_write
from participation.deeds import Subject
from participation.errors import AlreadyDone, DomainError, NotFound, WrongStatus
from participation.initiatives import actions, policy, queries
from participation.initiatives.checks import Given
from participation.initiatives.transitions import TRANSITIONS
from participation.jobs.worker import Asked, Made, Progress
from participation.moderation.actions import ACTS, HAND_OVER, put_into_hands, tell_of_many
from participation.notifications.matters.handed import cases_of, of_job
from participation.organisations.policy import DESK_HAT, ActorDeed
from participation.organisations.queries import actor_of, hold


def handle(session: Session, asked: Asked, progress: Progress) -> Made:
    """Do one act to each case; what cannot be done is named, with the reason."""
    references, act = list(asked.given["references"]), str(asked.given["act"])
    made = _each(session, references, progress, lambda reference: _one(session, asked, reference, act))
    if act == HAND_OVER:
        _tell(session, asked)
    return made


def dismiss(session: Session, asked: Asked, progress: Progress) -> Made:
    """Take the reports about each comment off the desk, unless somebody has reported it since they were read."""
    seen = {str(name): int(number) for name, number in asked.given["comments"].items()}
    return _each(session, list(seen), progress, lambda name: _dismiss(session, asked, name, seen[name]))


def _each(session: Session, names: list[str], progress: Progress, do: Callable[[str], None]) -> Made:
    """Do something to each in turn; what was done already counts as done."""
    done, refused = 0, []
    for place, name in enumerate(names):
        progress(session, place, len(names))
        try:
            do(name)
            done += 1
        except AlreadyDone:
            done += 1
        except DomainError as error:
            refused.append((name, type(error).__name__, str(getattr(error, "why", ""))))
        finally:
            session.rollback()
    return Made({"number": done, "refused": refused})


def _one(session: Session, asked: Asked, reference: str, act: str) -> None:
    deed = _begin(session, asked)
    actor, at = deed.actor, deed.at
    found = policy.require_known(actor, queries.one(session, reference, queries.TO_CHANGE))
    if act not in ACTS or not found.shown:
        raise NotFound
    if act == HAND_OVER:
        put_into_hands(deed, found, actor_of(session, int(asked.given["to"]), DESK_HAT, at))
    else:
        actions.act(deed, found, TRANSITIONS[act], Given(lock=found.copy.lock, version=found.shown))
    session.commit()


def _dismiss(session: Session, asked: Asked, name: str, seen: int) -> None:
    deed = _begin(session, asked)
    found = comments_queries.one(session, name, queries.TO_HANG_ON, held=True)
    found = comments_policy.require_seen(deed.actor, found)
    if sum(report.handled_at is None for report in found.reports) > seen:
        raise WrongStatus(found.state, "reported_since")
    comments_actions.dismiss(deed, found, comments_actions.Given())
    session.commit()


def _begin(session: Session, asked: Asked) -> ActorDeed:
    """Take the turn to write, with the rights the moderator has at this moment."""
    begin_write(session)
    at = clock.now()
    hold(session, actor_of(session, asked.person_id, DESK_HAT, at))
    return ActorDeed(session, actor_of(session, asked.person_id, DESK_HAT, at), at, of_job(asked.number))


def _tell(session: Session, asked: Asked) -> None:
    """Tell the colleague, where anything was put into his or her hands, by this try of the job or by an earlier one."""
    begin_write(session)
    at = clock.now()
    if cases_of(session, asked.number):
        deed = ActorDeed(session, actor_of(session, asked.person_id, DESK_HAT, at), at, of_job(asked.number))
        tell_of_many(deed, Subject("job", asked.number), actor_of(session, int(asked.given["to"]), DESK_HAT, at))
    session.commit()
