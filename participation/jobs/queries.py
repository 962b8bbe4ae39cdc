"""Which job is to be done next, whose a job is, and how the chores went."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zlib import decompress

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from participation.initiatives.lifecycle import Permission, Status
from participation.initiatives.models import Initiative, Version
from participation.initiatives.queries import granted
from participation.jobs.lifecycle import OPEN, State
from participation.jobs.models import Chore, Job, JobFile
from participation.organisations.policy import Actor

KEPT = timedelta(days=1)  # a job and its file, once it has ended
OFFLINE = (Status.WITHDRAWN, Status.UNPUBLISHED)


def next_due(session: Session, at: datetime) -> int | None:
    """Return the job that waits longest, or was begun by a worker that is gone."""
    free = (Job.state == State.WAITING) | (Job.until < at)
    return session.scalars(select(Job.id).where(Job.state.in_(OPEN), free).order_by(Job.id).limit(1)).first()


def own(session: Session, person_id: int | None, number: int) -> Job | None:
    """Load a job of this person; anyone else's is not there."""
    return session.scalars(select(Job).where(Job.id == number, Job.person_id == person_id)).first()


def open_one(session: Session, person_id: int, kind: str, about: str) -> int | None:
    """Return the same job, where the person has asked for it and it has not ended."""
    same = Job.person_id == person_id, Job.kind == kind, Job.about == about, Job.state.in_(OPEN)
    return session.scalars(select(Job.id).where(*same)).first()


def content(session: Session, job: Job) -> bytes | None:
    """Return what a job has made; None where it made nothing, or a day has passed."""
    found = session.get(JobFile, job.id)
    return None if found is None else decompress(found.content)


def kept_until(job: Job) -> datetime:
    """Return until when a job and its file are kept."""
    return (job.ended_at or job.asked_at) + KEPT


def is_outdated(session: Session, job: Job) -> bool:
    """Tell whether something was taken offline since its file was begun: it may stand in there."""
    gone = Initiative.published_at.is_not(None), Initiative.status.in_(OFFLINE), Initiative.changed_at >= job.began_at
    return bool(session.scalar(select(exists().where(*gone))))


def titles(session: Session, actor: Actor, references: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name the initiatives that the actor may read: title and language."""
    shown = (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown)
    read = granted(actor, Permission.VIEW) & Initiative.reference.in_(list(references))
    wanted = select(Initiative.reference, Version.title, Initiative.language).join(Version, shown).where(read)
    return {reference: (title, language) for reference, title, language in session.execute(wanted)}


def is_due(session: Session, name: str, due_since: datetime, at: datetime) -> bool:
    """Tell whether a chore was begun last before `due_since`, and nobody is at it."""
    found = session.get(Chore, name)
    return found is None or (found.began_at <= due_since and (found.until is None or found.until <= at))


def chores(session: Session) -> dict[str, Chore]:
    """Load how each chore went last."""
    return {one.name: one for one in session.scalars(select(Chore))}
