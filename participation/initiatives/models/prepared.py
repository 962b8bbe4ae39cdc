"""An act that waits for a second representative of the organisation in whose name it is to be done."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base
from participation.deeds import Subject
from participation.organisations.models import Organisation

WAITING = text("ended_at IS NULL")


class PreparedEnd(StrEnum):
    """How the waiting ended."""

    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


class Prepared(Base):
    """What one representative typed, until another one of the same organisation confirms it or sends it back.

    It is no state of the initiative: nothing has happened yet. It ends, and stays, but with a draft that is deleted.
    """

    __tablename__ = "prepared_act"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_how"),
        CheckConstraint("(ended_as IN ('confirmed', 'sent_back', 'taken_back')) = (ended_by_id IS NOT NULL)",
                        name="ended_by_someone"),
        # The rule itself, kept by the database as well: nobody confirms what he or she prepared.
        CheckConstraint("ended_as <> 'confirmed' OR ended_by_id <> prepared_by_id", name="confirmed_by_another"),
        Index("uq_prepared_act_waiting", "initiative_id", "organisation_id", unique=True, sqlite_where=WAITING,
              postgresql_where=WAITING),
        Index(None, "organisation_id", "id"),
        Index(None, "until"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    act: Mapped[str]
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    version: Mapped[int | None]  # that was read and is signed; None for one that is yet to be submitted
    lock: Mapped[int | None]  # of the working copy that is to be submitted, as it was
    statement: Mapped[str | None]  # None: the form had no such field
    language: Mapped[str]  # the statement is in
    commitments: Mapped[dict[str, str]] = mapped_column(JSON)  # key of the ask -> how many, as typed
    correction: Mapped[bool]
    at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[PreparedEnd | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    word: Mapped[str] = mapped_column(default="")  # with which it was sent back

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    prepared_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=prepared_by_id)
    ended_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=ended_by_id)

    @property
    def subject(self) -> Subject:
        """What the journal calls it."""
        return Subject("prepared_act", self.id)
