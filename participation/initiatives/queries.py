"""Selects over initiatives; callers run them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    distinct,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from participation.initiatives.lifecycle import PERMISSIONS, Permission, VersionState
from participation.initiatives.models import (
    Ask,
    Audience,
    Commitment,
    CoSignature,
    Decision,
    Initiative,
    Translation,
    Version,
)
from participation.initiatives.relations import RELATIONS
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.organisations.policy import Actor
from participation.organisations.reference import COUNTING
from participation.outbox.models import Event


class Count(NamedTuple):
    """How many co-signatures count towards the threshold, and of which pillars they are."""

    organisations: int = 0
    pillars: int = 0


@lru_cache(maxsize=256)  # visitors are one actor, and most of the readers
def granted(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Read `policy.allows` as SQL, stage by stage."""
    return or_(
        *(
            (Initiative.status == stage.status)
            & (Initiative.published_at.is_not(None) if stage.ever_published else Initiative.published_at.is_(None))
            & (Initiative.left_status.is_not(None) if stage.taken_down else Initiative.left_status.is_(None))
            & (Initiative.page_hidden.is_(stage.page_hidden) if stage.taken_down else true())
            & or_(*(RELATIONS[role].clause(actor, Initiative) for role in sorted(roles)))
            for stage, roles in PERMISSIONS[permission].items()
        )
    )


def visible_to(actor: Actor) -> Select[Initiative]:
    """Select what the actor may read, in no order yet."""
    return select(Initiative).where(granted(actor, Permission.VIEW))


_WHOLE = (
    joinedload(Initiative.organisation, innerjoin=True),
    joinedload(Initiative.copy, innerjoin=True),
    joinedload(Initiative.taken_by),
    joinedload(Initiative.decline),
    selectinload(Initiative.versions),
    selectinload(Initiative.voices),
    selectinload(Initiative.translations).options(joinedload(Translation.made_by), joinedload(Translation.checked_by)),
    selectinload(Initiative.co_signatures).options(
        joinedload(CoSignature.organisation, innerjoin=True), joinedload(CoSignature.signed_as)
    ),
    selectinload(Initiative.decisions).joinedload(Decision.person, innerjoin=True),
)
ONE = select(Initiative).where(Initiative.reference == bindparam("reference")).options(*_WHOLE)
# Hanging something on an initiative shares it, changing it takes it alone. The lock is a statement of its own: one
# that waited reads its own row anew, and what it joined to that row as it was before the wait.
_ROW = select(Initiative.id).where(Initiative.reference == bindparam("reference"))
TO_HANG_ON = _ROW.with_for_update(read=True)
TO_CHANGE = _ROW.with_for_update()


def one(session: Session, reference: str, lock: Select[int] | None = None) -> Initiative | None:
    """Load one initiative with all that roles and pages ask, or None; `TO_CHANGE` and `TO_HANG_ON` hold it first."""
    if lock is not None:
        session.execute(lock, {"reference": reference})
    found = session.scalars(ONE, {"reference": reference}).unique().one_or_none()
    if found is not None:
        fill_versions(session, [found])
    return found


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Initiative]:
    """Load several with all that roles ask, for the worker."""
    wanted = select(Initiative).where(Initiative.id.in_(list(ids))).options(*_WHOLE)
    found = session.scalars(wanted).unique().all()
    fill_versions(session, found)
    return {one.id: one for one in found}


# By initiative: SQLite reads a whole table where several versions, each a pair of columns, are asked for at once.
_OF_VERSIONS: dict[str, Select[int, int, Any]] = {
    "audiences": select(Audience.initiative_id, Audience.number, Audience)
    .where(Audience.initiative_id.in_(bindparam("ids", expanding=True)))
    .order_by(Audience.position),
    "asks": select(Ask.initiative_id, Ask.version, Ask)
    .where(Ask.initiative_id.in_(bindparam("ids", expanding=True)))
    .order_by(Ask.position),
}


def fill_versions(session: Session, found: Sequence[Initiative]) -> None:
    """Give each version of what was found its audiences and asks, in their order."""
    ids = [one.id for one in found]
    for name, wanted in _OF_VERSIONS.items():
        rows: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
        for initiative_id, number, row in session.execute(wanted, {"ids": ids}):
            rows[initiative_id, number].append(row)
        for version in (version for one in found for version in one.versions):
            set_committed_value(version, name, rows[version.initiative_id, version.number])


