"""K8: a backup made while many write is of one moment: it holds all that was acknowledged before, and is whole."""

import threading
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from participation import clock
from participation.comments import actions as comments
from participation.comments.models import Comment
from participation.db import begin_write
from participation.errors import Busy
from participation.extensions import db
from participation.journal.models import Entry
from participation.journal.queries import verify
from tests import network
from tests.attacks.elsewhere import typed

WRITERS = tuple(network.REPRESENTATIVES)[:5]
EACH = 4  # connections of each of them: twenty write at once


def write(engine: Engine, name: str, reference: str, said: list[str], ended: threading.Event) -> None:
    """Say something new, again and again, and note what was committed."""
    number = 0
    while not ended.is_set():
        number += 1
        with suppress(Busy), Session(engine) as own:  # no turn in time: nothing was acknowledged
            begin_write(own)
            text = f"Said by {name}, {threading.get_ident()}, {number}."
            given = comments.Given(text=text, scope="public")
            comments.comment(network.deed(own, name), network.load(own, reference), given)
            own.commit()
            said.append(text)


@pytest.mark.race
def test_k8_a_backup_under_load_holds_what_was_acknowledged_and_is_whole(
    site: Flask, net: Session, engine: Engine, elsewhere: Flask, tmp_path: Path
) -> None:
    begin_write(net)
    reference = network.standing_at(net, "published")
    net.commit()
    said: list[str] = []
    ended = threading.Event()
    threads = [threading.Thread(target=write, args=(engine, name, reference, said, ended)) for name in WRITERS * EACH]
    for thread in threads:
        thread.start()
    while len(said) < len(threads):
        ended.wait(0.01)
    before, file = list(said), tmp_path / "backup"
    typed(site, "backup", str(file))
    ended.set()
    for thread in threads:
        thread.join()
    assert ", 0 faults" in typed(elsewhere, "restore", str(file))
    with elsewhere.app_context():
        there = list(db.session.scalars(select(Comment.text)))
        entries = db.session.scalar(select(func.count()).where(Entry.kind == "comment"))
        assert verify(db.session(), clock.now()) == []
        db.session.rollback()
    assert set(before) <= set(there) <= set(said)
    assert len(there) == len(set(there)) == entries
