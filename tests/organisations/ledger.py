"""What a history of people and organisations must keep to, read from the plain rows by rules of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from participation.accounts.models import Person
from participation.comments.models import Comment
from participation.initiatives.models import CoSignature, Initiative
from participation.journal.queries import history
from participation.organisations import queries, roster
from participation.organisations.lifecycle import ACTING, MemberRole, State
from participation.organisations.models import Invitation, Membership, Organisation
from participation.organisations.policy import ActorDeed

TAKING_PART = {State.APPROVED, State.SUSPENDED}


def running(session: Session, organisation_id: int, at: datetime) -> set[int]:
    """List whose mandate runs."""
    return {
        one.person_id
        for one in _begun(session, organisation_id, at)
        if one.mandate_until is None or one.mandate_until > at
    }


def voices(session: Session, organisation_id: int, at: datetime) -> set[int]:
    """List who may speak for an organisation: whose mandate runs, and where none does, whose ran out last."""
    if spoken := running(session, organisation_id, at):
        return spoken
    begun = _begun(session, organisation_id, at)
    last = max((one.mandate_until for one in begun if one.mandate_until), default=at)
    return {one.person_id for one in begun if one.mandate_until == last}


def _begun(session: Session, organisation_id: int, at: datetime) -> list[Membership]:
    rows = select(Membership).where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
    return [
        one
        for one in session.scalars(rows)
        if one.role is MemberRole.REPRESENTATIVE and not one.awaits_desk and one.mandate_from and one.mandate_from <= at
    ]


def members(session: Session, organisation_id: int) -> set[int]:
    own = Membership.organisation_id == organisation_id, Membership.ended_at.is_(None)
    return set(session.scalars(select(Membership.person_id).where(*own)))


def rights(session: Session, deed: ActorDeed) -> set[str]:
    """Name what one may do at this moment."""
    person, at = deed.actor.person_id, deed.actor.organisation_id
    found = {"place"}
    if at is None:
        return found | ({"desk"} if session.get_one(Person, person).is_moderator else set())
    if session.get_one(Organisation, at).state in ACTING and person in members(session, at):
        found |= {"member"}
        found |= {"voice"} if person in voices(session, at, deed.at) else set()
    return found


@dataclass
class Token:
    """A link that was sent: what it is good for, until when, and how often it has worked."""

    purpose: str
    words: str
    until: datetime
    row: int  # of the invitation or the person
    uses: int = 0
    is_void: bool = False  # another one was sent, or it was revoked

    def may_work(self, at: datetime) -> bool:
        return self.uses == 0 and not self.is_void and at < self.until


@dataclass(frozen=True)
class Signed:
    """A co-signature as it was made."""

    id: int
    organisation_id: int
    name: str
    at: datetime


def require_a_voice_each(session: Session, at: datetime) -> None:
    """No organisation that takes part is ever without one, and the Select says the same as the rows."""
    for one in session.scalars(select(Organisation).where(Organisation.state.in_(TAKING_PART))):
        spoken = voices(session, one.id, at)
        assert spoken, one.slug
        held = roster.holders(session, one.id, at)
        assert set(session.scalars(select(Membership.person_id).where(Membership.id.in_(held)))) == spoken, one.slug


def require_signatures(session: Session, made: Iterable[Signed]) -> None:
    """None is lost, none is doubled; each keeps the name of its time and the organisation that signed."""
    known = {one.id: one for one in made}
    whole = selectinload(CoSignature.organisation), selectinload(CoSignature.signed_as)
    rows = session.scalars(select(CoSignature).options(*whole)).all()
    assert {row.id for row in rows} == known.keys()
    for row in rows:
        before = known[row.id]
        assert (row.signed_as_id or row.organisation_id) == before.organisation_id
        assert row.name_then("en") == before.name
        assert row.at == before.at
    standing = select(func.count()).where(CoSignature.ended_at.is_(None))
    pairs = session.scalars(standing.group_by(CoSignature.initiative_id, CoSignature.organisation_id))
    assert set(pairs) <= {1}
    own = select(CoSignature.id).join(Initiative, Initiative.id == CoSignature.initiative_id)
    own = own.where(CoSignature.ended_at.is_(None), CoSignature.organisation_id == Initiative.organisation_id)
    assert session.scalars(own).all() == []


def require_nothing_left(session: Session) -> None:
    """Who has merged into another holds nothing any more, and both journals say so."""
    for one in session.scalars(select(Organisation).where(Organisation.state == State.MERGED)):
        assert one.merged_into_id is not None
        for column in (CoSignature.organisation_id, Initiative.organisation_id, Comment.organisation_id):
            assert session.scalar(select(func.count()).where(column == one.id)) == 0, column
        assert members(session, one.id) == set()
        assert [entry.kind for entry in history(session, *one.subject)].count("merge") == 1
        into = session.get_one(Organisation, one.merged_into_id)
        assert "take_in" in {entry.kind for entry in history(session, *into.subject)}
    unanswered = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    over = Organisation.state.in_([State.MERGED, State.CLOSED])
    assert not session.scalars(select(Invitation.id).join(Organisation).where(unanswered, over)).all()


def require_addresses(session: Session, ever: dict[str, int]) -> None:
    """Every address an organisation had leads to it."""
    for slug, organisation_id in ever.items():
        now = slug if queries.by_slug(session, slug) else queries.moved_to(session, slug)
        found = queries.by_slug(session, now or "")
        assert found is not None, slug
        assert found.id == organisation_id, slug
