"""Run migrations on the app's own engine: one transaction on either engine, foreign keys off on SQLite."""

import re

from alembic import context
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from participation.db import Base

# SQLite's search index has tables of its own beside it, which no model knows.
HIDDEN = "initiative_words_fts"
LONGEST = 32  # of the name of a migration, as Alembic's own table has room for


def include(_thing: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave out what the search index keeps for itself."""
    return not (kind in {"table", "index"} and (name or "").startswith((HIDDEN, "ix_initiative_words_vector")))


def number(_context: MigrationContext, _revision: object, made: list[MigrationScript]) -> None:
    """Give a new migration the number after the last one, and its own words; write none where nothing changes."""
    if not getattr(context.config.cmd_opts, "autogenerate", False):
        return  # it is only checked whether there is anything to write
    new = made[0]
    if new.upgrade_ops is None or new.upgrade_ops.is_empty():
        made.clear()
        return
    last = ScriptDirectory.from_config(context.config).get_current_head() or "0000"
    words = re.sub(r"[^a-z0-9]+", "_", (new.message or "").lower())
    new.rev_id = f"{int(last[:4]) + 1:04}_{words}"[:LONGEST].strip("_")


def run() -> None:
    """Apply what is missing."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(write=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            include_object=include,
            compare_type=True,
            process_revision_directives=number,
            transactional_ddl=True,  # SQLite's is, and a second transaction would wait for its own turn to write
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
