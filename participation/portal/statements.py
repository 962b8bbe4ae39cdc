"""Statements of reasons: what moderators took from the public, when and why; without names and without the words."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import g
from sqlalchemy import ColumnElement, Select, bindparam, case, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from participation.comments.lifecycle import State
from participation.comments.models import Comment
from participation.comments.queries import seen
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Decision, Initiative
from participation.initiatives.queries import granted
from participation.languages import lazy as _l
from participation.languages import text as _
from participation.organisations.policy import VISITOR
from participation.portal.dossier import instant
from participation.reasons.models import Reason

PAGE = 30
INITIATIVE, COMMENT = "initiative", "comment"
WHAT = {
    INITIATIVE: _l("A dialogue initiative was taken offline"),
    COMMENT: _l("A public comment was hidden"),
}
LATER = {INITIATIVE: _l("It is online again."), COMMENT: _l("It was contested, and is shown again.")}


class Statement(NamedTuple):
    """One decision; the reference is empty where the public may not know which initiative it was about."""

    kind: str
    at: datetime
    id: int
    code: str | None
    words: str
    language: str
    reference: str
    is_undone: bool


_BACK = aliased(Decision)
_UNDONE = (
    select(_BACK.id)
    .where(_BACK.initiative_id == Decision.initiative_id, _BACK.id > Decision.id, _BACK.act == "republish")
    .exists()
)
_HIDDEN = (State.HIDDEN, State.CONTESTED, State.KEPT_HIDDEN, State.SHOWN_AGAIN)


def _only_if(known: ColumnElement[bool], value: Any) -> ColumnElement[str]:  # noqa: ANN401  # a column
    return case((known, value), else_=literal(""))


def _select() -> Select[*tuple[Any, ...]]:
    """Build the list once. Of a comment the public reads the reason of the catalogue only, so no words are taken."""
    known, none = granted(VISITOR, Permission.KNOW), literal("")
    taken_down = (
        select(
            literal(INITIATIVE).label("kind"), Decision.at.label("at"), Decision.id.label("id"),
            Decision.reason_code.label("code"), _only_if(known, Decision.words).label("words"),
            Decision.language.label("language"), _only_if(known, Initiative.reference).label("reference"),
            _UNDONE.label("is_undone"),
        )
        .join(Initiative, Initiative.id == Decision.initiative_id)
        .where(Decision.act == "unpublish")
    )  # fmt: skip
    hidden = (
        select(
            literal(COMMENT), Comment.hidden_at, Comment.id, Comment.hidden_code, none, none, Initiative.reference,
            Comment.state == State.SHOWN_AGAIN,
        )
        .join(Initiative, Initiative.id == Comment.initiative_id)
        .where(Comment.hidden_at.is_not(None), Comment.state.in_(_HIDDEN), seen(VISITOR))
    )  # fmt: skip
    rows = union_all(taken_down, hidden).subquery()
    ordered = select(rows).order_by(rows.c.at.desc(), rows.c.kind, rows.c.id.desc())
    return ordered.limit(PAGE + 1).offset(bindparam("skipped"))


ALL = _select()


def statements(session: Session, page: int) -> list[Statement]:
    """Read one page, newest first, and one row more where another page follows."""
    return [Statement._make(row) for row in session.execute(ALL, {"skipped": (page - 1) * PAGE})]


def shown(session: Session, page: int) -> tuple[list[dict[str, Any]], bool]:
    """Return the values of one page, and whether another one follows."""
    found = statements(session, page)
    reasons = {reason.code: reason for reason in session.scalars(select(Reason))}
    return [_values(one, reasons.get(one.code or "")) for one in found[:PAGE]], len(found) > PAGE


def _values(one: Statement, reason: Reason | None) -> dict[str, Any]:
    about = _("Initiative %(reference)s", reference=one.reference) if one.reference else ""
    return {
        "what": WHAT[one.kind],
        "kind": one.kind,
        "at": instant(one.at),
        "instant": one.at,
        "about": about,
        "href": f"/{g.language}/initiatives/{one.reference}" if one.reference else "",
        "ground": reason.titles[g.language] if reason else "",
        "wording": reason.wordings[g.language] if reason else "",
        "words": one.words,
        "language": one.language,
        "later": LATER[one.kind] if one.is_undone else "",
    }
