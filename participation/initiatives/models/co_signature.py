"""Co-signatures and the commitments that come with them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.db import Base
from participation.organisations.models import Organisation

IN_FORCE = text("ended_at IS NULL")


class Ending(StrEnum):
    """Why a co-signature is no longer in force."""

    WITHDRAWN = "withdrawn"
    REAFFIRMED = "reaffirmed"  # another row, on a later version, took its place
    MERGED = "merged"  # its organisation has merged with one that stands here, or proposed it


class CoSignature(Base):
    """An organisation's name under one version of the text; ended with a trace, never erased."""

    __tablename__ = "co_signature"
    __table_args__ = (
        # Two columns, so that a co-signature cannot name a version of another initiative.
        ForeignKeyConstraint(["initiative_id", "version"], ["version.initiative_id", "version.number"]),
        CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_how"),
        Index(
            "uq_co_signature_in_force",
            "initiative_id",
            "organisation_id",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index(None, "initiative_id", "id"),
        Index(None, "organisation_id", "initiative_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"))
    version: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    signed_as_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # before it merged into this one
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    statement: Mapped[str] = mapped_column(default="")
    language: Mapped[str]  # the statement is in
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[Ending | None]
    ending_reason: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=organisation_id)
    signed_as: Mapped[Organisation | None] = relationship(lazy="raise", foreign_keys=signed_as_id)
    commitments: Mapped[list["Commitment"]] = relationship(order_by="Commitment.ask_key", lazy="selectin")

    def name_then(self, language: str) -> str:
        """Return what the organisation that signed was called when it did."""
        return (self.signed_as or self.organisation).name_at(self.at, language)


class Commitment(Base):
    """What a co-signing organisation brings to one ask."""

    __tablename__ = "commitment"
    __table_args__ = (
        ForeignKeyConstraint(["initiative_id", "version", "ask_key"], ["ask.initiative_id", "ask.version", "ask.key"]),
        CheckConstraint("number > 0", name="something"),
    )

    co_signature_id: Mapped[int] = mapped_column(ForeignKey("co_signature.id"), primary_key=True)
    ask_key: Mapped[str] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(index=True)
    version: Mapped[int]
    number: Mapped[int]
