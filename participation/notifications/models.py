"""Who was told of what: a message in the bell and a mail, one each a person and event."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base
from participation.outbox.models import Event

UNREAD = text("read_at IS NULL")
WAITING = text("sent_at IS NULL AND given_up_at IS NULL AND dropped_at IS NULL")
GIVEN_UP = text("given_up_at IS NOT NULL")


class Message(Base):
    """One line in the bell of one person. What it says is put into words when it is read, in the reader's language."""

    __tablename__ = "message"
    __table_args__ = (
        Index("uq_message_event", "event_id", "person_id", unique=True),
        Index(None, "person_id", "at", "id"),
        Index("ix_message_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("outbox_event.id"))  # the first of its act
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]  # of the event
    read_at: Mapped[datetime | None] = mapped_column(default=None)

    event: Mapped[Event] = relationship(lazy="raise")


class Mail(Base):
    """One mail to one address. It waits, until it is sent, given up, or its reader has lost sight of the thing."""

    __tablename__ = "mail"
    __table_args__ = (
        Index("uq_mail_event", "event_id", "address", unique=True),
        Index("ix_mail_waiting", "next_try_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_mail_given_up", "id", sqlite_where=GIVEN_UP, postgresql_where=GIVEN_UP),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("outbox_event.id"))  # the first of its act
    # None: an applicant, who has an address and no account.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    address: Mapped[str]
    language: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)  # the same at every try, so that a second copy is known
    queued_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    given_up_at: Mapped[datetime | None] = mapped_column(default=None)
    dropped_at: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str] = mapped_column(default="")  # what the server said; never a text of the mail

    event: Mapped[Event] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
