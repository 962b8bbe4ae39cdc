"""K2: killed again and again, at every step of a send, against a moody server: no mail is lost, none is taken twice."""

import logging
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from participation.journal.models import Entry
from tests.conftest import EVERYTHING
from tests.notifications.dying import PLACES, workers
from tests.notifications.mail_server import open_for_mail
from tests.notifications.scene import Scene
from tests.notifications.servers import free_port

KILLS = 200 if EVERYTHING else 10  # on each engine
LONGEST = 45  # steps: more than one mail takes
STRIDE = 7  # so that all of them are chosen, and no two kills in a row are alike
APART = 4  # minutes between two workers: all of it within the day a mail is tried
HOUR = 60
TOLD = 3  # people, of each submission
log = logging.getLogger(__name__)


@pytest.mark.slow
def test_killed_at_every_step_of_a_send_no_mail_is_lost_or_taken_twice(scene: Scene, url: str, tmp_path: Path) -> None:
    port, book = free_port(), tmp_path / "book"
    env = {"MAIL_URL": f"smtp://127.0.0.1:{port}", "DATABASE_URL": url, "DATA_DIR": str(tmp_path)}
    places: Counter[str] = Counter()
    with open_for_mail(port, book), workers(tmp_path / "log", **env) as worker:
        number = 0
        while places.total() < KILLS:
            if place := worker(1 + number * STRIDE % LONGEST, number * APART):
                places[place] += 1
            else:  # nothing was left to do
                scene.submitted(f"Thee {number}")
                scene.session.rollback()
            number += 1
        for hour in (1, 2, 3):
            worker(sys.maxsize, number * APART + hour * HOUR)
    _require_each_once(scene, book, places)


def _require_each_once(scene: Scene, book: Path, places: Counter[str]) -> None:
    """Compare what the server says it took with the outbox and the journal."""
    lines = [line.split() for line in book.read_text().splitlines()]
    taken = [number for word, number in lines if word == "taken"]
    again = len(lines) - len(taken)
    rows = scene.rows()
    acts = scene.session.scalar(select(func.count()).where(Entry.kind == "submit"))
    log.warning(
        "%s kills at %s places: %s acts in the journal, %s mails in the outbox, %s taken, %s of them offered again",
        places.total(), len(places), acts, len(rows), len(taken), again,
    )  # fmt: skip
    assert acts
    assert len(rows) == acts * TOLD
    assert all(mail.sent_at is not None for mail in rows)
    assert sorted(taken) == sorted(f"<{mail.message_id}@reseau.example>" for mail in rows)
    hung_up_late = len(lines) // 4 + 1
    assert again <= places.total() + hung_up_late  # only where the server said yes and nobody was left to hear it
    assert not EVERYTHING or places.keys() >= PLACES
