"""Reasons, people and the journal, as the administrator lists them."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from participation.accounts.models import Person
from participation.clock import BRUSSELS
from participation.comments.models import Comment
from participation.initiatives.models import Initiative, Prepared
from participation.journal import queries as journal
from participation.journal.chain import Head
from participation.journal.models import Entry, Link
from participation.organisations.models import Organisation
from participation.reasons.models import Reason

PAGE = 20


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


CHECKS = "journal", 0  # what a check of the journal is about
_About = aliased(Organisation)
# What an entry is about, and for whom it was done; a comment and a prepared act are about their initiative.
ENTRIES = (
    select(
        Entry.id, Entry.at, Entry.kind, Entry.actor_key, Entry.subject_kind, Entry.subject_id, Entry.digest, Entry.body,
        Link.position, Initiative.reference, Organisation.slug, Organisation.name, _About.slug.label("about_slug"),
        _About.name.label("about_name"),
    )
    .outerjoin(Link, Link.entry_id == Entry.id)
    .outerjoin(Organisation, Organisation.id == Entry.organisation_id)
    .outerjoin(_About, and_(Entry.subject_kind == "organisation", _About.id == Entry.subject_id))
    .outerjoin(Comment, and_(Entry.subject_kind == "comment", Comment.id == Entry.subject_id))
    .outerjoin(Prepared, and_(Entry.subject_kind == "prepared_act", Prepared.id == Entry.subject_id))
    .outerjoin(
        Initiative,
        Initiative.id
        == case(
            (Entry.subject_kind == "initiative", Entry.subject_id),
            else_=func.coalesce(Comment.initiative_id, Prepared.initiative_id),
        ),
    )
)  # fmt: skip


class Asked(NamedTuple):
    """Which entries are asked for; what is empty asks for all."""

    kind: str = ""
    organisation: str = ""  # its address, or its name
    reference: str = ""
    person: str = ""  # a pseudonym
    month: tuple[date, date] | None = None


def entries(session: Session, asked: Asked, page: int) -> list[Any]:
    """List a page of the journal, newest first, and one entry more where another page follows."""
    return list(session.execute(_asked(asked).limit(PAGE + 1).offset((page - 1) * PAGE)))


def every_entry(session: Session, asked: Asked) -> Iterator[Any]:
    """Go through all entries that are asked for, newest first, a batch in memory at a time."""
    return iter(session.execute(_asked(asked).execution_options(yield_per=1000)))


def _asked(asked: Asked) -> Select[*tuple[Any, ...]]:
    wanted = ENTRIES.where(*_conditions(asked))
    return wanted.order_by(Entry.id.desc())


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.kind:
        yield Entry.kind == asked.kind
    if asked.person:
        yield Entry.actor_key == asked.person
    if asked.reference:
        yield _about(select(Initiative.id).where(Initiative.reference == asked.reference))
    if asked.organisation:
        named = or_(
            Organisation.slug == asked.organisation, func.lower(Organisation.name) == asked.organisation.lower()
        )
        known = select(Organisation.id).where(named).correlate(None).scalar_subquery()
        about = and_(Entry.subject_kind == "organisation", Entry.subject_id.in_(known))
        yield or_(Entry.organisation_id.in_(known), about)
    if asked.month:
        first, end = (datetime.combine(day, time(), BRUSSELS) for day in asked.month)
        yield and_(Entry.at >= first, Entry.at < end)


def _about(initiative: Select[int]) -> ColumnElement[bool]:
    """Ask for what happened to an initiative, to its comments, and to what was prepared for it."""
    parts = {
        "initiative": initiative,
        "comment": select(Comment.id).where(Comment.initiative_id.in_(initiative)),
        "prepared_act": select(Prepared.id).where(Prepared.initiative_id.in_(initiative)),
    }
    return or_(*(and_(Entry.subject_kind == kind, Entry.subject_id.in_(ids)) for kind, ids in parts.items()))


def last_check(session: Session) -> Entry | None:
    """Return the newest entry about a check of the journal."""
    return journal.last(session, *CHECKS)


def checked_up_to(session: Session) -> Head:
    """Return where the next check begins: behind the last one, or at the start once that had reached the end."""
    last = last_check(session)
    facts = journal.facts(last) if last else {}
    return journal.BEGIN if facts.get("is_last", True) else Head(int(facts["last"] or 0), str(facts["hash"]))
