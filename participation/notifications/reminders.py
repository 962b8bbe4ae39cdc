"""What nobody's act calls for: reminders, each once. The row of `Reminder` is written with the event that tells."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import CompoundSelect, Select, func, select, union
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from participation import clock
from participation.clock import BRUSSELS
from participation.initiatives import policy, queries
from participation.initiatives.lifecycle import Status, VersionState
from participation.initiatives.models import CoSignature, Decision, Initiative, Version, WorkingCopy
from participation.notifications.importance import COUNTED, USUAL_HOUR
from participation.notifications.matters.reminders import STILL_AFTER, last_moved, may_stand_still, outcome_day
from participation.notifications.models import Reminder
from participation.notifications.notices import NOTICES
from participation.notifications.waiting import at_the_desk, late_before
from participation.outbox.models import Event

TO_REAFFIRM_AFTER = timedelta(days=7)
BEFORE_THE_DIALOGUE = timedelta(days=14)
OUTCOME_AFTER = (timedelta(days=30), timedelta(days=7))  # the later step first: a step that was missed stays so
A_DAY = timedelta(days=1)
LATEST = timedelta(days=14)  # what is older than that was missed for good: nobody is reminded of old things
CHANGED = ("accept_version", "mark_substantive")  # what makes an earlier version one of substance


class Due(NamedTuple):
    """One reminder: of what, once for which state of it."""

    kind: str
    about: str
    subject: tuple[str, int]
    detail_id: int | None = None


def remind(session: Session, at: datetime, promised: int) -> int:
    """Put what is due into the outbox; return how much is new. Nobody is reminded before the usual hour."""
    return 0 if at.astimezone(BRUSSELS).hour < USUAL_HOUR else put_out(session, at, promised)


def put_out(session: Session, at: datetime, promised: int) -> int:
    """Put what is due into the outbox, whatever the hour; return how much is new."""
    due = list(due_now(session, at, promised))
    before = _known(session, due)
    fresh = [one for one in due if (one.kind, one.about) not in before and _is_first(session, one, at)]
    for one in fresh:
        for audience in NOTICES[one.kind]:
            session.add(
                Event(
                    at=at, kind=one.kind, audience=audience, actor_key="", organisation_id=None,
                    subject_kind=one.subject[0], subject_id=one.subject[1], detail_id=one.detail_id,
                )
            )  # fmt: skip
    return len(fresh)


def _is_first(session: Session, one: Due, at: datetime) -> bool:
    """Write that somebody is reminded; False where another worker was faster."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    once = insert(Reminder).values(kind=one.kind, about=one.about, at=at).on_conflict_do_nothing()
    return session.scalar(once.returning(Reminder.kind)) is not None


def due_now(session: Session, at: datetime, promised: int) -> Iterator[Due]:
    """List everything that calls for a reminder now, told or not."""
    for found in queries.by_ids(session, session.scalars(_candidates(at))).values():
        yield from _to_reaffirm(found, at)
        yield from _just_published(found, at)
        yield from _commitments(found)
        yield from _outcome(found)
        yield from _still(found, at)
    late = select(Initiative.id, Initiative.waiting_since).where(Initiative.waiting_since < late_before(promised))
    for number, since in session.execute(late):
        yield Due("desk_late", f"{number}:{since:%Y-%m-%d}", ("initiative", number))
    if any(at_the_desk(session, promised)):
        day = clock.today()
        yield Due(COUNTED, day.isoformat(), ("desk", day.toordinal()))


