"""Many cases at once, one after the other: each in its own transaction, with the rights of that moment."""

from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.deeds import Subject
from participation.errors import AlreadyDone, DomainError, NotFound
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
    done, refused = 0, []
    for place, reference in enumerate(references):
        progress(session, place, len(references))
        try:
            _one(session, asked, reference, act)
            done += 1
        except AlreadyDone:
            done += 1
        except DomainError as error:
            refused.append((reference, type(error).__name__, str(getattr(error, "why", ""))))
        finally:
            session.rollback()
    if act == HAND_OVER:
        _tell(session, asked)
    return Made({"number": done, "refused": refused})


def _one(session: Session, asked: Asked, reference: str, act: str) -> None:
    begin_write(session)
    at = clock.now()
    hold(session, actor_of(session, asked.person_id, DESK_HAT, at))
    actor = actor_of(session, asked.person_id, DESK_HAT, at)
    found = policy.require_known(actor, queries.one(session, reference, queries.TO_CHANGE))
    if act not in ACTS or not found.shown:
        raise NotFound
    deed = ActorDeed(session, actor, at, of_job(asked.number))
    if act == HAND_OVER:
        put_into_hands(deed, found, actor_of(session, int(asked.given["to"]), DESK_HAT, at))
    else:
        actions.act(deed, found, TRANSITIONS[act], Given(lock=found.copy.lock, version=found.shown))
    session.commit()


def _tell(session: Session, asked: Asked) -> None:
    """Tell the colleague, where anything was put into his or her hands, by this try of the job or by an earlier one."""
    begin_write(session)
    at = clock.now()
    if cases_of(session, asked.number):
        deed = ActorDeed(session, actor_of(session, asked.person_id, DESK_HAT, at), at, of_job(asked.number))
        tell_of_many(deed, Subject("job", asked.number), actor_of(session, int(asked.given["to"]), DESK_HAT, at))
    session.commit()
