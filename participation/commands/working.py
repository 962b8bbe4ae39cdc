"""`flask worker`: looks for what is to be told and sent every second; huey keeps the time and runs slow jobs beside."""

import json
import logging
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

import click
from flask import Flask, current_app
from huey import Huey, crontab
from huey.consumer import Consumer
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from participation import clock
from participation.errors import Busy
from participation.extensions import db
from participation.jobs import queries as jobs
from participation.jobs.clockwork import queue_for
from participation.jobs.worker import Runner, Work
from participation.journal import queries as journal
from participation.moderation.worker import dismiss, handle
from participation.notifications.transport import transport_for
from participation.notifications.worker import Worker
from participation.notifications.worker.chores import MINUTE, Chore, all_chores, perform
from participation.portal.arranging import Arranger
from participation.portal.worker import Exporter, arrange_anew
from participation.settings import Settings

log = logging.getLogger(__name__)
POLL = 1.0  # seconds between two looks at an idle outbox
THREADS = 2  # of huey: a long job holds up no chore
LAST_WORDS = 8  # seconds in which what is in hand may be finished
AGAIN = 60.0  # seconds after which a job that nobody has begun is offered anew: the queue may have lost it
HEARTBEAT = "round"


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what waits, then stop.")
def worker(*, once: bool) -> None:
    """Seal the journal, tell what happened, send mails, do chores and jobs; until SIGTERM or Ctrl-C."""
    stop = threading.Event()

    def leave(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    settings, session = current_app.config["SETTINGS"], db.session()
    chores = all_chores(settings.desk_days, Arranger())
    runner = Runner(kinds(settings), stop.is_set)
    transport = transport_for(settings.mail_url, settings.mail_from, settings.data_dir)
    crew = Crew(Worker(transport, stop.is_set), runner, chores, stop)
    consumer = None if once else crew.consumer(queue_for(settings))
    if consumer is not None:
        consumer.start()
    for number in (signal.SIGTERM, signal.SIGINT):  # after huey, which would set its own
        signal.signal(number, leave)
    if consumer is None:
        crew.once(session)
        click.echo(json.dumps(journal.head(session)._asdict()))
    else:
        crew.stay(session)
        consumer.stop(graceful=True)
    session.rollback()


def kinds(settings: Settings) -> dict[str, Work]:
    """Say how each kind of job is done."""
    return {"public_data": Exporter(settings.public_url), "network": arrange_anew, "cases": handle, "reports": dismiss}


class Crew:
    """What one worker is made of: the rounds in the first thread, chores and jobs in huey's."""

    def __init__(self, rounds: Worker, runner: Runner, chores: tuple[Chore, ...], stop: threading.Event) -> None:
        """Begin with nothing in hand."""
        self._rounds, self._runner, self._chores, self._stop = rounds, runner, chores, stop
        self._one_job = threading.Lock()
        self._offered: dict[int, float] = {}
        self._run_job: Callable[[int], object] = lambda _number: None

    def once(self, session: Session) -> None:
        """Do all there is, then come back."""
        asked = [partial(perform, chore=chore, asked=True) for chore in self._chores]
        self._rounds.drain(session, [*asked, self._work_off])

    def _work_off(self, session: Session) -> int:
        """Do the jobs that wait."""
        session.rollback()
        number = jobs.next_due(session, clock.now())
        return int(number is not None and self._runner.run(session, number))

    def consumer(self, queue: Huey) -> Consumer:
        """Let huey run every chore by the clock, and the jobs it is handed."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # threads need the app itself

        def by_the_clock(chore: Chore) -> Callable[[], None]:
            def do() -> None:
                with app.app_context():
                    perform(db.session(), chore)

            return do

        def run_job(number: int) -> None:
            if not self._one_job.acquire(blocking=False):  # it is offered again
                return
            try:
                with app.app_context():
                    self._runner.run(db.session(), number)
            finally:
                self._offered.pop(number, None)
                self._one_job.release()

        for chore in self._chores:  # every minute: whether one is due says its row, also after a time without a worker
            queue.periodic_task(crontab(), name=chore.name, expires=60)(by_the_clock(chore))
        self._run_job = queue.task(name="job")(run_job)
        return Consumer(queue, workers=THREADS, max_delay=POLL, shutdown_timeout=LAST_WORDS)

    def stay(self, session: Session) -> None:
        """Look every second whether there is something to do, until told to stop."""
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # threads need the app itself
        offering = threading.Thread(
            target=self._offer_on, args=(app,), daemon=True
        )  # a slow mail server holds up no job
        offering.start()
        heartbeat = Chore(HEARTBEAT, MINUTE, lambda _session, _at: 0)
        while not self._stop.is_set():
            done = self._rounds.round(session)
            try:
                perform(session, heartbeat)
            except (OperationalError, Busy):
                session.rollback()
            if not done.anything:
                self._stop.wait(POLL)
        offering.join(LAST_WORDS)

    def _offer_on(self, app: Flask) -> None:
        with app.app_context():
            while not self._stop.wait(POLL):
                try:
                    self._offer(db.session())
                except (OperationalError, Busy):
                    db.session.rollback()

    def _offer(self, session: Session) -> None:
        """Hand huey the job that waits longest, one at a time."""
        number = None if self._one_job.locked() else jobs.next_due(session, clock.now())
        session.rollback()
        if number is None or time.monotonic() - self._offered.get(number, -AGAIN) < AGAIN:
            return
        self._offered = {number: time.monotonic()}
        try:
            self._run_job(number)
        except Exception as error:  # noqa: BLE001  # a Redis that is away, by any name: the row waits, and is offered again
            log.warning("Job %s could not be handed over (%s)", number, type(error).__name__)
