"""Who asks for an organisation to join, before and after the address is confirmed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.db import Base
from participation.deeds import Subject
from participation.organisations.models.organisation import Organisation


class Application(Base):
    """Who asked to join, for the desk only."""

    __tablename__ = "application"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    applicant: Mapped[str]
    applicant_email: Mapped[str]
    function: Mapped[str]
    language: Mapped[str]  # the applicant reads
    message: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]  # when the desk's last question was answered
    organisation: Mapped[Organisation] = relationship(back_populates="application", lazy="raise")

    @property
    def waiting_since(self) -> datetime:
        """From when the desk's promise counts: while it waited for an answer, nothing was its turn."""
        return self.answered_at or self.at

    @property
    def number(self) -> str:
        """What the receipt and the mails call it."""
        return f"A{self.at.year}-{self.organisation_id:04d}"


class ApplicantAnswer(Base):
    """What an applicant answered to a question of the desk; the question is a row of `Ruling`."""

    __tablename__ = "applicant_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    words: Mapped[str]
    language: Mapped[str]  # the applicant reads
    at: Mapped[datetime]


class UnconfirmedApplication(Base):
    """An application as it was typed, until somebody at its address confirms it; the desk has it afterwards.

    The token is derived from this row and the secret, as in `tokens`.
    """

    __tablename__ = SUBJECT = "unconfirmed_application"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(confirmed_at IS NULL) = (organisation_id IS NULL)", name="confirmed_as_application"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]  # of the organisation
    email: Mapped[str]
    language: Mapped[str]  # the applicant reads
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)  # emptied once it is confirmed
    at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    mails: Mapped[int]  # how often the link was sent
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)

    @property
    def subject(self) -> Subject:
        """What journal and outbox call it."""
        return Subject(self.SUBJECT, self.id)
