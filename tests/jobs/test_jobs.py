"""Long work: asked on a page, done by the worker, its progress and its file for whoever asked and nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.db import begin_write
from participation.jobs import actions, queries
from participation.jobs.lifecycle import State
from participation.jobs.models import Job, JobFile
from participation.jobs.worker import Asked, Made, Progress, Runner, Work
from tests.portal.test_pages import do, signed_in

PAGE = "/en/open-data"


def ask(client: FlaskClient, **more: str) -> int:
    answer = do(client, PAGE, "ask-open-data", format="csv", **more)
    assert answer.status_code == 303
    return int(answer.headers["Location"].rpartition("/")[2])


def state(client: FlaskClient, number: int) -> dict[str, object]:
    found: dict[str, object] = client.get(f"/en/jobs/{number}/state").get_json()
    return found


def work(session: Session, number: int, how: Work, stopping: Callable[[], bool] = lambda: False) -> Job:
    Runner({"public_data": how}, stopping).run(session, number)
    session.rollback()
    return session.scalars(select(Job).where(Job.id == number).execution_options(populate_existing=True)).one()


def test_its_page_says_how_far_it_is_and_hands_out_the_file(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "fire")
    number = ask(client)
    assert 'data-job="waiting"' in client.get(f"/en/jobs/{number}").text
    assert client.get(f"/en/jobs/{number}/file").status_code == 404

    def how(session: Session, _asked: Asked, progress: Progress) -> Made:
        progress(session, 1200, 20000)
        page = client.get(f"/en/jobs/{number}").text
        assert "1,200 of 20,000" in page
        assert 'max="20000" value="1200"' in page
        assert state(client, number) == {"open": True, "done": 1200, "whole": 20000, "words": "1,200 of 20,000 done"}
        return Made({"number": 20000}, "all.zip", b"PK")

    assert work(demo, number, how).state is State.DONE
    assert state(client, number)["open"] is False
    page = client.get(f"/en/jobs/{number}").text
    assert 'data-action="download"' in page
    file = client.get(f"/en/jobs/{number}/file")
    assert file.data == b"PK"
    assert file.headers["Content-Disposition"] == 'attachment; filename="all.zip"'
    assert file.headers["Cache-Control"] == "no-store"


def test_someone_elses_job_is_not_there(app: Flask, demo: Session) -> None:
    demo.rollback()
    number = ask(signed_in(app, "fire"))
    work(demo, number, lambda _s, _a, _p: Made({"number": 1}, "all.json", b"{}"))
    nothing = signed_in(app, "fire").get("/en/jobs/987654").text.replace("/jobs/987654", "/jobs/")
    for name in ("wardens", "moderator", "admin"):
        other = signed_in(app, name)
        for path in ("", "/state", "/file"):
            assert other.get(f"/en/jobs/{number}{path}").status_code == 404
        assert other.get(f"/en/jobs/{number}").text.replace(f"/jobs/{number}", "/jobs/") == nothing
    visitor = app.test_client()
    assert visitor.get(f"/en/jobs/{number}/file").status_code == 404
    assert "/sign-in" in visitor.get(f"/en/jobs/{number}").headers["Location"]
    assert signed_in(app, "fire").get(f"/en/jobs/{2**40}").status_code == 404


def test_the_same_is_asked_once_while_it_waits(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "fire")
    first = ask(client)
    assert ask(client) == first
    assert do(client, PAGE, "ask-open-data", format="json").headers["Location"] != f"/en/jobs/{first}"
    assert do(client, PAGE, "ask-open-data", format="exe").status_code == 422
    work(demo, first, lambda _s, _a, _p: Made({"number": 1}))
    assert ask(client) != first


def test_a_day_later_job_and_file_are_gone(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "fire")
    number = ask(client)
    work(demo, number, lambda _s, _a, _p: Made({"number": 1}, "all.json", b"{}"))
    for later, kept in ((timedelta(hours=23), 1), (timedelta(hours=25), 0)):
        begin_write(demo)
        actions.sweep(demo, clock.now() + later)
        demo.commit()
        assert len(demo.scalars(select(JobFile)).all()) == kept
    assert client.get(f"/en/jobs/{number}").status_code == 404


def test_a_worker_that_must_stop_gives_it_back_and_the_next_one_begins_anew(app: Flask, demo: Session) -> None:
    demo.rollback()
    number = ask(signed_in(app, "fire"))

    def how(session: Session, _asked: Asked, progress: Progress) -> Made:
        progress(session, 1, 2)
        return Made({"number": 2})

    given_back = work(demo, number, how, stopping=lambda: True)
    assert (given_back.state, given_back.tries) == (State.WAITING, 0)
    assert work(demo, number, how).state is State.DONE


def test_a_dead_workers_job_is_begun_anew_and_not_for_ever(app: Flask, demo: Session) -> None:
    demo.rollback()
    number = ask(signed_in(app, "fire"))

    def die(_session: Session, _asked: Asked, _progress: Progress) -> Made:
        raise KeyboardInterrupt

    at = clock.now()
    for times in range(actions.MOST_TRIES):
        with clock.stopped_at(at + times * timedelta(minutes=3)), pytest.raises(KeyboardInterrupt):
            work(demo, number, die)
        demo.rollback()
        assert queries.next_due(demo, at + times * timedelta(minutes=3, seconds=-1)) is None
        demo.rollback()
    with clock.stopped_at(at + timedelta(minutes=30)):
        assert queries.next_due(demo, clock.now()) == number
        found = work(demo, number, die)
    assert (found.state, found.result) == (State.FAILED, {"fault": "interrupted"})


def test_two_workers_never_do_the_same_job(app: Flask, demo: Session) -> None:
    demo.rollback()
    number = ask(signed_in(app, "fire"))
    begin_write(demo)
    assert actions.take(demo, number, clock.now()) is not None
    assert actions.take(demo, number, clock.now()) is None
    demo.commit()
    assert queries.next_due(demo, clock.now()) is None


def test_a_fault_is_said_in_words(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = signed_in(app, "fire")
    number = ask(client)

    def fail(_session: Session, _asked: Asked, _progress: Progress) -> Made:
        raise ValueError

    assert work(demo, number, fail).state is State.FAILED
    page = client.get(f"/en/jobs/{number}").text
    assert 'data-job="failed"' in page
    assert "ValueError" not in page
