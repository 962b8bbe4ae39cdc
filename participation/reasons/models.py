"""Reasons, worded once in four languages."""

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base


class Reason(Base):
    """One reason; the rows that name it keep it from being deleted, so it is retired instead."""

    __tablename__ = "reason"

    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    titles: Mapped[dict[str, str]] = mapped_column(JSON)  # language -> a few words
    wordings: Mapped[dict[str, str]] = mapped_column(JSON)  # language -> the sentence people read
    hides_page: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False)
