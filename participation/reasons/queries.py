"""The reasons a moderator may choose from."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.reasons.models import Reason


def offered(session: Session) -> list[Reason]:
    """List the reasons in use, in their order."""
    return list(session.scalars(select(Reason).where(Reason.retired.is_(False)).order_by(Reason.position, Reason.code)))


def worded(session: Session, code: str | None, language: str) -> str:
    """Return the sentence people read; empty where no reason of the catalogue was chosen."""
    found = session.get(Reason, code) if code else None
    return found.wordings[language] if found else ""
