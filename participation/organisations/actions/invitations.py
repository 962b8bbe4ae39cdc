"""Inviting somebody by e-mail, and accepting with whatever account one has."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from participation.accounts import tokens
from participation.accounts.mailboxes import address_of
from participation.accounts.models import Person
from participation.accounts.policy import OwnDeed
from participation.errors import Incomplete, Problem, WrongStatus
from participation.organisations import roster
from participation.organisations.actions.telling import announce
from participation.organisations.checks import Place, place_problems
from participation.organisations.lifecycle import SEEING, MemberRole
from participation.organisations.models import Invitation, Membership, Organisation
from participation.organisations.policy import ActorDeed, require_representative
from participation.tongues import LANGUAGES

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """Whom one invites, as it was typed."""

    email: str
    language: str  # the mail is written in
    place: Place


def token_of(secret: str, row: Invitation) -> str:
    """Compute the token of an invitation; sent again it has another end, and so another token."""
    return tokens.derive(secret, "membership", str(row.organisation_id), row.email, row.until.isoformat())


def is_open(row: Invitation, at: datetime) -> bool:
    """Tell whether an invitation may still be accepted; its organisation is loaded with it."""
    if row.accepted_at is not None or row.revoked_at is not None or row.until <= at:
        return False
    return row.organisation.state in SEEING and (row.mandate_until is None or row.mandate_until > at)


def invite(deed: ActorDeed, organisation: Organisation, asked: Asked, secret: str) -> Invitation:
    """Ask somebody to join; who belongs already, or has been asked, is named as such."""
    seat = require_representative(deed.actor, organisation)
    email = address_of(asked.email) or ""
    problems = {} if email else {"email": Problem("not_an_address")}
    if asked.language not in LANGUAGES:
        problems["language"] = Problem("not_a_choice")
    problems |= place_problems(asked.place, deed.at)
    if email and roster.member_by_address(deed.session, organisation.id, email) is not None:
        problems["email"] = Problem("already_member")
    before = next((one for one in roster.invitations(deed.session, organisation.id) if one.email == email), None)
    if before is not None and before.until > deed.at:
        problems["email"] = Problem("already_invited")
    if problems:
        raise Incomplete(problems)
    if before is not None:
        before.revoked_at = deed.at
        deed.session.flush()
    made = Invitation(
        organisation_id=organisation.id, email=email, language=asked.language, role=MemberRole(asked.place.role),
        mandate_words=asked.place.words.strip() if asked.place.role == MemberRole.REPRESENTATIVE else "",
        mandate_until=asked.place.ends, invited_by_id=seat_holder(deed), at=deed.at, until=deed.at + GOOD_FOR,
        awaits_desk=seat.is_over, digest="",
    )  # fmt: skip
    made.digest = tokens.digest_of(token_of(secret, made))
    deed.session.add(made)
    deed.session.flush()
    announce(deed, organisation, "invite", made.id, invitation=made.id, role=made.role)
    return made


def seat_holder(deed: ActorDeed) -> int:
    """Return the person who acts; a representative is one."""
    person = deed.actor.person_id
    assert person is not None  # noqa: S101  # has a seat
    return person


def send_again(deed: ActorDeed, organisation: Organisation, row: Invitation, secret: str) -> None:
    """Send it once more, good for as long as a new one; the link sent before stops working."""
    require_representative(deed.actor, organisation)
    row.until = deed.at + GOOD_FOR
    row.digest = tokens.digest_of(token_of(secret, row))
    deed.session.flush()
    announce(deed, organisation, "invite", row.id, invitation=row.id, role=row.role)


def revoke(deed: ActorDeed, organisation: Organisation, row: Invitation) -> None:
    """Take an invitation back."""
    require_representative(deed.actor, organisation)
    row.revoked_at = deed.at
    announce(deed, organisation, "revoke_invite", row.id, invitation=row.id)


def revoke_all(session: Session, organisation: Organisation, at: datetime) -> None:
    """Take every open invitation back, where an organisation ends."""
    still = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    session.execute(
        update(Invitation).where(Invitation.organisation_id == organisation.id, still).values(revoked_at=at)
    )


def accept(deed: OwnDeed, row: Invitation, *, is_of_age: bool) -> Membership:
    """Make the person of the account a member, once, whatever its address; the mandate begins now."""
    if roster.seat_of(deed.session, row.organisation_id, deed.actor.person_id) is not None:
        raise WrongStatus(row.organisation.state, "already_member")
    if not is_of_age:
        raise Incomplete({"age": Problem("tick")})
    mandated = row.role is MemberRole.REPRESENTATIVE
    made = Membership(
        person_id=deed.actor.person_id, organisation_id=row.organisation_id, role=row.role,
        mandate_from=deed.at if mandated else None, mandate_until=row.mandate_until,
        mandate_words=row.mandate_words, awaits_desk=mandated and row.awaits_desk,
    )  # fmt: skip
    row.accepted_at, row.accepted_by_id = deed.at, deed.actor.person_id
    deed.session.add(made)
    deed.session.flush()
    announce(deed, row.organisation, "accept_invite", made.id, invitation=row.id, member=made.id)
    if made.awaits_desk:
        announce(deed, row.organisation, "mandate_waits", made.id, member=made.id)
    return made


def make_account(session: Session, row: Invitation, name: str, hashed: str, at: datetime) -> Person:
    """Make the account of an invited person; the link has shown whose address it is."""
    made = Person(name=" ".join(name.split()), email=row.email, language=row.language, password=hashed, created_at=at)
    session.add(made)
    session.flush()
    return made
