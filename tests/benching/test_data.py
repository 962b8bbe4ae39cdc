"""Bench rows: the same from the same seed, sound on both engines, and never beside what people wrote."""

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
    found = Measured.of([0.001] * 98 + [0.5, 0.002], seconds=2)
    assert (found.rate, round(found.p50, 3), round(found.p99)) == (50, 1, 500)
