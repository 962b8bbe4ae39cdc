"""Long work with its progress, what came of it, and when each chore was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.accounts.models import Person
from participation.db import Base
from participation.deeds import Subject
from participation.jobs.lifecycle import State

OPEN = text("state IN ('waiting', 'running')")


class Job(Base):
    """Something that takes its time: asked on a page, done by the worker, looked at by who asked."""

    __tablename__ = "job"
    __table_args__ = (
        Index("uq_job_open", "person_id", "kind", "about", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_job_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(None, "ended_at"),
        CheckConstraint("done >= 0 AND whole >= 0", name="counted"),
        CheckConstraint("(state IN ('done', 'failed')) = (ended_at IS NOT NULL)", name="ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="CASCADE"))
    given: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what was asked, in plain values
    about: Mapped[str]  # a digest of it: the same is not asked twice while it waits
    asked_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(default=State.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    whole: Mapped[int] = mapped_column(default=0)  # 0 while nobody knows yet how much it is
    tries: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)  # whoever has it and died holds it for no longer
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # numbers, and what was refused why
    file_name: Mapped[str] = mapped_column(default="")

    @property
    def subject(self) -> Subject:
        """What the journal calls it."""
        return Subject("job", self.id)


class JobFile(Base):
    """What a job has made, for its owner alone; in the database, so that every web process has it."""

    __tablename__ = "job_file"

    job_id: Mapped[int] = mapped_column(ForeignKey(Job.id, ondelete="CASCADE"), primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)  # compressed


class Chore(Base):
    """When something was last done by the clock; the row keeps two workers from doing it at the same time."""

    __tablename__ = "chore"

    name: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(default=None)  # whoever does it and died holds it for no longer
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    number: Mapped[int] = mapped_column(default=0)  # what came of the last time
    error: Mapped[str] = mapped_column(default="")  # a word for who keeps the site; empty where it went well
