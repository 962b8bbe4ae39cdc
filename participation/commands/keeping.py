"""`flask backup` and `flask restore`: one file holds everything, and what would be overwritten is kept aside first."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import URL, func, inspect, make_url, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.confirming import actions as confirming
from participation.db import begin_write
from participation.extensions import db
from participation.journal import queries as journal
from participation.notifications import actions as mails
from participation.notifications import reminders, telling
from participation.organisations.actions import reminders as mandates
from participation.organisations.policy import VISITOR, ActorDeed

SITE = "reseau"


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database into FILE, while the site runs."""
    if file.exists():
        raise click.ClickException(f"{file} is there already: choose another name.")
    half = file.with_name(f".{file.name}.half")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    url = _url()
    try:
        if url.get_backend_name() == "sqlite":
            _copy(Path(url.database or ""), half)
            _require_whole(half)
        else:
            _dump(url, half)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    click.echo(f"{file} holds everything but DATA_DIR, with its mails and its secret key: keep that as well.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--really", default="", help="The name of the site, where somebody is in the database already.")
def restore(file: Path, really: str) -> None:
    """Put what FILE holds in the place of the database, then check the journal. Stop the site before."""
    if _is_somebody_there() and really != SITE:
        raise click.ClickException(
            f"There are people in this database, and all of it would be lost. If you mean it: --really {SITE}"
        )
    db.session.remove()  # what it has read it holds, and nobody could take that away
    url = _url()
    if url.get_backend_name() == "sqlite":
        _restore_sqlite(file, Path(url.database or ""))
    else:
        _restore_postgresql(file, url)
    upgrade(current_app.extensions["migrate"].directory)
    _hold_mails()
    _verify()


def _hold_mails() -> None:
    """Tell what was not told, to the bell alone: what was mailed after the backup was made is not mailed twice.

    What fell due by the clock since then may have been mailed as well: it is found now, and held with the rest.
    """
    session, at = db.session(), clock.now()
    begin_write(session)
    _let_the_clock_catch_up(session, at)
    while events := telling.next_act(session):
        telling.tell(session, events, at)
    held = mails.hold(session, at)
    session.commit()
    click.echo(f"Mails that waited, and may have been sent since: {held}. They wait for `flask outbox resend`.")


def _let_the_clock_catch_up(session: Session, at: datetime) -> None:
    """Put into the outbox what the chores of the worker would find to be due by now."""
    reminders.put_out(session, at, current_app.config["SETTINGS"].desk_days)
    deed = ActorDeed(session, VISITOR, at, "restore")
    mandates.warn(deed)
    while confirming.lapse(deed):
        session.flush()


def _restore_sqlite(file: Path, database: Path) -> None:
    _require_whole(file)
    if database.exists():
        _copy(database, _aside(database))
    begin_write(db.session())  # waits for whoever writes; SQLite's own lock then keeps others out
    db.session.rollback()
    db.session.remove()
    db.engine.dispose()
    _copy(file, database)


def _restore_postgresql(file: Path, url: URL) -> None:
    _run(url, "pg_restore", "--list", str(file))  # refuses what is no backup, and touches nothing
    _dump(url, _aside(file.with_name(f"{url.database}.dump")))
    db.engine.dispose()
    how = ("--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={url.database}")
    _run(url, "pg_restore", *how, str(file))


def _aside(file: Path) -> Path:
    """Make an empty file that nobody else reads, never one that is there already, and say where it is."""
    made = file.with_name(f"{file.stem}-before-{clock.now():%Y%m%d-%H%M%S-%f}{file.suffix}")
    made.touch(mode=0o600, exist_ok=False)
    click.echo(f"What was there is kept in {made}.")
    return made


def _dump(url: URL, file: Path) -> None:
    _run(url, "pg_dump", "--format=custom", "--no-owner", f"--file={file}")


def _copy(source: Path, target: Path) -> None:
    """Copy page by page in one step: a writer waits, and the copy is of one moment."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _require_whole(file: Path) -> None:
    """Refuse a file that is damaged, or is no backup of ours."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
            sound = opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{file} is no backup of this site: {error}.") from error
    if not sound:
        raise click.ClickException(f"{file} is damaged.")


def _is_somebody_there() -> bool:
    if not inspect(db.engine).has_table(Person.__tablename__):
        return False
    return bool(db.session.scalar(select(func.count()).select_from(Person)))


def _verify() -> None:
    session = db.session()
    faults = journal.verify(session, clock.now())
    for fault in faults:
        click.echo(f"{fault.wrong} {fault.number}")
    click.echo(f"Restored: {journal.head(session).position} entries of the journal, {len(faults)} faults.")
    if faults:
        raise SystemExit(1)


def _url() -> URL:
    return make_url(current_app.config["SETTINGS"].database_url)


def _run(url: URL, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password goes by the environment, which others cannot read."""
    found = shutil.which(program)
    if found is None:
        raise click.ClickException(f"{program} is missing: install PostgreSQL's client programs.")
    ran = subprocess.run(  # noqa: S603  # a program of PostgreSQL, no shell
        [found, *arguments], env={**os.environ, **_environment(url)}, check=False, capture_output=True, text=True
    )
    if ran.returncode:
        raise click.ClickException(f"{program} failed: {ran.stderr.strip()[-500:]}")


def _environment(url: URL) -> Mapping[str, str]:
    given = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    given["PGDATABASE"] = url.database
    return {name: str(value) for name, value in given.items() if value}
