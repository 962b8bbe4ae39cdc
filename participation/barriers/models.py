"""One thing that did not work for somebody."""

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base
from participation.deeds import Subject

WAITING = text("answered_at IS NULL")


def unguessable() -> str:
    """Make a name for an address."""
    return secrets.token_hex(10)


class Barrier(Base):
    """What did not work, on which page; who told it is forgotten with the answer."""

    __tablename__ = "barrier"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_someone"),
        CheckConstraint("answered_at IS NULL OR (name = '' AND email = '')", name="forgotten_once_answered"),
        Index("ix_barrier_waiting", "at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=unguessable)
    at: Mapped[datetime]
    page: Mapped[str]
    words: Mapped[str]
    language: Mapped[str]  # of the page it was told on
    name: Mapped[str]
    email: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(default="")

    @property
    def subject(self) -> Subject:
        """What the journal calls it."""
        return Subject("barrier", self.id)
