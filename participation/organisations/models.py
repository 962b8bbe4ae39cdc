"""Organisations, applications, and the memberships and invitations that let people act for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base
from participation.deeds import Subject
from participation.organisations.lifecycle import MemberRole, State

NOT_ENDED = text("ended_at IS NULL")
OPEN = text("accepted_at IS NULL AND revoked_at IS NULL")
NOT_REVOKED = text("revoked_at IS NULL")
UNANSWERED = text("decided_at IS NULL")


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
    logo: Mapped[str | None]  # the fingerprint of its row of `Logo`, so that lists need no query more

    application: Mapped["Application | None"] = relationship(back_populates="organisation", lazy="raise")
    rulings: Mapped[list["Ruling"]] = relationship(order_by="Ruling.id", lazy="raise")

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


class Membership(Base):
    """A person's place in an organisation; a mandate is a span of time, open-ended where `until` is None.

    It ends, and stays: acts point to it.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("(mandate_from IS NOT NULL) = (role = 'representative')", name="mandate_of_representative"),
        CheckConstraint("mandate_until IS NULL OR mandate_from < mandate_until", name="mandate_in_order"),
        Index("uq_membership_person", "person_id", "organisation_id", unique=True, sqlite_where=NOT_ENDED,
              postgresql_where=NOT_ENDED),
        Index(None, "person_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[MemberRole] = mapped_column(default=MemberRole.EDITOR)
    mandate_from: Mapped[datetime | None]
    mandate_until: Mapped[datetime | None]
    mandate_words: Mapped[str] = mapped_column(default="")
    awaits_desk: Mapped[bool] = mapped_column(default=False)  # given by one whose own had run out: a moderator confirms
    warned_days: Mapped[int | None]  # how many days before the end of the mandate its holder was warned last
    ended_at: Mapped[datetime | None]
    # By this person's own wish: acts until then name a former member.
    unnamed_at: Mapped[datetime | None] = mapped_column(
        CheckConstraint("unnamed_at IS NULL OR ended_at IS NOT NULL", name="unnamed_once_ended")
    )

    person: Mapped[Person] = relationship(lazy="raise")


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


class Invitation(Base):
    """Somebody is asked to join an organisation. The token is derived from this row and the secret, as in `tokens`."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index("uq_invitation_open", "organisation_id", "email", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted_by_someone"),
        CheckConstraint("accepted_at IS NULL OR revoked_at IS NULL", name="accepted_or_revoked"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str]
    language: Mapped[str]  # the mail is written in
    role: Mapped[MemberRole]
    mandate_words: Mapped[str] = mapped_column(default="")
    mandate_until: Mapped[datetime | None]
    awaits_desk: Mapped[bool] = mapped_column(default=False)  # as in a membership
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
    digest: Mapped[str] = mapped_column(unique=True)
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    invited_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=invited_by_id)


class JoiningLink(Base):
    """A link, or its picture on a wall, behind which anyone may ask to join as an editor.

    The token is derived from this row and the secret, as in `tokens`.
    """

    __tablename__ = "joining_link"
    __table_args__ = (
        Index("uq_joining_link_standing", "organisation_id", unique=True, sqlite_where=NOT_REVOKED,
              postgresql_where=NOT_REVOKED),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    until: Mapped[datetime]
    digest: Mapped[str] = mapped_column(unique=True)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class JoiningRequest(Base):
    """Somebody asks to join; a representative says yes or no. Who has no account yet is invited after a yes."""

    __tablename__ = "joining_request"
    __table_args__ = (
        Index("uq_joining_request_open", "organisation_id", "email", unique=True, sqlite_where=UNANSWERED,
              postgresql_where=UNANSWERED),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_someone"),
        CheckConstraint("(decided_at IS NULL) = (admitted IS NULL)", name="decided_somehow"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    link_id: Mapped[int] = mapped_column(ForeignKey("joining_link.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: asked without signing in
    name: Mapped[str]  # this and the address are emptied where the answer is no
    email: Mapped[str]
    language: Mapped[str]  # the mail is written in
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    admitted: Mapped[bool | None] = mapped_column(default=None)
