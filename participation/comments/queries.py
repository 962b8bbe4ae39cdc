"""Selects over comments: what an actor sees, the threads of a page, and what waits for the desk."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from participation.comments.lifecycle import SIGHT, STANDING, State
from participation.comments.models import Comment, Report
from participation.comments.relations import RELATIONS
from participation.initiatives import queries as initiatives
from participation.initiatives import reading
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative, Version
from participation.organisations.models import Membership, Organisation
from participation.organisations.policy import VISITOR, Actor
from participation.reasons.models import Reason

THREADS = 50  # on a page
MOST_AT_THE_DESK = 100  # of each kind
EXCERPT = 160  # characters
ACTORS = 256  # whose Selects are kept
# What a visitor reads of a comment, of whose it is, and of who said it.
COMMENT = reading.part(
    Comment, "id", "public_id", "parent_id", "opened_by_id", "organisation_id", "scope", "state", "text", "language",
    "at", "edited_at", "taken_back_at", "hidden_at", "hidden_code",
)  # fmt: skip
WHOSE = reading.part(Organisation, "id", "slug", "pillar")
SAID_BY = reading.part(Organisation, "id", "name", "names", "names_before")
SEAT, WRITER = Membership.__table__.alias("seat"), Organisation.__table__.alias("writer")


def in_scope(actor: Actor) -> ColumnElement[bool]:
    """Read the comment's own part of `policy.may_see` as SQL, for one whose initiative the actor reads."""
    return or_(
        *(
            and_(
                Comment.scope == literal_column(f"'{scope.value}'"),
                or_(*(RELATIONS[role].clause(actor) for role in sorted(roles))),
            )
            for scope, roles in SIGHT.items()
        )
    )


def seen(actor: Actor) -> ColumnElement[bool]:
    """Read `policy.may_see` as SQL, over comments joined to their initiatives."""
    return and_(initiatives.granted(actor, Permission.VIEW), in_scope(actor))


WHOLE = (
    joinedload(Comment.organisation),
    joinedload(Comment.said_by),
    joinedload(Comment.person, innerjoin=True),
    selectinload(Comment.reports),
    joinedload(Comment.parent).joinedload(Comment.organisation),
)


def one(
    session: Session, public_id: str, initiative: Select[int] | None = None, *, held: bool = False
) -> Comment | None:
    """Load one comment with its initiative and all that policy asks; `held` takes it alone, after the initiative."""
    found = select(Initiative.reference).join(Comment).where(Comment.public_id == public_id)
    reference = session.scalar(found)
    if reference is None:
        return None
    thing = initiatives.one(session, reference, initiative)
    if thing is None:
        return None
    wanted = select(Comment).where(Comment.public_id == public_id)
    if held:
        session.execute(wanted.with_only_columns(Comment.id).with_for_update())
    comment = session.scalars(wanted.options(*WHOLE)).unique().one()
    return bind(comment, thing, comment.parent)


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Comment]:
    """Load several with their initiatives and all that policy asks, for the worker."""
    found = session.scalars(select(Comment).where(Comment.id.in_(list(ids))).options(*WHOLE)).unique().all()
    things = initiatives.by_ids(session, {comment.initiative_id for comment in found})
    return {one.id: bind(one, things[one.initiative_id], one.parent) for one in found}


def bind(comment: Comment, initiative: Initiative, parent: Comment | None) -> Comment:
    """Let the comment know what it is about and what it answers, both loaded whole."""
    set_committed_value(comment, "initiative", initiative)
    set_committed_value(comment, "parent", parent)
    return comment


def talk(
    session: Session, actor: Actor, initiative_id: int, page: int
) -> tuple[list[Comment], dict[int, list[Comment]]]:
    """List a page of threads of an initiative the actor reads, and the replies by what they answer.

    The newest threads come first, and one more if another page follows; replies come oldest first. Those for a visitor
    come as plain rows, and belong to no session.
    """
    asked, values = _talk(actor), {"id": initiative_id, "skipped": (page - 1) * THREADS}
    if actor == VISITOR:
        said = [_made(row) for row in session.connection().execute(asked, values)]
    else:
        said = list(session.scalars(asked, values).unique())
    said.sort(key=attrgetter("id"))  # in the statement, it would have the engine walk along all comments
    replies: dict[int, list[Comment]] = {}
    for one in said:
        if one.parent_id is not None:
            replies.setdefault(one.parent_id, []).append(one)
    return [one for one in reversed(said) if one.parent_id is None], replies


def _made(row: Sequence[Any]) -> Comment:
    said, now, then = reading.values(row, COMMENT, WHOSE, SAID_BY)
    whose = reading.made(WHOSE, now) if now["id"] else None
    return reading.made(
        COMMENT, said | {"organisation": whose, "said_by": reading.made(SAID_BY, then) if whose else None}
    )


