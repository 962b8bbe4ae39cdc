"""Reasons and people, as the administrator lists them."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.reasons.models import Reason

PAGE = 50


class Row(NamedTuple):
    """One person, with the roles that administrators give."""

    id: int
    name: str
    email: str
    is_moderator: bool
    is_administrator: bool


def reasons(session: Session) -> list[Reason]:
    """List every reason, retired ones last."""
    return list(session.scalars(select(Reason).order_by(Reason.retired, Reason.position, Reason.code)))


def reason(session: Session, code: str) -> Reason | None:
    """Load one reason."""
    return session.get(Reason, code)


def people(session: Session, typed: str, page: int) -> list[Row]:
    """List people by name, those with a role first; at most one page and one more."""
    wanted = select(Person.id, Person.name, Person.email, Person.is_moderator, Person.is_administrator)
    if words := typed.strip().lower()[:100]:
        named = func.lower(Person.name).contains(words, autoescape=True)
        wanted = wanted.where(named | Person.email.contains(words, autoescape=True))
    order = Person.is_administrator.desc(), Person.is_moderator.desc(), func.lower(Person.name), Person.id
    rows = session.execute(wanted.order_by(*order).limit(PAGE + 1).offset((page - 1) * PAGE))
    return [Row._make(row) for row in rows]
