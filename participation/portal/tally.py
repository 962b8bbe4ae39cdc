"""What is counted in public about the network, kept up act by act: only what an act has touched is counted anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from threading import RLock
from typing import Any, NamedTuple

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from participation import clock
from participation.initiatives.models import Initiative
from participation.portal import queries
from participation.portal.touched import POSITION, since

Pair = tuple[int, int]  # proposer, partner
MOST = 1000  # initiatives counted anew one by one; beyond that, all

_IDS = Initiative.id.in_(bindparam("ids", expanding=True))


class Counted(NamedTuple):
    """What one open initiative adds to the figures."""

    kept: dict[str, str]  # what is counted of each -> as what
    asked: list[str]  # pillars
    ties: list[tuple[Pair, str, int]]  # who stands together, the partner's pillar, the year


class Tally:
    """The figures of one process, up to a position of the journal."""

    def __init__(self) -> None:
        """Begin with nothing; the first look counts everything."""
        self.by: dict[str, Counter[str]] = defaultdict(Counter)  # province, month, language, outcome, asked, signed
        self.pairs: Counter[Pair] = Counter()
        self.yearly: dict[int, Counter[Pair]] = defaultdict(Counter)
        self.weights: Counter[int] = Counter()  # of each organisation: how often it stands beside another
        self._known: dict[int, Counted] = {}
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
                self._count(session, list(self._known), None)
            elif touched:
                self._count(session, touched, sorted(touched))
            self._position = position

    def _count(self, session: Session, gone: Iterable[int], ids: list[int] | None) -> None:
        """Let go of what was counted of the `gone`, and count those with these ids, or all."""
        found = _read(session, ids)
        for number in gone:
            if (known := self._known.pop(number, None)) is not None:
                self._add(known, -1)
        self._known |= found
        for known in found.values():
            self._add(known, 1)

    def _add(self, one: Counted, number: int) -> None:
        for what, value in one.kept.items():
            self.by[what][value] += number
        for pillar in one.asked:
            self.by["asked"][pillar] += number
        for pair, pillar, year in one.ties:
            self.by["signed"][pillar] += number
            self.pairs[pair] += number
            self.yearly[year][pair] += number
            for organisation in pair:
                self.weights[organisation] += number


def _read(session: Session, ids: list[int] | None) -> dict[int, Counted]:
    values: dict[str, Any] = {} if ids is None else {"ids": ids}
    facts, ties, asked = (
        session.execute(rows if ids is None else rows.where(_IDS), values)
        for rows in (queries.FACTS, queries.TIES, queries.ASKED)
    )
    found = {}
    for number, province, published, language, outcome in facts:
        month = f"{published.astimezone(clock.BRUSSELS):%Y-%m}" if published else ""
        kept = {"province": province, "month": month, "language": language, "outcome": outcome or ""}
        found[number] = Counted(kept, [], [])
    for number, proposer, partner, pillar, at in ties:
        if number in found:
            found[number].ties.append(((proposer, partner), pillar, at.astimezone(clock.BRUSSELS).year))
    for number, pillar in asked:
        if number in found:
            found[number].asked.append(pillar)
    return found