def _candidates(at: datetime) -> CompoundSelect[int]:
    """Select what may call for a reminder, by the few days that matter; the rules themselves are below."""
    today = clock.today()
    first, last = today - LATEST - max(OUTCOME_AFTER), today - min(OUTCOME_AFTER)
    since = at - TO_REAFFIRM_AFTER - LATEST
    lasts = func.coalesce(Version.date_to, Version.date_from)
    of_version = select(Version.initiative_id).join(
        Initiative, (Initiative.id == Version.initiative_id) & (Initiative.shown == Version.number)
    )
    return union(
        select(Version.initiative_id).where(Version.created_at >= since, Version.number > 1),
        select(Decision.initiative_id).where(Decision.at >= since, Decision.act.in_(CHANGED)),
        select(Initiative.id).where(Initiative.published_at > at - A_DAY),
        of_version.where(
            Initiative.status == Status.PUBLISHED,
            Version.date_from.between(today, today + BEFORE_THE_DIALOGUE) | lasts.between(first, last),
        ),
        select(Initiative.id).where(Initiative.follow_up.between(first.isoformat(), last.isoformat())),
        select(Initiative.id).where(Initiative.next_on.between(first, last)),
        *_quiet(at),
    )


def _quiet(at: datetime) -> tuple[Select[int], ...]:
    """Select where something happened last about as long ago as an initiative may stand still."""
    window = at - max(STILL_AFTER.values()) - LATEST, at - min(STILL_AFTER.values())
    meant = Initiative.status.in_(STILL_AFTER)
    of_copy = select(Initiative.id).join(WorkingCopy, WorkingCopy.initiative_id == Initiative.id)
    of_partner = select(Initiative.id).join(CoSignature, CoSignature.initiative_id == Initiative.id)
    return (
        select(Initiative.id).where(meant, Initiative.changed_at.between(*window)),
        of_copy.where(meant, WorkingCopy.saved_at.between(*window)),
        of_partner.where(meant, CoSignature.at.between(*window)),
    )


def _known(session: Session, due: list[Due]) -> set[tuple[str, str]]:
    kinds = {one.kind for one in due}
    found: set[tuple[str, str]] = set()
    for kind in kinds:
        abouts = [one.about for one in due if one.kind == kind]
        found |= {(kind, about) for about in session.scalars(
            select(Reminder.about).where(Reminder.kind == kind, Reminder.about.in_(abouts))
        )}  # fmt: skip
    return found


def _to_reaffirm(found: Initiative, at: datetime) -> Iterator[Due]:
    changed = [v for v in found.versions if v.substantive and v.state is VersionState.ACCEPTED]
    if not changed:
        return
    decided = [d.at for d in found.decisions if d.act in CHANGED]
    since = at - max([changed[-1].created_at, *decided])
    if not TO_REAFFIRM_AFTER <= since < TO_REAFFIRM_AFTER + LATEST:
        return
    for signature in found.co_signatures:
        if signature.ended_at is None and not policy.counts(found, signature.version):
            about = f"{signature.id}:{changed[-1].number}"
            yield Due("still_to_reaffirm", about, ("initiative", found.id), signature.id)


def _just_published(found: Initiative, at: datetime) -> Iterator[Due]:
    if found.published_at is not None and found.status is Status.PUBLISHED and at - found.published_at < A_DAY:
        yield Due("starter_list", str(found.id), ("initiative", found.id))


def _commitments(found: Initiative) -> Iterator[Due]:
    day = found.shown_version.date_from if found.status is Status.PUBLISHED else None
    if day is None or not clock.today() <= day <= clock.today() + BEFORE_THE_DIALOGUE:
        return
    for signature in found.co_signatures:
        if signature.ended_at is None and signature.commitments:
            about = f"{signature.organisation_id}:{found.id}:{day.isoformat()}"
            yield Due("commitment_nears", about, ("initiative", found.id), signature.id)


def _outcome(found: Initiative) -> Iterator[Due]:
    owed = outcome_day(found)
    passed = clock.today() - owed if owed is not None else timedelta()
    for after in OUTCOME_AFTER:
        if owed is not None and after <= passed < after + LATEST:
            yield Due("outcome_due", f"{found.id}:{owed.isoformat()}:{after.days}", ("initiative", found.id))
            return


def _still(found: Initiative, at: datetime) -> Iterator[Due]:
    after, moved = STILL_AFTER.get(found.status), last_moved(found)
    if after is not None and may_stand_still(found) and after <= at - moved < after + LATEST:
        yield Due("stands_still", f"{found.id}:{moved:%Y-%m-%d}", ("initiative", found.id))
