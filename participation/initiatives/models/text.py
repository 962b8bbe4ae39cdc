"""Texts: the working copy that is being written, frozen versions with their asks, and translations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from participation.db import Base
from participation.initiatives.lifecycle import VersionState
from participation.organisations.models import Organisation


class Practical:
    """What may change without a new version: readers are told, nobody signs anew."""

    hour: Mapped[str] = mapped_column(default="")  # HH:MM, Brussels
    room: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    contact_shown: Mapped[bool] = mapped_column(default=False)
    links: Mapped[str] = mapped_column(default="")  # one a line
    facilitator: Mapped[str] = mapped_column(default="")  # empty: wanted
    follow_up: Mapped[str] = mapped_column(default="")  # a day, YYYY-MM-DD


PRACTICAL = ("hour", "room", "contact", "contact_shown", "links", "facilitator", "follow_up")


class WorkingCopy(Practical, Base):
    """The one text being written, kept as it was typed; the lock counts its changes, so that none is lost unseen.

    Audiences and asks are JSON here, since an unfinished text has unfinished parts; a version has rows.
    """

    __tablename__ = "working_copy"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    audiences: Mapped[list[str]] = mapped_column(JSON, default=list)
    municipality: Mapped[str] = mapped_column(default="")  # an NIS code, or what was typed
    date_kind: Mapped[str] = mapped_column(default="")
    date_from: Mapped[str] = mapped_column(default="")
    date_to: Mapped[str] = mapped_column(default="")
    asks: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # key, type, pillar, number, text
    limits: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    lock: Mapped[int] = mapped_column()

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:  # read by the mapper
        """Name the column that counts changes."""
        return {"version_id_col": cls.__table__.c.lock}


class Version(Base):
    """A frozen text. Its words never change, so that a co-signature always says what was signed."""

    __tablename__ = "version"
    # The list walks them in the order it shows, so that a page costs the same however many there are.
    __table_args__ = (
        Index(None, "municipality", "initiative_id"),
        Index(None, "date_from", "initiative_id", "date_to"),
        Index(None, "date_to", "date_from", "initiative_id"),
    )

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str]
    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.nis"))
    date_kind: Mapped[str]
    date_from: Mapped[date | None]
    date_to: Mapped[date | None]
    limits: Mapped[str]
    substantive: Mapped[bool]  # whether earlier co-signatures must be confirmed
    state: Mapped[VersionState] = mapped_column(default=VersionState.ACCEPTED)
    created_at: Mapped[datetime]

    # `initiatives.queries` reads both with their initiative.
    audiences: Mapped[list["Audience"]] = relationship(order_by="Audience.position", lazy="raise")
    asks: Mapped[list["Ask"]] = relationship(order_by="Ask.position", lazy="raise")


_OF_VERSION = ["version.initiative_id", "version.number"]


class Audience(Base):
    """For whom a version is meant, a row each."""

    __tablename__ = "version_audience"
    __table_args__ = (ForeignKeyConstraint(["initiative_id", "number"], _OF_VERSION), Index(None, "audience"))

    initiative_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class Ask(Base):
    """One thing a version asks of partners; `key` stays the same from version to version."""

    __tablename__ = "ask"
    __table_args__ = (ForeignKeyConstraint(["initiative_id", "version"], _OF_VERSION), Index(None, "pillar"))

    initiative_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    type: Mapped[str]
    pillar: Mapped[str]
    number: Mapped[int]
    text: Mapped[str]


class Translation(Base):
    """Title and summary of one version in another language; the body if somebody made it."""

    __tablename__ = "translation"
    __table_args__ = (UniqueConstraint("initiative_id", "language", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"))
    language: Mapped[str]
    version: Mapped[int]  # 0: of the draft, before there is a version
    title: Mapped[str]
    summary: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # None: the campaign team
    at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    checked_at: Mapped[datetime | None]  # with `checked_by_id` None: checked by the campaign team

    made_by: Mapped[Organisation | None] = relationship(lazy="raise", foreign_keys=made_by_id)
    checked_by: Mapped[Organisation | None] = relationship(lazy="raise", foreign_keys=checked_by_id)
