"""The command line."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import func, select

from participation import clock
from participation.accounts.models import Person
from participation.benching import loads
from participation.commands.keeping import backup, restore
from participation.commands.people import user
from participation.commands.post import outbox
from participation.commands.serving import FLASK, Pair, web
from participation.commands.working import worker
from participation.db import begin_write
from participation.demo import loader
from participation.extensions import db
from participation.journal import queries as journal
from participation.places.actions import load as load_places
from participation.reasons.actions import load as load_reasons

MIGRATIONS = str(Path(__file__).parents[2] / "migrations")


def register(app: Flask) -> None:
    """Add every command to `app`."""
    for command in (serve, demo, bench_data, worker, outbox, user, backup, restore, journal_group):
        app.cli.add_command(command)


@click.command("serve")
def serve() -> None:
    """Migrate, load demo data into an empty local database, and serve, with the worker beside."""
    settings = current_app.config["SETTINGS"]
    upgrade(MIGRATIONS)
    _fill()
    click.echo(f"{settings.platform_name} is at {settings.public_url}/")
    if not settings.production:
        click.echo(f"Demo accounts, all with the password {loader.PASSWORD}: {', '.join(loader.ACCOUNTS)}")
    sys.stdout.flush()
    db.session.remove()
    db.engine.dispose()
    sys.exit(Pair(web(settings.port), [*FLASK, "worker"]).run())


@click.command("demo")
def demo() -> None:
    """Load the demo data; does nothing where there is somebody already."""
    if current_app.config["SETTINGS"].production:
        raise click.ClickException("Demo data have known passwords: never where APP_ENV=production.")
    upgrade(MIGRATIONS)
    _fill()


@click.command("bench-data")
@click.option("--initiatives", default=loads.INITIATIVES, show_default=True, help="Everything else grows with them.")
@click.option("--seed", default=loads.SEED, show_default=True, help="The same seed makes the same rows.")
def bench_data(*, initiatives: int, seed: int) -> None:
    """Load rows for measuring into a database that holds no initiative."""
    if current_app.config["SETTINGS"].production:
        raise click.ClickException("Bench data are nobody's words: never where APP_ENV=production.")
    upgrade(MIGRATIONS)
    session = db.session()
    begin_write(session)
    if not loads.is_empty(session):
        raise click.ClickException("There are initiatives already: bench data go into a database of their own.")
    load_places(session)
    load_reasons(session)
    loads.load(session, initiatives, seed)
    loads.analyse(session)
    session.commit()
    click.echo(f"{initiatives} initiatives are there.")


def _fill() -> None:
    session = db.session()
    begin_write(session)
    load_places(session)
    load_reasons(session)
    if not current_app.config["SETTINGS"].production and not session.scalar(select(func.count()).select_from(Person)):
        loader.load(session, current_app.config["SETTINGS"].argon2_cost)
    session.commit()


@click.group("journal")
def journal_group() -> None:
    """Look after the journal."""


@journal_group.command("verify")
def verify() -> None:
    """Name every fault of the journal; exit 1 if there is one."""
    faults = journal.verify(db.session(), clock.now())
    for fault in faults:
        click.echo(f"{fault.wrong} {fault.number}")
    click.echo(f"{journal.head(db.session()).position} entries sealed, {len(faults)} faults")
    if faults:
        raise SystemExit(1)
