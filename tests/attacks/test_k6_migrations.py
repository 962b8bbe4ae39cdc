"""K6 and K7: a migration that dies half-way leaves what was there; none makes unique what may stand there twice."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine, event

from participation.app import create_app
from participation.commands import MIGRATIONS
from participation.extensions import db
from tests.attacks.clients import same_site
from tests.notifications.servers import free_port
from tests.system.processes import FLASK, answers, running, until
from tests.templates import Templates, settings_for
from tests.test_migrations import schema

MARK = ("INSERT INTO alembic_version", "UPDATE alembic_version")  # the last statement of each migration
KILLED = """
import os, signal
from sqlalchemy import event
from participation.extensions import db
from wsgi import app
from flask_migrate import upgrade

def at_the_mark(connection, cursor, statement, *rest):
    if statement.startswith("UPDATE alembic_version"):
        os.kill(os.getpid(), signal.SIGKILL)

with app.app_context():
    event.listen(db.engine, "before_cursor_execute", at_the_mark)
    upgrade("migrations")
"""


class Died(Exception):
    """A migration did not come to its end."""


@pytest.fixture
def empty(templates: Templates) -> Iterator[str]:
    """Address of a database without tables."""
    yield templates.new("half")
    templates.remove("half")


@pytest.fixture
def old(empty: str) -> Iterator[Flask]:
    """The application over it."""
    made = create_app(settings_for(empty))
    with made.app_context():
        yield made
        db.engine.dispose()


@contextmanager
def dying(engine: Engine) -> Iterator[None]:
    """Let a migration die when it has done all but its mark."""

    def die(_connection: object, _cursor: object, statement: str, *_rest: Any) -> None:  # noqa: ANN401  # theirs
        if statement.startswith(MARK):
            raise Died

    event.listen(engine, "before_cursor_execute", die)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", die)


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    return [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def standing(engine: Engine) -> tuple[dict[tuple[str, str], str], list[str]]:
    """Return the schema, and the mark of its version."""
    with engine.connect() as connection:
        is_marked = sa.inspect(connection).has_table("alembic_version")
        marks = list(connection.scalars(sa.text("SELECT version_num FROM alembic_version"))) if is_marked else []
    return schema(engine), marks


def unique_on(engine: Engine) -> dict[str, set[str]]:
    """List, by table, what may stand there once only."""
    looked = sa.inspect(engine)
    return {
        table: {str(one["name"]) for one in looked.get_indexes(table) if one["unique"]}
        | {str(one["name"]) for one in looked.get_unique_constraints(table)}
        for table in looked.get_table_names()
    }


def test_k6_k7_each_migration_is_done_whole_or_not_at_all_and_doubles_nothing(old: Flask) -> None:
    assert old.name
    before, unique = standing(db.engine), unique_on(db.engine)
    for revision in revisions():
        with dying(db.engine), pytest.raises(Died):
            upgrade(MIGRATIONS, revision)
        assert standing(db.engine) == before, revision
        upgrade(MIGRATIONS, revision)
        before, earlier, unique = standing(db.engine), unique, unique_on(db.engine)
        assert before[1] == [revision]
        # K7: rows that are there twice would stop it. Look for them first, name them, and change nothing.
        assert {table: unique[table] - names for table, names in earlier.items() if unique[table] - names} == {}


def test_k6_killed_half_way_nothing_is_there_and_the_next_start_does_it_all(
    empty: str, old: Flask, engine: Engine, tmp_path: Path
) -> None:
    assert old.name
    with running([sys.executable, "-c", KILLED], tmp_path / "log", **same_site(empty, tmp_path)) as killed:
        until(lambda: killed.poll() is not None, "lives on")
        assert killed.returncode == -signal.SIGKILL, (tmp_path / "log").read_text()
    assert standing(db.engine) == ({}, [])
    upgrade(MIGRATIONS)
    assert standing(db.engine) == (schema(engine), revisions()[-1:])


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_k6_a_database_of_another_version_is_not_served(old: Flask, empty: str, tmp_path: Path) -> None:
    assert old.name
    upgrade(MIGRATIONS)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_of_later'")
    port, log = free_port(), tmp_path / "log"
    with running([*FLASK, "serve"], log, PORT=str(port), **same_site(empty, tmp_path)) as site:
        until(lambda: site.poll() is not None or answers(f"http://127.0.0.1:{port}/healthz"), "neither")
        assert site.returncode not in {0, None}, log.read_text()
    assert "9999_of_later" in log.read_text()
    assert "Traceback" not in log.read_text()


@pytest.fixture
def started(empty: str) -> Iterator[Flask]:
    """The application as a server starts it, over a database without tables."""
    made = create_app(settings_for(empty))
    yield made
    with made.app_context():
        db.engine.dispose()


def migrate(site: Flask, revision: str = "head") -> None:
    with site.app_context():
        upgrade(MIGRATIONS, revision)


def test_k6_no_page_is_served_over_older_tables_and_all_are_once_they_are_migrated(started: Flask) -> None:
    client, typed = started.test_client(), "Words that took an afternoon"
    assert client.get("/nl/").status_code == 503  # no tables at all
    migrate(started, revisions()[-2])
    refused = [client.get("/fr/"), client.get("/en/nowhere"), client.post("/en/join", data={"about": typed})]
    for answer in refused:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert '<html lang="fr"' in refused[0].text
    assert typed in refused[2].text
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)
    migrate(started)
    assert [client.get(path).status_code for path in ("/fr/", "/en/nowhere", "/readyz")] == [200, 404, 200]
