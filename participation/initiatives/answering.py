"""How long the desk took to answer, read from the journal: what was said to proposers, and compared at the desk."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.clock import BRUSSELS
from participation.initiatives.lifecycle import Effect, Status
from participation.initiatives.models import Decision
from participation.initiatives.transitions import TRANSITIONS
from participation.journal.models import Entry
from participation.web.working_days import working_days_between

RECENT = timedelta(days=30)
LATEST = 2000  # decisions that are looked at: far more than a desk makes in two months, and never all of them
BEGINS = ("submit", "appeal")  # to wait for the desk
ENDS = tuple(t.name for t in TRANSITIONS.values() if Effect.ANSWER in t.effects and Status.SUBMITTED in t.sources)
ANSWERS = tuple(name for name in ENDS if TRANSITIONS[name].of_the_desk)


class Answer(NamedTuple):
    """One answer of the desk."""

    initiative: int
    at: datetime
    days: int  # working days that were waited for it


def answers(session: Session, since: datetime) -> list[Answer]:
    """List the answers given since an instant, oldest first."""
    newest = select(Decision.initiative_id, Decision.act, Decision.at).order_by(Decision.id.desc()).limit(LATEST)
    made = newest.subquery()
    answered = select(made.c.initiative_id).where(made.c.act.in_(ANSWERS), made.c.at >= since)
    steps = select(Entry.subject_id, Entry.kind, Entry.at).where(
        Entry.subject_kind == "initiative", Entry.subject_id.in_(answered), Entry.kind.in_((*BEGINS, *ENDS))
    )
    waits: dict[int, datetime] = {}
    found = []
    for number, kind, when in session.execute(steps.order_by(Entry.id)):
        if kind in BEGINS:
            waits.setdefault(number, when)
        elif (began := waits.pop(number, None)) is not None and kind in ANSWERS and when >= since:
            days = began.astimezone(BRUSSELS).date(), when.astimezone(BRUSSELS).date()
            found.append(Answer(number, when, working_days_between(*days)))
    return found


def answer_days(session: Session, at: datetime) -> list[int]:
    """List how many working days each answer of the last 30 days took, shortest first."""
    return sorted(answer.days for answer in answers(session, at - RECENT))


def middle(days: list[int]) -> int:
    """Return within how many days half of the answers came; `days` come shortest first and are not none."""
    return days[(len(days) - 1) // 2]
