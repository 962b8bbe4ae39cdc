"""What acts have touched, read from the journal, for what this process keeps about initiatives.

Which acts of an organisation touch what is kept, tables say: columns of the initiative's number and of its own.
"""

from collections import defaultdict
from collections.abc import Iterable
from threading import Lock

from flask import g
from sqlalchemy import BindParameter, bindparam, func, select, union
from sqlalchemy.orm import Session

from participation.extensions import db
from participation.initiatives import reading
from participation.initiatives.models import CoSignature, Initiative, Voice
from participation.journal.models import Entry, Link, Pending
from participation.journal.queries import Written, written

POSITION = select(func.coalesce(func.max(Link.position), 0))
# The order of ids is not that of commits: what is sealed since, and all that waits to be.
_SINCE = select(Link.entry_id).where(Link.position > bindparam("position")).union_all(select(Pending.entry_id))
TOUCHED = select(Entry.subject_kind, Entry.subject_id).where(Entry.id.in_(_SINCE)).distinct()
# Who shows on a card, and is counted in the figures.
COUNTED: tuple[reading.Named, ...] = (
    (Initiative.id, Initiative.organisation_id),
    (CoSignature.initiative_id, CoSignature.organisation_id),
)
# Whom a conversation names: who ever commented keeps a voice, after a merger too. The rest of a page: `reading.NAMED`.
VOICES: tuple[reading.Named, ...] = ((Voice.initiative_id, Voice.organisation_id),)
_WHO: BindParameter[int] = bindparam("organisations", expanding=True)
OF_ORGANISATIONS = union(*(select(initiative).where(who.in_(_WHO)) for initiative, who in COUNTED))


def counted() -> Written:
    """Count what had happened when this request began to read: the journal's entries, counted once a request."""
    if "written" not in g:
        g.written = written(db.session())
    found: Written = g.written
    return found


def moment() -> int:
    """Name the moment at which this request began to read."""
    return counted().number


def since(session: Session, position: int) -> set[int]:
    """Name the initiatives that may look or count otherwise than at a position of the journal."""
    subjects: dict[str, set[int]] = defaultdict(set)
    for kind, number in session.execute(TOUCHED, {"position": position}):
        subjects[kind].add(number)
    found = subjects["initiative"]
    if subjects["organisation"]:
        found |= set(session.scalars(OF_ORGANISATIONS, {"organisations": sorted(subjects["organisation"])}))
    return found


class Touched:
    """When each initiative was last touched, as far as this process has looked: part of the key of what is kept."""

    def __init__(self) -> None:
        """Begin where the first look finds the journal."""
        self._at: dict[int, int] = {}
        self._begin, self._moment, self._position = 0, -1, 0
        self._lock = Lock()

    def states(self, session: Session, now: int, ids: Iterable[int]) -> list[int]:
        """Return the moment of the last act that touched each.

        Where another request has looked later than this one began to read, what this one reads is of its own moment.
        """
        with self._lock:
            if now < self._moment:
                return [now for _one in ids]
            if now > self._moment:
                self._follow(session, now)
            return [self._at.get(one, self._begin) for one in ids]

    def _follow(self, session: Session, now: int) -> None:
        position = session.scalar(POSITION) or 0
        if self._moment < 0:
            self._begin = now
        else:
            self._at |= dict.fromkeys(since(session, self._position), now)
        self._moment, self._position = now, position
