"""Each role as a relation with two readings side by side: `holds` in Python and `clause` in SQL."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import InstrumentedAttribute

from participation.comments.lifecycle import Role
from participation.comments.models import Comment
from participation.initiatives import relations
from participation.initiatives.lifecycle import Role as InitiativeRole
from participation.initiatives.models import Initiative
from participation.organisations.policy import Actor


@dataclass(frozen=True)
class Relation:
    """What an actor is to a comment; the clause is of a Select over comments joined to their initiatives."""

    holds: Callable[[Actor, Comment], bool]
    clause: Callable[[Actor], ColumnElement[bool]]


def _of_initiative(role: InitiativeRole) -> Relation:
    """Be to the comment what one is to its initiative."""
    relation = relations.RELATIONS[role]
    return Relation(
        lambda actor, comment: relation.holds(actor, comment.initiative),
        lambda actor: relation.clause(actor, Initiative),
    )


def _among(
    actor: Actor, organisation: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Name the actor's organisations; an empty IN would be expanded anew at every execution."""
    return organisation.in_(sorted(actor.organisations)) if actor.organisations else false()


RELATIONS: dict[Role, Relation] = {
    Role.READER: Relation(
        lambda _actor, comment: comment.initiative.published_at is not None,
        lambda _actor: Initiative.published_at.is_not(None),
    ),
    Role.PARTNER: _of_initiative(InitiativeRole.PARTNER),
    Role.PROPOSER: _of_initiative(InitiativeRole.MEMBER),
    Role.MODERATOR: _of_initiative(InitiativeRole.MODERATOR),
    Role.OPENER: Relation(
        lambda actor, comment: comment.opened_by_id in actor.organisations,
        lambda actor: _among(actor, Comment.opened_by_id),
    ),
    Role.OWN: Relation(
        lambda actor, comment: comment.organisation_id in actor.organisations,
        lambda actor: _among(actor, Comment.organisation_id),
    ),
}
