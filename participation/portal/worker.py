"""The long work of these pages: everything public as a file, and the drawing of the network anew."""

from typing import Any

from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.jobs.worker import Asked, Made, Progress
from participation.portal import exporting
from participation.portal.arranging import Arranger


class Exporter:
    """Writes everything public into a file."""

    def __init__(self, origin: str) -> None:
        """Keep what every address begins with."""
        self._origin = origin

    def __call__(self, session: Session, asked: Asked, progress: Progress) -> Made:
        """Read page after page, so that nobody waits for it, and say how far it is."""
        at = clock.now()
        whole = exporting.how_many(session)
        rows: list[dict[str, Any]] = []
        last, before = 0, -1
        while last != before:
            before = last
            progress(session, len(rows), max(whole, len(rows)))
            page, last = exporting.after(session, last, self._origin)
            rows += page
            session.rollback()
        day = f"{at.astimezone(clock.BRUSSELS):%Y-%m-%d}"
        if asked.given.get("format") == "json":
            return Made({"number": len(rows)}, f"initiatives-{day}.json", exporting.as_json(rows, at.isoformat()))
        return Made({"number": len(rows)}, f"initiatives-{day}.zip", exporting.as_tables(rows))


def arrange_anew(session: Session, _asked: Asked, progress: Progress) -> Made:
    """Give every organisation its place anew, as if none had ever been kept."""
    session.rollback()
    places = Arranger().anew(session, lambda done, whole: progress(session, done, whole))
    begin_write(session)
    Arranger().keep(session, places)
    session.commit()
    return Made({"number": len(places)})
