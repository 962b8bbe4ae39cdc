"""The command line: people, backup and restore, and whether the installation is in order."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from contextvars import Context
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, text, update

from participation import clock
from participation.accounts import passwords
from participation.accounts.models import Person, SignedIn
from participation.db import begin_write
from participation.extensions import db
from participation.journal import queries as journal
from participation.journal.models import Entry
from participation.outbox.models import Event
from tests import postgres
from tests.notifications.scene import Scene

WORD = "zeven groene fietsen"


class Typed:
    """Runs commands as somebody types them."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, *words: str) -> Result:
        return Context().run(self._run, words)

    def _run(self, words: tuple[str, ...]) -> Result:
        with self.app.app_context():
            return self.app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def typed(app: Flask) -> Iterator[Typed]:
    yield Typed(app)
    with app.app_context():
        db.engine.dispose()


def added(typed: Typed, email: str = "Ann@Example.be") -> Result:
    return typed("user", "add", email, "--name", "Ann", "--language", "fr", "--password", WORD)


def test_a_person_is_added_and_named_and_the_journal_knows(app: Flask, typed: Typed) -> None:
    assert added(typed).exit_code == 0
    assert added(typed).exit_code == 1  # there already
    assert typed("user", "add", "b@example.be", "--name", "B", "--password", "password").exit_code == 1  # too common
    assert typed("user", "administrator", "ann@example.be").exit_code == 0
    assert typed("user", "moderator", "ann@example.be").exit_code == 0
    assert typed("user", "moderator", "nobody@example.be").exit_code == 1
    assert typed("user", "list").output == "ann@example.be  Ann  fr  moderator, administrator\n"
    assert typed("user", "moderator", "ann@example.be", "--off").exit_code == 0
    with app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert (person.is_moderator, person.is_administrator) == (False, True)
        assert passwords.fits(person.password, WORD, 1)
        kinds = [(entry.kind, entry.actor_key) for entry in db.session.scalars(select(Entry).order_by(Entry.id))]
        wanted = ["add_person", "name_administrator", "name_moderator", "end_moderator"]
        assert kinds == [(kind, "command-line") for kind in wanted]


def test_a_new_password_signs_everyone_out(app: Flask, typed: Typed) -> None:
    added(typed)
    with app.app_context():
        begin_write(db.session())
        at = clock.now()
        db.session.add(SignedIn(digest="x", person_id=1, hat="", since=at, seen_at=at, until=at + timedelta(hours=1)))
        db.session.commit()
    assert typed("user", "password", "ann@example.be", "--password", "negen blauwe fietsen").exit_code == 0
    with app.app_context():
        assert not db.session.scalars(select(SignedIn)).all()
        assert passwords.fits(db.session.scalars(select(Person)).one().password, "negen blauwe fietsen", 1)


def test_d8_who_has_lost_the_mailbox_gets_another_address_and_both_are_told(app: Flask, typed: Typed) -> None:
    added(typed)
    assert typed("user", "address", "ann@example.be", "none").exit_code == 1
    assert typed("user", "address", "ann@example.be", "ann@example.be").exit_code == 1  # taken, by herself
    assert typed("user", "address", "ann@example.be", "Ann@Example.org").exit_code == 0
    with app.app_context():
        assert db.session.scalars(select(Person.email)).all() == ["ann@example.org"]
        told = db.session.execute(select(Event.kind, Event.audience).order_by(Event.id)).all()
        assert [tuple(row) for row in told] == [("change_address", "person"), ("change_address", "address")]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's client programs, as new as the server: older ones refuse it."""
    monkeypatch.setenv("PATH", str(postgres.binaries()), prepend=os.pathsep)


@pytest.fixture
def saved(scene: Scene, typed: Typed, programs: None, tmp_path: Path) -> Iterator[str]:
    """The reference of what was there when the backup was made."""
    reference = scene.submitted()
    scene.work()
    written = typed("backup", str(tmp_path / "backup"))
    assert written.exit_code == 0, written.output
    yield reference
    scene.session.close()


def restored(scene: Scene, typed: Typed, file: Path) -> str:
    """Restore as one does who stopped the site before."""
    scene.session.close()
    db.engine.dispose()
    done = typed("restore", str(file), "--really", "reseau")
    assert done.exit_code == 0, done.output
    return done.output


