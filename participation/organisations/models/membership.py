"""Who belongs to an organisation, is invited to it, or asks to join."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base
from participation.organisations.lifecycle import MemberRole
from participation.organisations.models.organisation import Organisation

NOT_ENDED = text("ended_at IS NULL")
OPEN = text("accepted_at IS NULL AND revoked_at IS NULL")
NOT_REVOKED = text("revoked_at IS NULL")
UNANSWERED = text("decided_at IS NULL")


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
