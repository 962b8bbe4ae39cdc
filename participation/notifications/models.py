"""Who was told of what: a message in the bell and a mail, one each a person and event; and who wishes to be told."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base
from participation.deeds import Subject
from participation.notifications.importance import USUAL_HOUR, Channel
from participation.outbox.models import Event

UNREAD = text("read_at IS NULL")
WAITING = text("sent_at IS NULL AND given_up_at IS NULL AND dropped_at IS NULL")
GIVEN_UP = text("given_up_at IS NOT NULL")
UNBUILT = text("digest_id IS NULL")
FOLLOWING = text("confirmed_at IS NOT NULL AND ended_at IS NULL")


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
        CheckConstraint("(event_id IS NULL) <> (digest_id IS NULL)", name="event_or_digest"),
        Index("ix_mail_given_up", "id", sqlite_where=GIVEN_UP, postgresql_where=GIVEN_UP),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_event.id"))  # the first of its act
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id"), unique=True, default=None)
    # None: an applicant or a follower, who has an address and no account.
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

    event: Mapped[Event | None] = relationship(lazy="raise")
    digest: Mapped["Digest | None"] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def recipient(self) -> str:
        """Return where it goes: a person's mails follow to the address of now."""
        return self.person.email if self.person is not None else self.address


class DigestEntry(Base):
    """Something that waits for a reader's next digest; one each an address and act, as a mail would be."""

    __tablename__ = "digest_entry"
    __table_args__ = (
        Index("uq_digest_entry_event", "event_id", "address", unique=True),
        Index("ix_digest_entry_waiting", "rhythm", "address", sqlite_where=UNBUILT, postgresql_where=UNBUILT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("outbox_event.id"))  # the first of its act
    # None: a visitor who follows by e-mail, and is told what is public.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    address: Mapped[str]
    language: Mapped[str]
    rhythm: Mapped[Channel]  # daily or weekly
    queued_at: Mapped[datetime]
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("digest.id"), index=True, default=None)

    event: Mapped[Event] = relationship(lazy="raise")


class Digest(Base):
    """One digest of one reader and period; its words are chosen when it is sent, with sight as it is then."""

    __tablename__ = "digest"
    __table_args__ = (Index("uq_digest_period", "address", "rhythm", "period", unique=True), Index(None, "built_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    address: Mapped[str]
    rhythm: Mapped[Channel]
    period: Mapped[date]  # the day it is due
    built_at: Mapped[datetime]


class MailPreference(Base):
    """What a person chose; without a row, and for a group that is not named, the usual holds."""

    __tablename__ = "mail_preference"
    __table_args__ = (CheckConstraint("hour BETWEEN 0 AND 23", name="hour_of_day"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    channels: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # by group
    hour: Mapped[int] = mapped_column(default=USUAL_HOUR)  # of the digests, in Belgium
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)  # nothing at all until chosen again


class Watch(Base):
    """One person's wish about one initiative: to hear of it, or not to."""

    __tablename__ = "watch"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    initiative_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    follows: Mapped[bool]  # False: muted, then it stands in the bell alone


class Follow(Base):
    """An address that asked to be told of one initiative, or of what fits a filter; nothing is sent before it agreed.

    The row is the proof of the consent: when it was asked for, given and taken back.
    """

    __tablename__ = "follow"
    __table_args__ = (
        Index("uq_follow_about", "address", "about", unique=True),
        Index("ix_follow_about_in_force", "about", sqlite_where=FOLLOWING, postgresql_where=FOLLOWING),
        CheckConstraint("address = lower(address)", name="address_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    about: Mapped[str]  # `initiative:<id>`, or `filter:<query>` with its fields in one order
    language: Mapped[str]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def subject(self) -> Subject:
        """What journal and outbox call it."""
        return Subject("follow", self.id)


class Reminder(Base):
    """That somebody was reminded: the row makes it once."""

    __tablename__ = "reminder"

    kind: Mapped[str] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)  # of what, and for which of its dates
    at: Mapped[datetime]
