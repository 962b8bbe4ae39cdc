"""Which organisations ever spoke about an initiative: their members may know what becomes of it."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class Voice(Base):
    """An organisation that commented at least once; written with its first comment, never taken away."""

    __tablename__ = "voice"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
