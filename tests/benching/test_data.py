"""Bench rows: the same from the same seed, sound on both engines, and never beside what people wrote."""

import os
import subprocess
import sys

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from participation import clock
from participation.benching import loads
from participation.comments.models import Comment
from participation.db import begin_write
from participation.extensions import db
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Commitment, CoSignature, Initiative, Version
from participation.journal import queries as journal
from participation.organisations.models import Organisation
from participation.places.actions import load as load_places
from tests.benching import machine, verdict
from tests.benching.load import Measured
from tests.lasting import AppWith


def texts(session: Session, seed: int) -> list[tuple[str, str]]:
    begin_write(session)
    load_places(session)
    loads.load(session, 60, seed)
    rows = session.execute(sa.select(Initiative.reference, Version.body).join(Version).order_by(Initiative.id)).all()
    session.rollback()
    return [(row[0], row[1]) for row in rows]


def refusal(app: Flask) -> str:
    with app.app_context():
        answer = app.test_cli_runner().invoke(args=["bench-data", "--initiatives", "10"])
        db.session.remove()
        db.engine.dispose()
    assert answer.exit_code != 0
    return answer.output


def test_the_same_seed_makes_the_same_rows(session: Session) -> None:
    assert texts(session, 1) == texts(session, 1) != texts(session, 2)


def test_every_state_is_there_and_the_journal_verifies(session: Session) -> None:
    load_places(session)
    loads.load(session, 400)
    assert set(session.scalars(sa.select(Initiative.status))) == set(Status)
    numbers = [
        session.scalar(sa.select(sa.func.count()).select_from(m)) or 0 for m in (Comment, CoSignature, Commitment)
    ]
    assert min(numbers) > 400
    assert journal.verify(session, clock.now()) == []


def test_bench_rows_leave_room_for_more(demo: Session) -> None:
    loads.load(demo, 20)
    names = {"slug": "late", "name": "Late", "sort_name": "late", "language": "nl", "pillar": "citizens"}
    demo.add(Organisation(**names, kind="youth_council", created_at=clock.now()))
    demo.flush()  # PostgreSQL's own numbers go on after those of the rows


def test_they_are_refused_where_somebody_wrote(app: Flask, demo: Session) -> None:
    demo.rollback()
    assert "already" in refusal(app)


def test_they_are_refused_in_production(app_with: AppWith) -> None:
    assert "production" in refusal(app_with(production=True))


def test_a_run_is_summed_up() -> None:
    found = Measured.of([0.001] * 98 + [0.5, 0.002], seconds=2, computed=0.2)
    assert (found.rate, round(found.p50, 3), round(found.p99), round(found.computed, 3)) == (50, 1, 500, 2)


def run(**rates: float) -> dict[str, Measured]:
    return {name: Measured(rate, 1.0, 2.0, 1.0) for name, rate in rates.items()}


def test_what_is_missed_is_said_in_words_and_nothing_else_is() -> None:
    small = run(bare=1000, home=900, list=500)
    assert list(verdict.missed({("sqlite", 20000): run(bare=500, home=400, list=230), ("sqlite", 2000): small})) == []
    slow = run(bare=500, home=340, list=150)
    assert list(verdict.missed({("sqlite", 20000): slow, ("sqlite", 2000): small})) == [
        "sqlite, 20000: list reaches 0.30 of the bare page's rate, wanted is 0.33 or more.",
        "sqlite: home costs 1.32 of what it does with fewer rows, wanted is 1.2 or less.",
        "sqlite: list costs 1.67 of what it does with fewer rows, wanted is 1.2 or less.",
    ]
    assert list(verdict.grown({("sqlite", 2000): small})) == []


def test_a_page_that_has_become_slower_than_written_down_is_named() -> None:
    assert not list(verdict.worse({("sqlite", 20000): run(bare=100, home=1000)}))
    assert [words for words in verdict.worse({("sqlite", 20000): run(bare=100, home=20)}) if "home" in words]


def test_what_a_process_and_its_children_compute_is_counted() -> None:
    here, before = os.getpid(), machine.computed(os.getpid())
    busy = "import time; begin = time.process_time()\nwhile time.process_time() < begin + 0.15: pass\nprint(); input()"
    with subprocess.Popen([sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603  # ours
        assert child.stdout is not None
        child.stdout.readline()
        assert machine.computed(here) >= before + 0.1
        child.communicate(b"\n")
    assert "Python" in machine.described()
