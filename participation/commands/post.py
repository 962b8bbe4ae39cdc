"""`flask worker` and `flask outbox`."""

import json
import signal
import threading
from types import FrameType

import click
from flask import current_app

from participation import clock
from participation.db import begin_write
from participation.extensions import db
from participation.journal import queries as journal
from participation.notifications import actions, queries
from participation.notifications.transport import transport_for
from participation.notifications.worker import Worker
from participation.portal.arranging import Arranger

POLL = 1.0  # seconds between two looks at an idle outbox


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what waits, then stop.")
def worker(*, once: bool) -> None:
    """Seal the journal, tell what happened, send mails, sweep up; until SIGTERM or Ctrl-C."""
    stop = threading.Event()

    def leave(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    settings, session = current_app.config["SETTINGS"], db.session()
    crew = Worker(
        transport_for(settings.mail_url, settings.mail_from, settings.data_dir),
        stop.is_set,
        settings.desk_days,
        Arranger(),
    )
    while not stop.is_set():
        done = crew.round(session)
        if done.anything:
            continue
        if once:
            break
        stop.wait(POLL)
    if once:
        click.echo(json.dumps(journal.head(session)._asdict()))
    session.rollback()


@click.group("outbox", invoke_without_command=True)
@click.pass_context
def outbox(context: click.Context) -> None:
    """List what waits to be told or sent, and what was given up."""
    if context.invoked_subcommand is not None:
        return
    events, waiting, given_up = queries.outbox(db.session())
    for event in events:
        click.echo(f"event {event.id}: {event.kind}, for {event.audience}, since {event.at:%Y-%m-%d %H:%M}")
    for mail in waiting:
        why = f", {mail.last_error}" if mail.last_error else ""
        click.echo(f"mail {mail.id}: to {mail.address}, tried {mail.tries} times, next {mail.next_try_at:%H:%M}{why}")
    for mail in given_up:
        click.echo(f"mail {mail.id}: to {mail.address}, given up {mail.given_up_at:%Y-%m-%d %H:%M}, {mail.last_error}")
    click.echo(f"{len(events)} events to be told, {len(waiting)} mails waiting, {len(given_up)} given up")


@outbox.command("digests")
def digests() -> None:
    """Say when the last digests went, to how many, and what failed."""
    for day in queries.last_digests(db.session()):
        click.echo(
            f"{day.period} {day.rhythm}: {day.built} built, {day.sent} sent, {day.given_up} given up,"
            f" {day.dropped} dropped (nothing to be seen any more, or stopped)"
        )


@outbox.command("resend")
@click.argument("numbers", type=int, nargs=-1, required=True)
def resend(numbers: tuple[int, ...]) -> None:
    """Let mails that were given up wait again, with another day to go."""
    session = db.session()
    begin_write(session)
    unknown = [number for number in numbers if not actions.resend(session, number, clock.now())]
    session.commit()
    if unknown:
        raise click.ClickException(f"Not among those given up: {', '.join(map(str, unknown))}.")
    click.echo(f"{len(numbers)} to be sent again.")
