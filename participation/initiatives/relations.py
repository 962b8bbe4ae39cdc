"""Each role as a relation with two readings side by side: `holds` in Python and `clause` in SQL."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from participation.initiatives.lifecycle import Role
from participation.initiatives.models import CoSignature, Decision, Initiative, Voice
from participation.organisations.policy import Actor

Table = type[Initiative]


@dataclass(frozen=True)
class Relation:
    """What an actor is to an initiative; a test on random data compares the two readings."""

    holds: Callable[[Actor, Initiative], bool]
    clause: Callable[[Actor, Table], ColumnElement[bool]]


def _when(fact: bool) -> ColumnElement[bool]:  # noqa: FBT001  # a fact of the actor, not a switch
    return true() if fact else false()


def _among(actor: Actor, organisation: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Name the actor's organisations; an empty IN would be expanded anew at every execution."""
    return organisation.in_(sorted(actor.organisations)) if actor.organisations else false()


def _speaks(*, mandate: bool) -> Relation:
    """Let the proposer be in force and able to act; None is no organisation and equals none."""

    def holds(actor: Actor, thing: Initiative) -> bool:
        ours = actor.acts_for(mandate=mandate)
        return ours is not None and thing.organisation_id == ours

    def clause(actor: Actor, table: Table) -> ColumnElement[bool]:
        ours = actor.acts_for(mandate=mandate)
        return false() if ours is None else table.organisation_id == ours

    return Relation(holds, clause)


def _has_signed(actor: Actor, thing: Initiative) -> bool:
    return any(signature.organisation_id in actor.organisations for signature in thing.co_signatures)


def _has_signed_clause(actor: Actor, table: Table) -> ColumnElement[bool]:
    return table.co_signatures.any(_among(actor, CoSignature.organisation_id)) if actor.organisations else false()


def _is_involved(actor: Actor, thing: Initiative) -> bool:
    commented = {voice.organisation_id for voice in thing.voices}
    return _has_signed(actor, thing) or not commented.isdisjoint(actor.organisations)


def _is_involved_clause(actor: Actor, table: Table) -> ColumnElement[bool]:
    if not actor.organisations:
        return false()
    return or_(_has_signed_clause(actor, table), table.voices.any(_among(actor, Voice.organisation_id)))


def _stands(actor: Actor, thing: Initiative) -> bool:
    ours = actor.acts_for(mandate=True)
    return any(s.organisation_id == ours and s.ended_at is None for s in thing.co_signatures)


def _stands_clause(actor: Actor, table: Table) -> ColumnElement[bool]:
    ours = actor.acts_for(mandate=True)
    if ours is None:
        return false()
    return table.co_signatures.any(and_(CoSignature.organisation_id == ours, CoSignature.ended_at.is_(None)))


def _is_other(actor: Actor, thing: Initiative) -> bool:
    ours = actor.acts_for(mandate=True)
    return ours is not None and ours != thing.organisation_id


def _is_other_clause(actor: Actor, table: Table) -> ColumnElement[bool]:
    ours = actor.acts_for(mandate=True)
    return false() if ours is None else table.organisation_id != ours


def _is_impartial(actor: Actor, thing: Initiative) -> bool:
    return (
        actor.at_the_desk
        and thing.organisation_id not in actor.organisations
        and not _has_signed(actor, thing)
        and not took_part(actor, thing)
    )


def took_part(actor: Actor, thing: Initiative) -> bool:
    """Tell whether the moderator decided something before the appeal: then another must decide after it."""
    if thing.appealed_at is None:
        return False
    return any(d.by_desk and d.person_id == actor.person_id and d.at <= thing.appealed_at for d in thing.decisions)


def _is_impartial_clause(actor: Actor, table: Table) -> ColumnElement[bool]:
    if not actor.at_the_desk:
        return false()
    earlier = select(Decision.id).where(
        Decision.initiative_id == table.id,
        Decision.by_desk,
        Decision.person_id == actor.person_id,
        Decision.at <= table.appealed_at,
    )
    ours = or_(_among(actor, table.organisation_id), _has_signed_clause(actor, table), earlier.exists())
    return ~ours


RELATIONS: dict[Role, Relation] = {
    Role.PUBLIC: Relation(lambda _actor, _thing: True, lambda _actor, _table: true()),
    Role.MEMBER: Relation(
        lambda actor, thing: thing.organisation_id in actor.organisations,
        lambda actor, table: _among(actor, table.organisation_id),
    ),
    Role.EDITOR: _speaks(mandate=False),
    Role.REPRESENTATIVE: _speaks(mandate=True),
    Role.PARTNER: Relation(
        lambda actor, _thing: actor.is_partner,
        lambda actor, _table: _when(actor.is_partner),
    ),
    Role.INVOLVED: Relation(_is_involved, _is_involved_clause),
    Role.COMMENTER: Relation(
        lambda actor, _thing: actor.acts_for(mandate=False) is not None,
        lambda actor, _table: _when(actor.acts_for(mandate=False) is not None),
    ),
    Role.CO_SIGNER: Relation(_is_other, _is_other_clause),
    Role.SIGNATORY: Relation(_stands, _stands_clause),
    Role.MODERATOR: Relation(
        lambda actor, _thing: actor.is_moderator,
        lambda actor, _table: _when(actor.is_moderator),
    ),
    Role.DESK: Relation(_is_impartial, _is_impartial_clause),
}
