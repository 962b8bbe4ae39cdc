"""Organisations, applications, and the memberships that let people act for them."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base
from participation.deeds import Subject
from participation.organisations.lifecycle import MemberRole, State


class Organisation(Base):
    """A body that proposes initiatives or co-signs those of others."""

    __tablename__ = "organisation"
    __table_args__ = (Index(None, "state", "pillar", "sort_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]  # in its own language; two may bear the same one, and the desk is told
    sort_name: Mapped[str] = mapped_column(
        index=True
    )  # without accents and case: PostgreSQL's C collation sorts É after Z
    names: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # in other languages, where it has them
    language: Mapped[str]  # its own
    about: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # language -> text
    pillar: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(index=True)
    state: Mapped[State] = mapped_column(default=State.APPLIED)
    municipality: Mapped[str | None] = mapped_column(ForeignKey("municipality.nis"))
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)  # it works in
    website: Mapped[str] = mapped_column(default="")
    enterprise_number: Mapped[str | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    state_reason: Mapped[str] = mapped_column(default="")  # the moderator's words about the present state

    application: Mapped["Application | None"] = relationship(back_populates="organisation", lazy="raise")
    rulings: Mapped[list["Ruling"]] = relationship(order_by="Ruling.id", lazy="raise")

    def name_in(self, language: str) -> str:
        """Return its name in `language`, or its own."""
        return self.names.get(language) or self.name

    @property
    def subject(self) -> Subject:
        """What journal and outbox call it."""
        return Subject("organisation", self.id)


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
    organisation: Mapped[Organisation] = relationship(back_populates="application", lazy="raise")

    @property
    def number(self) -> str:
        """What the receipt and the mails call it."""
        return f"A{self.at.year}-{self.organisation_id:04d}"


class Ruling(Base):
    """What a moderator did to an organisation, and in which words; page and mail quote it, the journal its digest."""

    __tablename__ = "ruling"
    __table_args__ = (Index(None, "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    act: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(default="")
    language: Mapped[str]  # the words are in
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")


class Membership(Base):
    """A person's place in an organisation; a mandate is a span of time, open-ended where `until` is None."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("(mandate_from IS NOT NULL) = (role = 'representative')", name="mandate_of_representative"),
        CheckConstraint("mandate_until IS NULL OR mandate_from < mandate_until", name="mandate_in_order"),
        Index("uq_membership_person", "person_id", "organisation_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[MemberRole] = mapped_column(default=MemberRole.EDITOR)
    mandate_from: Mapped[datetime | None]
    mandate_until: Mapped[datetime | None]
    mandate_words: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="raise")
