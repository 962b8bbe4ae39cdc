"""Ask for a job, carry it through its life, and note chores. Nothing here commits: the worker and the views do."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import compress

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from participation.db import UNSYNCED, add_once
from participation.errors import NotAllowed
from participation.jobs import queries
from participation.jobs.lifecycle import OPEN, State
from participation.jobs.models import Chore, Job, JobFile
from participation.journal.chain import digest
from participation.organisations.policy import ActorDeed

HELD = timedelta(minutes=2)  # by a worker that has died meanwhile; one that lives says so again and again
MOST_TRIES = 3
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def ask(deed: ActorDeed, kind: str, given: Mapping[str, Any]) -> int:
    """Ask for a job and return its number; where the person waits for the very same already, of that one."""
    if deed.actor.person_id is None:
        raise NotAllowed(kind)
    about = digest(json.dumps(given, sort_keys=True))
    if (waits := queries.open_one(deed.session, deed.actor.person_id, kind, about)) is not None:
        return waits
    made = Job(kind=kind, person_id=deed.actor.person_id, given=dict(given), about=about, asked_at=deed.at)
    deed.session.add(made)
    deed.session.flush()
    deed.record("ask_job", made.subject, job=kind)
    return made.id


def take(session: Session, number: int, at: datetime) -> Job | None:
    """Take a job in hand; None where somebody else has it, or it has ended."""
    free = or_(Job.state == State.WAITING, Job.until < at)
    taken = update(Job).where(Job.id == number, Job.state.in_(OPEN), free)
    begun = {"state": State.RUNNING, "until": at + HELD, "began_at": at, "tries": Job.tries + 1, "done": 0}
    if session.scalar(taken.values(**begun).returning(Job.id), execution_options=UNSYNCED) is None:
        return None
    return session.scalars(select(Job).where(Job.id == number).execution_options(populate_existing=True)).one()


def report(session: Session, number: int, done: int, whole: int, at: datetime) -> None:
    """Say how far it is; whoever says so keeps it in hand."""
    _note(session, number, done=done, whole=whole, until=at + HELD)


def give_back(session: Session, number: int) -> None:
    """Let another worker begin it anew: this one has to stop."""
    _note(session, number, state=State.WAITING, until=None, tries=Job.tries - 1, done=0)


def end(session: Session, number: int, at: datetime, result: Mapping[str, Any]) -> None:
    """Note what came of it."""
    done = {"state": State.DONE, "until": None, "ended_at": at, "result": dict(result), "done": Job.whole}
    _note(session, number, **done)


def keep_file(session: Session, number: int, name: str, content: bytes) -> None:
    """Keep what a job has made, for a day."""
    session.add(JobFile(job_id=number, content=compress(content)))
    _note(session, number, file_name=name)


def fail(session: Session, number: int, at: datetime, why: str) -> None:
    """Note that it cannot be done, and why, by a key of `labels.FAULTS`."""
    _note(session, number, state=State.FAILED, until=None, ended_at=at, result={"fault": why})


def sweep(session: Session, at: datetime) -> None:
    """Delete what ended more than a day ago, with its file."""
    session.execute(delete(Job).where(Job.ended_at < at - queries.KEPT), execution_options=UNSYNCED)


def _note(session: Session, number: int, **values: object) -> None:
    session.execute(update(Job).where(Job.id == number).values(**values), execution_options=UNSYNCED)


def begin_chore(session: Session, name: str, due_since: datetime, at: datetime) -> bool:
    """Take a chore in hand; False where it is not due, or another worker is at it."""
    row = {"name": name, "began_at": LONG_AGO, "number": 0, "error": ""}
    add_once(session, Chore, [row], ["name"])
    due = update(Chore).where(Chore.name == name, Chore.began_at <= due_since)
    due = due.where(or_(Chore.until.is_(None), Chore.until <= at)).values(began_at=at, until=at + HELD)
    return session.scalar(due.returning(Chore.name), execution_options=UNSYNCED) is not None


def end_chore(session: Session, name: str, at: datetime, number: int, error: str = "") -> None:
    """Note that a chore was done, and what came of it."""
    values = {"until": None, "ended_at": at, "number": number, "error": error}
    session.execute(update(Chore).where(Chore.name == name).values(**values), execution_options=UNSYNCED)
