"""What the migrations make is what the models say, to the letter, on both engines."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from participation.db import Base, begin_write, ready
from tests.templates import Templates

ALEMBIC = "alembic_version"  # its own table
HIDDEN = ("initiative_words_fts", "ix_initiative_words_vector")  # the search index: each engine has its own
CATALOGUE = """
    SELECT 'column', table_name || '.' || column_name,
           concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default)
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid)
      FROM pg_index JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
Schema = dict[tuple[str, str], str]


def schema(engine: Engine) -> Schema:
    """Read the schema as text, so that a lost CHECK, WHERE or trigger shows."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            rows = [(kind, name, said) for kind, name, said in connection.execute(text(CATALOGUE))]
        else:
            found = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
            rows = [(kind, name, canonical(said)) for kind, name, said in found]
    return {(kind, name): said for kind, name, said in rows if not name.startswith(ALEMBIC)}


def canonical(statement: str) -> str:
    """Let only words count: a table's lines may stand in another order, and names may be quoted or not."""
    said = re.sub(r"\s+", " ", statement.replace('"', "")).strip()
    match = re.fullmatch(r"(CREATE TABLE \S+ ?)\((.*)\)", said)
    if match is None:
        return said
    lines, depth = [""], 0
    for sign in match[2]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            lines.append("")
        else:
            lines[-1] += sign
    return match[1] + " | ".join(sorted(line.strip() for line in lines))


@pytest.fixture
def created(templates: Templates) -> Iterator[Engine]:
    """A database made from the models, without migrations."""
    engine = ready(sa.create_engine(templates.new("created")))
    with Session(engine) as session:
        begin_write(session)
        Base.metadata.create_all(session.connection())
        session.commit()
    yield engine
    engine.dispose()
    templates.remove("created")


def test_migrating_makes_what_the_models_say(engine: Engine, created: Engine) -> None:
    migrated, wanted = schema(engine), schema(created)
    assert len(wanted) > 30
    assert migrated.keys() == wanted.keys()
    assert {name: said for name, said in migrated.items() if said != wanted[name]} == {}


def test_alembic_finds_nothing_left_to_do(engine: Engine) -> None:
    def ours(_thing: object, name: str | None, kind: str, *_rest: object) -> bool:
        return not (kind in {"table", "index"} and (name or "").startswith(HIDDEN))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, Base.metadata) == []


def test_flask_db_check_is_content(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["db", "check", "--directory", "migrations"])
    assert answer.exit_code == 0, answer.output


def test_migrating_again_changes_nothing(app: Flask, engine: Engine) -> None:
    before = schema(engine)
    answer = app.test_cli_runner().invoke(args=["db", "upgrade", "--directory", "migrations"])
    assert answer.exit_code == 0, answer.output
    assert schema(engine) == before


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_a_migration_is_written_from_the_models_and_only_where_something_changes(app: Flask, tmp_path: Path) -> None:
    folder = Path(shutil.copytree("migrations", tmp_path / "migrations"))
    last = max(folder.glob("versions/*.py"))
    runner, there = app.test_cli_runner(), ("--directory", str(folder))
    assert runner.invoke(args=["db", "migrate", "-m", "nothing new", *there]).exit_code == 0
    assert max(folder.glob("versions/*.py")) == last
    assert runner.invoke(args=["db", "downgrade", *there]).exit_code == 0
    written = last.read_text("utf-8")
    last.unlink()
    shutil.rmtree(folder / "versions" / "__pycache__", ignore_errors=True)
    made = runner.invoke(args=["db", "migrate", "-m", "add browser and device to every session!", *there])
    assert made.exit_code == 0, made.output
    again = folder / "versions" / f"{last.name[:4]}_add_browser_and_device_to_e.py"
    found = again.read_text("utf-8")
    assert re.findall(r'down_revision = "\w+"', found) == re.findall(r'down_revision = "\w+"', written)
    assert {"browser", "device"} <= set(re.findall(r"\w+", found))
    assert runner.invoke(args=["db", "upgrade", *there]).exit_code == 0
    assert runner.invoke(args=["db", "check", *there]).exit_code == 0