def was_told(session: Session, kind: str, initiative: Initiative) -> bool:
    """Tell whether an event of this kind was ever put into the outbox about it."""
    told = (Event.kind == kind) & (Event.subject_kind == initiative.subject.kind)
    wanted = select(Event.id).where(told, Event.subject_id == initiative.id).limit(1)
    return session.scalar(wanted) is not None


def waiting() -> ColumnElement[bool]:
    """Say once what waits for the desk: it was sent there, or a refusal waits for its second moderator."""
    return Initiative.waiting_since.is_not(None) | Initiative.decline_id.is_not(None)


def is_behind() -> ColumnElement[bool]:
    """Say once what is behind: a later version of substance holds, and was not co-signed anew."""
    later = aliased(Version)
    return exists().where(
        later.initiative_id == CoSignature.initiative_id,
        later.number > CoSignature.version,
        later.substantive,
        later.state == VersionState.ACCEPTED,
    )


def standing() -> tuple[ColumnElement[bool], ...]:
    """Say once what stands: in force, an approved organisation, and no later version of substance."""
    return CoSignature.ended_at.is_(None), Organisation.state == State.APPROVED, ~is_behind()


def counting() -> tuple[ColumnElement[bool], ...]:
    """Say once what counts towards the threshold: it stands, and its pillar counts."""
    return (*standing(), Organisation.pillar.in_(sorted(COUNTING)))


COUNTS = (
    select(CoSignature.initiative_id, func.count(), func.count(distinct(Organisation.pillar)))
    .join(Organisation, Organisation.id == CoSignature.organisation_id)
    .where(CoSignature.initiative_id.in_(bindparam("ids", expanding=True)), *counting())
    .group_by(CoSignature.initiative_id)
)
PILLARS_SIGNED = (
    select(CoSignature.initiative_id, Organisation.pillar, func.count())
    .join(Organisation, Organisation.id == CoSignature.organisation_id)
    .where(CoSignature.initiative_id.in_(bindparam("ids", expanding=True)), *counting())
    .group_by(CoSignature.initiative_id, Organisation.pillar)
    .order_by(CoSignature.initiative_id, func.min(CoSignature.id))
)
PROGRESS = (
    select(Commitment.ask_key, func.sum(Commitment.number))
    .join(CoSignature, CoSignature.id == Commitment.co_signature_id)
    .join(Organisation, Organisation.id == CoSignature.organisation_id)
    .where(Commitment.initiative_id == bindparam("id"), *standing())
    .group_by(Commitment.ask_key)
)


def counts(session: Session, ids: Iterable[int]) -> dict[int, Count]:
    """Count for a whole page in one query; an initiative without any is not in the answer."""
    return {row[0]: Count(row[1], row[2]) for row in session.execute(COUNTS, {"ids": list(ids)})}


def count_of(session: Session, initiative: Initiative) -> Count:
    """Count the co-signatures of one initiative."""
    return counts(session, [initiative.id]).get(initiative.id, Count())


def summed(signed: Iterable[tuple[str, int]]) -> Count:
    """Count what `pillars_signed` lists of one initiative."""
    numbers = [number for _pillar, number in signed]
    return Count(sum(numbers), len(numbers))


def pillars_signed(session: Session, ids: Iterable[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """List for each initiative the pillars whose co-signatures count, with how many, in one query."""
    found: dict[int, list[tuple[str, int]]] = {}
    for initiative_id, pillar, number in session.connection().execute(PILLARS_SIGNED, {"ids": list(ids)}):
        found.setdefault(initiative_id, []).append((pillar, number))
    return {key: tuple(rows) for key, rows in found.items()}


def progress(session: Session, initiative_id: int) -> dict[str, int]:
    """Sum the commitments that stand, by the key of the ask."""
    return {key: int(number) for key, number in session.execute(PROGRESS, {"id": initiative_id})}


def ahead_of(session: Session, initiative: Initiative) -> int:
    """Count what waits for the desk before this one; all that waits, where it does not wait itself."""
    waiting = select(func.count()).where(Initiative.waiting_since.is_not(None), Initiative.id != initiative.id)
    if initiative.waiting_since is not None:
        place = tuple_(Initiative.waiting_since, Initiative.id)
        waiting = waiting.where(place < tuple_(initiative.waiting_since, initiative.id))
    return session.scalar(waiting) or 0
