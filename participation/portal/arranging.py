"""The places of the organisations in the drawing of the network: the worker finds them once a day, pages read them."""

from collections.abc import Callable, Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from participation.db import UNSYNCED
from participation.portal import queries
from participation.portal.drawing import Link, Place, arrange
from participation.portal.models import NetworkPlace
from participation.portal.tally import Tally

KEPT = select(NetworkPlace.organisation_id, NetworkPlace.x, NetworkPlace.y)


def kept(session: Session) -> dict[int, Place]:
    """Read where each organisation stands."""
    return {one: (x, y) for one, x, y in session.execute(KEPT)}


def undirected(pairs: Iterable[tuple[tuple[int, int], int]]) -> dict[tuple[int, int], int]:
    """Add up what two organisations have in common, whoever proposed."""
    found: dict[tuple[int, int], int] = {}
    for (one, other), number in pairs:
        if number > 0 and one != other:
            key = min(one, other), max(one, other)
            found[key] = found.get(key, 0) + number
    return found


class Arranger:
    """Looks at the network of today, and says who is to stand elsewhere than kept."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._tally = Tally()

    def look(self, session: Session) -> dict[int, Place]:
        """Find the places that are new or have moved; reads only, since it takes its time."""
        here, links = self._network(session)
        before = kept(session)
        found = arrange(here, links, {one: place for one, place in before.items() if one in here})
        return {one: place for one, place in found.items() if before.get(one) != place}

    def anew(self, session: Session, say: Callable[[int, int], None]) -> dict[int, Place]:
        """Find a place for everyone as if none had ever been kept; `say` is told how far it is."""
        here, links = self._network(session)
        session.rollback()
        return arrange(here, links, {}, say)

    def _network(self, session: Session) -> tuple[list[int], list[Link]]:
        """Say who is there, and who stands together."""
        self._tally.follow(session)
        here = set(queries.members(session))
        pairs = sorted(undirected(self._tally.pairs.items()).items())
        return sorted(here), [(one, other, number) for (one, other), number in pairs if one in here and other in here]

    def keep(self, session: Session, places: dict[int, Place]) -> None:
        """Write places down; call after `begin_write`."""
        before = kept(session)
        rows = [{"organisation_id": one, "x": x, "y": y} for one, (x, y) in sorted(places.items())]
        if new := [row for row in rows if row["organisation_id"] not in before]:
            session.execute(insert(NetworkPlace), new)
        for row in rows:
            if row["organisation_id"] in before:
                moved = update(NetworkPlace).where(NetworkPlace.organisation_id == row["organisation_id"])
                session.execute(moved.values(x=row["x"], y=row["y"]), execution_options=UNSYNCED)
