"""Comments with their older texts, and reports about them."""

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.comments.lifecycle import STANDING, Scope, State
from participation.db import Base
from participation.deeds import Subject
from participation.initiatives.models import Initiative
from participation.organisations.models import Membership, Organisation

WAITING = text("waiting_since IS NOT NULL")
CONTESTED = text("state = 'contested'")
HIDDEN = text("hidden_at IS NOT NULL")
UNHANDLED = text("handled_at IS NULL")


def unguessable() -> str:
    """Make a name for an address; an id would tell how many there are and invite to try the next."""
    return secrets.token_hex(10)


class Comment(Base):
    """What an organisation, or the desk, says about an initiative; it is taken back or hidden, never erased."""

    __tablename__ = "comment"
    __table_args__ = (
        # Four columns, so that a reply stands under the same initiative, for the same readers as what it answers.
        ForeignKeyConstraint(
            ["parent_id", "initiative_id", "scope", "opened_by_id"],
            ["comment.id", "comment.initiative_id", "comment.scope", "comment.opened_by_id"],
            name="fk_comment_parent_id_comment",
        ),
        UniqueConstraint("id", "initiative_id", "scope", "opened_by_id"),
        CheckConstraint("parent_id IS NOT NULL OR organisation_id = opened_by_id", name="opened_by_its_organisation"),
        CheckConstraint("organisation_id IS NOT NULL OR scope = 'moderators'", name="desk_answers_notes"),
        CheckConstraint("(organisation_id IS NULL) = (membership_id IS NULL)", name="membership_of_organisation"),
        CheckConstraint("(state = 'taken_back') = (taken_back_at IS NOT NULL)", name="taken_back_when"),
        CheckConstraint(
            "state NOT IN ('hidden', 'contested', 'kept_hidden', 'shown_again') OR hidden_at IS NOT NULL",
            name="hidden_when",
        ),
        CheckConstraint("state <> 'shown' OR hidden_at IS NULL", name="shown_unless_hidden"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_code IS NULL)", name="hidden_with_reason"),
        CheckConstraint("(hidden_at IS NULL) = (hidden_by_id IS NULL)", name="hidden_by_someone"),
        CheckConstraint(
            "state NOT IN ('contested', 'kept_hidden', 'shown_again') OR contested_at IS NOT NULL",
            name="contested_when",
        ),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_someone"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> hidden_by_id", name="decided_by_another"),
        Index(None, "initiative_id", "parent_id", "id"),
        Index(None, "parent_id", "id"),
        Index(None, "organisation_id", "initiative_id", "id"),
        Index("ix_comment_waiting", "waiting_since", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_comment_hidden", "hidden_at", "id", sqlite_where=HIDDEN, postgresql_where=HIDDEN),
        Index("ix_comment_contested", "contested_at", "id", sqlite_where=CONTESTED, postgresql_where=CONTESTED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=unguessable)
    once: Mapped[str] = mapped_column(unique=True)  # digest of who said what where in which minute: said once
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"))
    parent_id: Mapped[int | None]  # None: it begins a thread
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))  # began the thread
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # None: the desk
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    scope: Mapped[Scope]
    state: Mapped[State] = mapped_column(default=State.SHOWN)
    text: Mapped[str]
    language: Mapped[str]  # the text is in
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]  # of a note: the desk has not answered
    taken_back_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]  # stays when it is shown again: `state` says what holds
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hidden_code: Mapped[str | None] = mapped_column(ForeignKey("reason.code"))
    hidden_words: Mapped[str] = mapped_column(default="")
    hidden_language: Mapped[str] = mapped_column(default="")  # the moderator's words are in
    contested_at: Mapped[datetime | None]
    contest_words: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]  # about the contest
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_words: Mapped[str] = mapped_column(default="")

    initiative: Mapped[Initiative] = relationship(lazy="raise_on_sql", viewonly=True)
    organisation: Mapped[Organisation | None] = relationship(lazy="raise", viewonly=True, foreign_keys=organisation_id)
    # Whose seat it was said from: after a merger another one than whose it is now.
    said_by: Mapped[Organisation | None] = relationship(
        lazy="raise", viewonly=True, uselist=False, secondary=Membership.__table__,
        primaryjoin=lambda: Comment.membership_id == Membership.id,
        secondaryjoin=lambda: Membership.organisation_id == Organisation.id,
    )  # fmt: skip
    parent: Mapped["Comment | None"] = relationship(
        lazy="raise_on_sql", viewonly=True, primaryjoin="foreign(Comment.parent_id) == remote(Comment.id)"
    )
    person: Mapped[Person] = relationship(lazy="raise", viewonly=True, foreign_keys=person_id)
    reports: Mapped[list["Report"]] = relationship(order_by="Report.id", lazy="raise", viewonly=True)

    @property
    def subject(self) -> Subject:
        """What the journal calls it; the outbox names the initiative, and this as the detail."""
        return Subject("comment", self.id)

    def name_then(self, language: str) -> str:
        """Return what the organisation that said it was called at that moment; "" for the desk."""
        return self.said_by.name_at(self.at, language) if self.said_by else ""

    @property
    def is_gone(self) -> bool:
        """Whether a notice stands in the place of its words."""
        return self.state not in STANDING


class CommentText(Base):
    """What a comment said before it was edited."""

    __tablename__ = "comment_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    text: Mapped[str]
    until: Mapped[datetime]  # it was replaced


class Report(Base):
    """One person's report of one comment; a second one is the same."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("comment_id", "person_id"),
        Index("ix_report_unhandled", "comment_id", "at", sqlite_where=UNHANDLED, postgresql_where=UNHANDLED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(unique=True)  # the number the reporter is told
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # never told to the author
    words: Mapped[str]
    language: Mapped[str]
    at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
