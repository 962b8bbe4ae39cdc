"""`flask outbox`."""

import click

from participation import clock
from participation.db import begin_write
from participation.extensions import db
from participation.notifications import actions, queries


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
