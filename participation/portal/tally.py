"""What is counted in public about the network, kept up act by act: only what an act has touched is counted anew."""

from collections import Counter
from collections.abc import Iterable
from threading import RLock
from typing import Any

from sqlalchemy import Select, bindparam
from sqlalchemy.orm import Session

from participation.initiatives.models import Initiative
from participation.portal import queries
from participation.portal.touched import POSITION, since

Pair = tuple[int, int]  # proposer, partner
Rows = Select[*tuple[Any, ...]]
MOST = 1000  # initiatives counted anew one by one; beyond that, all

_IDS = Initiative.id.in_(bindparam("ids", expanding=True))


class Tally:
    """The figures of one process, up to a position of the journal."""

    def __init__(self) -> None:
        """Begin with nothing; the first look counts everything."""
        self.provinces: Counter[str] = Counter()
        self.pairs: Counter[Pair] = Counter()
        self.weights: Counter[int] = Counter()  # of each organisation: how often it stands beside another
        self._known: dict[int, tuple[str, list[Pair]]] = {}
        self._position = -1
        self.lock = RLock()  # held by whoever reads more than one figure

    @property
    def initiatives(self) -> int:
        """How many are open to read."""
        return len(self._known)

    def follow(self, session: Session) -> None:
        """Count what has happened since the last look.

        Where another request has looked later than this one's transaction began, its figures stay.
        """
        with self.lock:
            position = session.scalar(POSITION) or 0
            if position < self._position:
                return
            touched = since(session, self._position) if self._position >= 0 else None
            if touched is None or len(touched) > MOST:
                self._count(session, list(self._known), queries.PLACES, queries.TIES, {})
            elif touched:
                here = {"ids": sorted(touched)}
                self._count(session, touched, queries.PLACES.where(_IDS), queries.TIES.where(_IDS), here)
            self._position = position

    def _count(self, session: Session, gone: Iterable[int], places: Rows, ties: Rows, values: dict[str, Any]) -> None:
        found = {number: (province, list[Pair]()) for number, province in session.execute(places, values)}
        for number, proposer, partner in session.execute(ties, values):
            if number in found:
                found[number][1].append((proposer, partner))
        for number in gone:
            if (known := self._known.pop(number, None)) is not None:
                self._add(*known, -1)
        self._known |= found
        for known in found.values():
            self._add(*known, 1)

    def _add(self, province: str, pairs: list[Pair], number: int) -> None:
        self.provinces[province] += number
        for pair in pairs:
            self.pairs[pair] += number
            for organisation in pair:
                self.weights[organisation] += number