def test_a_backup_brings_back_what_was_there_and_never_by_mistake(
    scene: Scene, typed: Typed, saved: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    assert file.stat().st_mode & 0o077 == 0
    assert typed("backup", str(file)).exit_code == 1  # never over another one
    later = scene.submitted("Koffie")
    people = scene.session.scalar(select(func.count()).select_from(Person))
    scene.session.rollback()
    refused = typed("restore", str(file))
    assert refused.exit_code == 1
    assert "--really reseau" in refused.output
    assert scene.whole(later).reference == later  # nothing has changed
    assert ", 0 faults" in restored(scene, typed, file)
    assert scene.whole(saved).reference == saved
    with pytest.raises(AssertionError):
        scene.whole(later)
    assert scene.session.scalar(select(func.count()).select_from(Person)) == people


def test_after_a_restore_the_site_goes_on_and_what_was_replaced_can_be_brought_back(
    scene: Scene, typed: Typed, saved: str, tmp_path: Path
) -> None:
    later = scene.submitted("Koffie")
    scene.work()
    said = restored(scene, typed, tmp_path / "backup")
    scene.act(saved, "take")  # numbers and the chain are in order
    scene.work()
    assert journal.verify(scene.session, clock.now()) == []
    aside = Path(said.partition("What was there is kept in ")[2].partition("\n")[0].removesuffix("."))
    assert aside.stat().st_mode & 0o077 == 0  # it holds as much about people as the backup
    restored(scene, typed, aside)
    assert scene.whole(later).reference == later


@pytest.mark.usefixtures("programs")
def test_what_is_no_backup_is_refused_before_anything_is_touched(app: Flask, typed: Typed, tmp_path: Path) -> None:
    added(typed)
    strange = tmp_path / "strange"
    strange.write_text("words")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE something (id INTEGER)")
    for file in (strange, tmp_path / "other.db"):
        assert typed("restore", str(file), "--really", "reseau").exit_code == 1
    assert "ann@example.be" in typed("user", "list").output
    assert not list(tmp_path.glob("*-before-*"))


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_a_restored_journal_with_a_fault_says_so(scene: Scene, typed: Typed, tmp_path: Path) -> None:
    scene.submitted()
    scene.work()
    file = tmp_path / "backup.db"
    typed("backup", str(file))
    with closing(sqlite3.connect(file)) as forged:
        _let_change(forged)
        forged.execute("UPDATE journal_entry SET body = replace(body, 'submit', 'accept')")
        forged.commit()
    scene.session.close()
    db.engine.dispose()
    restored = typed("restore", str(file), "--really", "reseau")
    assert restored.exit_code == 1
    assert "altered" in restored.output


def _let_change(forged: sqlite3.Connection) -> None:
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_entry'"
    for (name,) in forged.execute(guards).fetchall():
        forged.execute(f"DROP TRIGGER {name}")


def ready(app: Flask) -> tuple[int, dict[str, object]]:
    answer = Context().run(app.test_client().get, "/readyz")
    return answer.status_code, json.loads(answer.text)


def test_readiness_names_what_is_late(scene: Scene, app: Flask) -> None:
    scene.submitted()
    scene.work()
    assert ready(app)[0] == 200
    scene.submitted("Koffie")
    begin_write(scene.session)
    long_ago = clock.now() - timedelta(minutes=6)
    scene.session.execute(update(Event).where(Event.told_at.is_(None)).values(at=long_ago))
    scene.session.commit()
    status, said = ready(app)
    assert status == 503
    assert said["ready"] is False
    assert said["oldest_untold_seconds"] in range(360, 400)
    scene.work()
    assert journal.oldest_pending(scene.session) is None
    assert ready(app)[0] == 200


def test_readiness_fails_where_a_migration_is_missing_or_the_database_is_away(scene: Scene, app: Flask) -> None:
    begin_write(scene.session)
    scene.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    scene.session.commit()
    assert ready(app) == (503, {**ready(app)[1], "migrations": False, "ready": False})
    begin_write(scene.session)
    scene.session.execute(text("DROP TABLE alembic_version"))
    scene.session.commit()
    assert ready(app) == (503, {"database": False, "ready": False})
