"""An organisation, what it was called before, and how it stands."""

from datetime import datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base
from participation.deeds import Subject
from participation.organisations.lifecycle import State

if TYPE_CHECKING:
    from participation.organisations.models.application import ApplicantAnswer, Application


class Organisation(Base):
    """A body that proposes initiatives or co-signs those of others."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("merged_into_id IS NULL OR state = 'merged'", name="merged_into_another"),
        Index(None, "state", "pillar", "sort_name"),
    )

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
    state_reason: Mapped[str] = mapped_column(default="")  # the words that led to the present state
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    # What it was called until when, oldest first: a copy of the rows of `FormerName`, so that lists need no query more.
    names_before: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    contact: Mapped[str | None]  # for everyone: an address of e-mail or of a page, where it wants to give one
    # What else everyone may look up, each with a name and an address; None where there is nothing.
    links: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    logo: Mapped[str | None]  # the fingerprint of its row of `Logo`, so that lists need no query more

    application: Mapped["Application | None"] = relationship(back_populates="organisation", lazy="raise")
    rulings: Mapped[list["Ruling"]] = relationship(order_by="Ruling.id", lazy="raise")
    answers: Mapped[list["ApplicantAnswer"]] = relationship(order_by="ApplicantAnswer.id", lazy="raise")

    def name_in(self, language: str) -> str:
        """Return its name in `language`, or its own."""
        return self.names.get(language) or self.name

    def name_at(self, moment: datetime, language: str) -> str:
        """Return the name it had at that moment."""
        for before in self.names_before:
            if moment < datetime.fromisoformat(before["until"]):
                return str(before["names"].get(language) or before["name"])
        return self.name_in(language)

    @property
    def exchange(self) -> list[tuple[str, str, str, datetime]]:
        """What the desk asked and whoever applied answered, in its order: act, words, their language, when."""
        asked = [("ask_more", one.words, one.language, one.at) for one in self.rulings if one.act == "ask_more"]
        answered = [("answer_more", one.words, one.language, one.at) for one in self.answers]
        return sorted(asked + answered, key=itemgetter(3))

    @property
    def last_words(self) -> str:
        """The words that led to the present state, where they are no question: those stand in `exchange`."""
        return "" if self.state is State.ASKED else self.state_reason

    @property
    def subject(self) -> Subject:
        """What journal and outbox call it."""
        return Subject("organisation", self.id)


class Logo(Base):
    """A logo as we have drawn it: of an organisation, or of an application that waits for its address."""

    __tablename__ = "logo"
    __table_args__ = (CheckConstraint("(organisation_id IS NULL) = (application_id IS NOT NULL)", name="of_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), unique=True)
    application_id: Mapped[int | None] = mapped_column(
        ForeignKey("unconfirmed_application.id", ondelete="CASCADE"), unique=True
    )
    fingerprint: Mapped[str]
    large: Mapped[bytes]
    small: Mapped[bytes]


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


class FormerName(Base):
    """An address and a name an organisation had before; the address leads to the new one, and is given to nobody."""

    __tablename__ = "former_name"

    slug: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    until: Mapped[datetime]


class FourEyes(Base):
    """An organisation of which a second representative confirms co-signatures and submissions: a row while it is so.

    To end it takes two as well: one asks, another agrees.
    """

    __tablename__ = "four_eyes"
    __table_args__ = (CheckConstraint("(end_asked_by_id IS NULL) = (end_asked_at IS NULL)", name="end_asked_when"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    since: Mapped[datetime]
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    end_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    end_asked_at: Mapped[datetime | None]

    end_asked_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=end_asked_by_id)
