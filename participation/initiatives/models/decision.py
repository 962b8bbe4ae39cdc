"""What was decided, and in which words: one record makes page, message and figures."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base

TAKEN_DOWN = text("act = 'unpublish'")


class Decision(Base):
    """An act that came with words, or that a moderator made; the journal keeps the digest of the words only."""

    __tablename__ = "decision"
    __table_args__ = (
        Index(None, "initiative_id", "id"),
        Index("ix_decision_taken_down", "at", "id", sqlite_where=TAKEN_DOWN, postgresql_where=TAKEN_DOWN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"))
    act: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_desk: Mapped[bool]
    version: Mapped[int | None]
    reason_code: Mapped[str | None] = mapped_column(ForeignKey("reason.code"))
    words: Mapped[str] = mapped_column(default="")
    language: Mapped[str]  # the words are in
    at: Mapped[datetime]

    remarks: Mapped[list["Remark"]] = relationship(order_by="Remark.id", lazy="selectin")
    person: Mapped[Person] = relationship(lazy="raise")


class Remark(Base):
    """What a moderator asks to change, on one named field."""

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    field: Mapped[str]
    words: Mapped[str]
