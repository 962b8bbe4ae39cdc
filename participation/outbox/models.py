"""The outbox: one row an event and audience, written with the act, told later."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base

UNTOLD = text("told_at IS NULL")


class Event(Base):
    """Something to be told. Who is in the audience, and may still see it, is decided at sending."""

    __tablename__ = "outbox_event"
    __table_args__ = (
        Index("ix_outbox_event_untold", "id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
        Index(None, "subject_kind", "subject_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    audience: Mapped[str]
    actor_key: Mapped[str]  # nobody is told of an act of one's own
    organisation_id: Mapped[int | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    detail_id: Mapped[int | None]  # the row whose words the message quotes: a comment, a decision
    told_at: Mapped[datetime | None] = mapped_column(default=None)
