"""The initiative itself: whose it is, where it stands, and which version its readers see."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.accounts.models import Person
from participation.db import Base
from participation.deeds import Subject
from participation.initiatives.lifecycle import Stage, Status, VersionState
from participation.initiatives.models.co_signature import CoSignature
from participation.initiatives.models.decision import Decision
from participation.initiatives.models.text import Practical, Translation, Version, WorkingCopy
from participation.initiatives.models.voice import Voice
from participation.organisations.models import Organisation

_NEVER_PUBLIC = "('draft', 'submitted', 'changes_requested', 'consultation', 'declined')"
_ALWAYS_PUBLIC = "('published', 'concluded', 'unpublished')"


class Initiative(Practical, Base):
    """A proposal for a dialogue; its texts are in `copy` (being written) and `versions` (frozen).

    The practical columns are those readers see; the working copy has its own until they are made known.
    """

    __tablename__ = "initiative"
    __table_args__ = (
        CheckConstraint(f"status NOT IN {_NEVER_PUBLIC} OR published_at IS NULL", name="published_later"),
        CheckConstraint(f"status NOT IN {_ALWAYS_PUBLIC} OR published_at IS NOT NULL", name="published_when"),
        CheckConstraint("(published_at IS NULL) = (first_public IS NULL)", name="first_public_version"),
        CheckConstraint("(status = 'draft') = (shown IS NULL)", name="version_from_submit"),
        CheckConstraint("status <> 'unpublished' OR left_status IS NOT NULL", name="left_when_unpublished"),
        CheckConstraint("left_status IS NULL OR status IN ('unpublished', 'withdrawn')", name="left_until_back"),
        CheckConstraint("status <> 'concluded' OR outcome IS NOT NULL", name="concluded_with_outcome"),
        CheckConstraint("(taken_by_id IS NULL) = (taken_at IS NULL)", name="taken_when"),
        # The list, newest first, with what most filters look at: what they pass over is never read.
        Index("ix_initiative_newest", "published_at", "id", "status", "organisation_id", "language"),
        Index(None, "status", "published_at", "id"),
        Index(None, "status", "waiting_since", "id"),
        Index(None, "organisation_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    language: Mapped[str]
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    created_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]  # for the desk
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]  # the last act; a card's date
    shown: Mapped[int | None]  # the number of the version its readers see
    first_public: Mapped[int | None]  # the number of the version published first
    left_status: Mapped[Status | None]  # where `republish` leads back to; stays when it is withdrawn instead
    page_hidden: Mapped[bool] = mapped_column(
        CheckConstraint("NOT page_hidden OR left_status IS NOT NULL", name="hidden_while_down"),
        default=False,
        server_default=false(),
    )  # strangers find no notice: the reason it was taken down for says so
    appealed_at: Mapped[datetime | None]
    decline_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", use_alter=True))  # proposed, not confirmed
    outcome: Mapped[str | None]
    agreed: Mapped[str] = mapped_column(default="")
    next_by: Mapped[str] = mapped_column(default="")  # who follows up
    next_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    copy: Mapped[WorkingCopy] = relationship(lazy="raise", cascade="all, delete-orphan")
    versions: Mapped[list[Version]] = relationship(order_by=Version.number, lazy="raise")
    translations: Mapped[list[Translation]] = relationship(
        order_by=Translation.id, lazy="raise", cascade="all, delete-orphan"
    )
    co_signatures: Mapped[list[CoSignature]] = relationship(order_by=CoSignature.id, lazy="raise")
    voices: Mapped[list[Voice]] = relationship(lazy="raise")
    decisions: Mapped[list[Decision]] = relationship(
        order_by=Decision.id, lazy="raise", foreign_keys=Decision.initiative_id
    )
    taken_by: Mapped[Person | None] = relationship(lazy="raise")
    decline: Mapped[Decision | None] = relationship(lazy="raise", foreign_keys=decline_id, post_update=True)

    @property
    def stage(self) -> Stage:
        """What sight and permissions are keyed by."""
        return Stage(self.status, self.published_at is not None, self.left_status is not None, bool(self.page_hidden))

    @property
    def subject(self) -> Subject:
        """What journal and outbox call it."""
        return Subject("initiative", self.id)

    @property
    def pending(self) -> Version | None:
        """The revision of a published text that no moderator has accepted yet."""
        return next((v for v in self.versions if v.state is VersionState.PENDING), None)

    @property
    def appeal_waits(self) -> bool:
        """Whether an appeal has had no answer: against a refusal it went back to the desk, else it stays offline."""
        if self.appealed_at is None or self.status not in {Status.SUBMITTED, Status.UNPUBLISHED}:
            return False
        return not any(d.act == "keep_unpublished" and d.at >= self.appealed_at for d in self.decisions)

    def version(self, number: int | None) -> Version | None:
        """Return one version by its number."""
        return next((v for v in self.versions if v.number == number), None)

    @property
    def shown_version(self) -> Version:
        """The text its readers see; only where `shown` is set."""
        return next(v for v in self.versions if v.number == self.shown)

    @property
    def in_short(self) -> list[str]:
        """Title and summary of the shown version, in every language there is."""
        made = [t for t in self.translations if t.version == self.shown]
        here = self.shown_version
        return [here.title, here.summary, *(t.title for t in made), *(t.summary for t in made)]

    def translation(self, language: str) -> Translation | None:
        """Return the newest translation into `language`; it may be behind."""
        return next((t for t in reversed(self.translations) if t.language == language), None)


class Reference(Base):
    """Numbers given out to drafts; a gap is a draft that was discarded or never committed."""

    __tablename__ = "reference"

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
