"""Run migrations on the app's own engine: one transaction on either engine, foreign keys off on SQLite."""

from alembic import context
from flask import current_app

from participation.db import Base

# SQLite's search index has tables of its own beside it, which no model knows.
HIDDEN = "initiative_words_fts"


def include(_thing: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave out what the search index keeps for itself."""
    return not (kind in {"table", "index"} and (name or "").startswith((HIDDEN, "ix_initiative_words_vector")))


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
            transactional_ddl=True,  # on SQLite as well, or each migration would wait for the turn of the one before
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