@lru_cache(maxsize=ACTORS)
def _talk(actor: Actor) -> Select[Any]:
    """Build the Select of a page of what an actor sees of a conversation, once."""
    begun = select(Comment.id).join(Initiative).where(Comment.initiative_id == bindparam("id"), in_scope(actor))
    begun = begun.where(Comment.parent_id.is_(None)).order_by(Comment.id.desc())
    threads = begun.offset(bindparam("skipped")).limit(THREADS + 1).cte("threads")
    reply = aliased(Comment)
    replies = select(reply.id).join(threads, reply.parent_id == threads.c.id)
    page = select(threads.c.id).union_all(replies)
    said = select(Comment).join(Initiative).where(Comment.id.in_(page), in_scope(actor))
    if actor == VISITOR:
        said = said.outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        said = said.outerjoin(SEAT, SEAT.c.id == Comment.membership_id)
        said = said.outerjoin(WRITER, WRITER.c.id == SEAT.c.organisation_id)
        whose = *reading.columns(WHOSE), *reading.columns(SAID_BY, WRITER)
        return said.with_only_columns(*reading.columns(COMMENT), *whose)
    said = said.options(joinedload(Comment.organisation), joinedload(Comment.said_by))
    said = said.options(joinedload(Comment.person, innerjoin=True))
    return said.options(selectinload(Comment.reports)) if actor.at_the_desk else said


def page_of(session: Session, actor: Actor, comment: Comment) -> int:
    """Return on which page of the conversation the comment stands; the newest threads are on the first."""
    begun = comment.parent_id or comment.id
    later = select(func.count()).select_from(Comment).join(Initiative)
    later = later.where(Comment.initiative_id == comment.initiative_id, Comment.parent_id.is_(None), Comment.id > begun)
    return (session.scalar(later.where(in_scope(actor))) or 0) // THREADS + 1


def reasons(session: Session, codes: Iterable[str | None]) -> dict[str, Reason]:
    """Load the reasons that hidden comments name, retired ones too, in one statement or none."""
    named = sorted({code for code in codes if code})
    return {r.code: r for r in session.scalars(select(Reason).where(Reason.code.in_(named)))} if named else {}


def same_said(session: Session, new: dict[str, Any], since: datetime) -> Comment | None:
    """Return the comment by which the same organisation said the same words in the same place since then."""
    same = [
        getattr(Comment, name).is_(None) if new[name] is None else getattr(Comment, name) == new[name]
        for name in ("initiative_id", "parent_id", "organisation_id", "scope", "text")
    ]
    earlier = select(Comment).where(*same, Comment.at > since, Comment.state == State.SHOWN)
    return session.scalars(earlier.order_by(Comment.id).limit(1)).first()


class Waiting(NamedTuple):
    """One thing at the desk: a reported comment, a contested one, or a note that was not answered."""

    kind: str  # report, contest, note
    since: datetime
    public_id: str
    reference: str
    title: str
    title_language: str
    organisation: str  # that wrote it; empty for the desk's own answer
    excerpt: str
    language: str
    reports: int  # that nobody has handled


def for_the_desk(session: Session, actor: Actor) -> list[Waiting]:
    """List what waits, oldest first, in three statements; nothing for whoever is no moderator."""
    if not actor.is_moderator:
        return []
    open_reports = (
        select(Report.comment_id, func.min(Report.at).label("since"), func.count().label("reports"))
        .where(Report.handled_at.is_(None))
        .group_by(Report.comment_id)
        .subquery()
    )
    reported = _at_the_desk(actor, open_reports.c.since, open_reports.c.reports)
    reported = reported.join(open_reports, open_reports.c.comment_id == Comment.id)
    contested = _at_the_desk(actor, Comment.contested_at).where(Comment.state == State.CONTESTED)
    notes = _at_the_desk(actor, Comment.waiting_since).where(
        Comment.waiting_since.is_not(None), Comment.state.in_(STANDING)
    )
    kinds = {"report": reported, "contest": contested, "note": notes}
    found = [_row(kind, row) for kind, statement in kinds.items() for row in session.execute(statement)]
    return sorted(found, key=lambda row: (row.since, row.public_id))


def reported_because(session: Session, actor: Actor, waiting: Iterable[Waiting]) -> dict[str, list[tuple[str, str]]]:
    """Return (words, language) of the reports that nobody has handled, by comment; for moderators only."""
    names = [one.public_id for one in waiting if one.reports] if actor.is_moderator else []
    if not names:
        return {}
    said = select(Comment.public_id, Report.words, Report.language).join(Comment, Comment.id == Report.comment_id)
    said = said.where(Comment.public_id.in_(names), Report.handled_at.is_(None)).order_by(Report.id)
    found: dict[str, list[tuple[str, str]]] = {}
    for name, words, language in session.execute(said):
        found.setdefault(name, []).append((words, language))
    return found


Since = ColumnElement[Any] | InstrumentedAttribute[datetime | None]


def _at_the_desk(actor: Actor, since: Since, number: ColumnElement[int] | None = None) -> Select[*tuple[Any, ...]]:
    columns = (
        since, Comment.public_id, Initiative.reference, Version.title, Initiative.language, Organisation.name,
        Comment.text, Comment.language.label("said_in"), func.coalesce(number, 0),
    )  # fmt: skip
    return (
        select(*columns)
        .join(Initiative, Initiative.id == Comment.initiative_id)
        .join(Version, and_(Version.initiative_id == Initiative.id, Version.number == Initiative.shown))
        .outerjoin(Organisation, Organisation.id == Comment.organisation_id)
        .where(seen(actor))
        .order_by(since, Comment.id)
        .limit(MOST_AT_THE_DESK)
    )


def _row(kind: str, row: Any) -> Waiting:  # noqa: ANN401  # a row of either Select
    since, public_id, reference, title, title_language, organisation, text, language, number = row
    short = text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…"
    return Waiting(
        kind, since, public_id, reference, title, title_language, organisation or "", short, language, number
    )
