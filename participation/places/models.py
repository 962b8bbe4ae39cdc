"""What SQL needs to know of a municipality: where it lies, and where its name sorts."""

from sqlalchemy import Index, String
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from participation.db import Base
from participation.tongues import LANGUAGES


class MunicipalityRow(Base):
    """The shadow of a `Municipality`, for foreign keys, filters and orders; its names are never read from here.

    The sort keys are folded by us: PostgreSQL's C collation sorts É after Z, and SQLite knows no accents.
    """

    __tablename__ = "municipality"
    __table_args__ = tuple(Index(None, f"sort_{language}", "nis", unique=True) for language in LANGUAGES)

    nis: Mapped[str] = mapped_column(String(5), primary_key=True)
    province: Mapped[str] = mapped_column(index=True)
    sort_nl: Mapped[str]
    sort_fr: Mapped[str]
    sort_de: Mapped[str]
    sort_en: Mapped[str]


SORT_KEYS: dict[str, InstrumentedAttribute[str]] = {
    language: getattr(MunicipalityRow, f"sort_{language}") for language in LANGUAGES
}
