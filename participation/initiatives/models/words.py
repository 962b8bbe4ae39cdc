"""What the search looks through: one row an initiative, its words folded alike on both engines.

Folding (case, accents) happens in Python, since PostgreSQL's wheel knows no ICU and SQLite keeps "ß". SQLite
keeps an FTS5 index beside the table by triggers; PostgreSQL has a column of its own kind, with a GIN index.
"""

from sqlalchemy import DDL, ForeignKey, Index, Text, event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class Words(Base):
    """The folded words of the version that is shown, its translations, its proposer and its place."""

    __tablename__ = "initiative_words"
    __table_args__ = (Index(None, "vector", postgresql_using="gin").ddl_if(dialect="postgresql"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True)
    folded: Mapped[str]
    # Of PostgreSQL only, written by a trigger: read anew for each row of a list, the words would cost a page.
    vector: Mapped[str | None] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


INDEX = {
    "sqlite": (
        """CREATE VIRTUAL TABLE initiative_words_fts USING fts5(
            folded, content='initiative_words', content_rowid='initiative_id', prefix='3')""",
        """CREATE TRIGGER initiative_words_in AFTER INSERT ON initiative_words BEGIN
            INSERT INTO initiative_words_fts (rowid, folded) VALUES (NEW.initiative_id, NEW.folded); END""",
        """CREATE TRIGGER initiative_words_out AFTER DELETE ON initiative_words BEGIN
            INSERT INTO initiative_words_fts (initiative_words_fts, rowid, folded)
            VALUES ('delete', OLD.initiative_id, OLD.folded); END""",
        """CREATE TRIGGER initiative_words_new AFTER UPDATE ON initiative_words BEGIN
            INSERT INTO initiative_words_fts (initiative_words_fts, rowid, folded)
            VALUES ('delete', OLD.initiative_id, OLD.folded);
            INSERT INTO initiative_words_fts (rowid, folded) VALUES (NEW.initiative_id, NEW.folded); END""",
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION initiative_words_read() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.vector := to_tsvector('simple', NEW.folded); RETURN NEW; END $$""",
        """CREATE TRIGGER initiative_words_in BEFORE INSERT OR UPDATE ON initiative_words
            FOR EACH ROW EXECUTE FUNCTION initiative_words_read()""",
    ),
}

for _dialect, _statements in INDEX.items():
    for _statement in _statements:
        _ddl = DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]  # DDL has no types
        event.listen(Words.__table__, "after_create", _ddl)
