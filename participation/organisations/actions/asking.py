"""A link behind which anyone may ask to join; a representative answers each one who does."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from participation.accounts import tokens
from participation.accounts.mailboxes import address_of
from participation.clock import BRUSSELS
from participation.deeds import Deed, Doer
from participation.errors import AlreadyDone, Incomplete, Problem, WrongStatus
from participation.organisations import roster
from participation.organisations.actions import invitations
from participation.organisations.actions.invitations import seat_holder
from participation.organisations.actions.telling import announce
from participation.organisations.checks import Asker, Place
from participation.organisations.lifecycle import ACTING, MemberRole
from participation.organisations.models import JoiningLink, JoiningRequest, Membership, Organisation
from participation.organisations.policy import ActorDeed, require_representative
from participation.organisations.vocabulary import LONGEST
from participation.tongues import LANGUAGES

LONGEST_LIFE = 366  # days
TYPEABLE = 24  # signs of a token: it stands on paper too, and 96 bits are beyond guessing
AS = Place("editor")  # a link gives nobody a mandate


def token_of(secret: str, row: JoiningLink) -> str:
    """Compute the token of a link; another one of the same organisation has another."""
    whole = tokens.derive(secret, "joining", str(row.organisation_id), row.at.isoformat(), row.until.isoformat())
    return whole[:TYPEABLE]


def is_open(row: JoiningLink, at: datetime) -> bool:
    """Tell whether one may still ask by this link; its organisation is loaded with it."""
    return row.revoked_at is None and at < row.until and row.organisation.state in ACTING


def standing(session: Session, organisation_id: int) -> JoiningLink | None:
    """Load the link that nobody has revoked, over as it may be."""
    own = (JoiningLink.organisation_id == organisation_id) & JoiningLink.revoked_at.is_(None)
    return session.scalars(select(JoiningLink).where(own).options(joinedload(JoiningLink.organisation))).one_or_none()


def find(session: Session, token: str) -> JoiningLink | None:
    """Load the link of a token, revoked or over as it may be."""
    same = JoiningLink.digest == tokens.digest_of(token)
    return session.scalars(select(JoiningLink).where(same).options(joinedload(JoiningLink.organisation))).one_or_none()


def make(deed: ActorDeed, organisation: Organisation, last_day: str, secret: str) -> JoiningLink:
    """Make a link that is good until the end of a day; an earlier one stops working."""
    require_representative(deed.actor, organisation)
    until = _end_of(last_day, deed.at)
    _revoke_standing(deed, organisation)
    made = JoiningLink(
        organisation_id=organisation.id, made_by_id=seat_holder(deed), at=deed.at, until=until, digest=""
    )  # fmt: skip
    made.digest = tokens.digest_of(token_of(secret, made))
    deed.session.add(made)
    deed.session.flush()
    deed.record("make_joining_link", organisation.subject, link=made.id)
    return made


def _end_of(last_day: str, at: datetime) -> datetime:
    try:
        until = datetime.combine(date.fromisoformat(last_day.strip()) + timedelta(days=1), time.min, BRUSSELS)
    except (ValueError, OverflowError):
        raise Incomplete({"until": Problem("not_a_date")}) from None
    until = until.astimezone(UTC)  # as it is read again: the token is derived from it
    if until <= at:
        raise Incomplete({"until": Problem("date_in_past")})
    if until > at + timedelta(days=LONGEST_LIFE):
        raise Incomplete({"until": Problem("date_too_far")})
    return until


def _revoke_standing(deed: ActorDeed, organisation: Organisation) -> bool:
    own = (JoiningLink.organisation_id == organisation.id) & JoiningLink.revoked_at.is_(None)
    return bool(deed.session.execute(update(JoiningLink).where(own).values(revoked_at=deed.at)).rowcount)  # type: ignore[attr-defined]  # of a bulk statement


def revoke(deed: ActorDeed, organisation: Organisation) -> None:
    """Let the link stop working; who has asked before still waits for an answer."""
    require_representative(deed.actor, organisation)
    if not _revoke_standing(deed, organisation):
        raise AlreadyDone
    deed.record("revoke_joining_link", organisation.subject)


def ask(deed: Deed[Doer], link: JoiningLink, asker: Asker, *, is_of_age: bool) -> JoiningRequest:
    """Ask to join; whoever has asked before still waits, and nothing new comes of it. The organisation is held."""
    if not is_open(link, deed.at):
        raise WrongStatus(link.organisation.state, "link_over")
    email, name = address_of(asker.email) or "", " ".join(asker.name.split())
    problems = _problems(asker, name, email)
    if not is_of_age:
        problems["age"] = Problem("tick")
    if problems:
        raise Incomplete(problems)
    if asker.person_id is not None and roster.seat_of(deed.session, link.organisation_id, asker.person_id):
        raise WrongStatus(link.organisation.state, "already_member")
    same = (JoiningRequest.organisation_id == link.organisation_id) & (JoiningRequest.email == email)
    before = deed.session.scalars(
        select(JoiningRequest).where(same, JoiningRequest.decided_at.is_(None))
    ).one_or_none()  # fmt: skip
    if before is not None:
        if asker.person_id is not None:
            before.person_id, before.name = asker.person_id, name
        return before
    made = JoiningRequest(
        organisation_id=link.organisation_id, link_id=link.id, person_id=asker.person_id, name=name, email=email,
        language=asker.language, at=deed.at,
    )  # fmt: skip
    deed.session.add(made)
    deed.session.flush()
    announce(deed, link.organisation, "ask_to_join", made.id, request=made.id)
    return made


def _problems(asker: Asker, name: str, email: str) -> dict[str, Problem]:
    found: dict[str, Problem] = {}
    if not name:
        found["name"] = Problem("missing")
    elif len(name) > LONGEST["applicant"]:
        found["name"] = Problem("too_long", LONGEST["applicant"])
    if not email:
        found["email"] = Problem("not_an_address")
    if asker.language not in LANGUAGES:
        found["language"] = Problem("not_a_choice")
    return found


def requests(session: Session, organisation_id: int) -> list[JoiningRequest]:
    """List who waits for an answer, oldest first."""
    own = (JoiningRequest.organisation_id == organisation_id) & JoiningRequest.decided_at.is_(None)
    return list(session.scalars(select(JoiningRequest).where(own).order_by(JoiningRequest.id)))


def request(session: Session, organisation_id: int, number: int) -> JoiningRequest | None:
    """Load one request to this organisation that waits for an answer."""
    own = (JoiningRequest.id == number) & (JoiningRequest.organisation_id == organisation_id)
    return session.scalars(select(JoiningRequest).where(own, JoiningRequest.decided_at.is_(None))).one_or_none()


def admit(deed: ActorDeed, organisation: Organisation, row: JoiningRequest, secret: str) -> None:
    """Say yes: who has an account takes part from now on, and everyone else is invited to the address given."""
    require_representative(deed.actor, organisation)
    row.decided_at, row.decided_by_id, row.admitted = deed.at, seat_holder(deed), True
    deed.session.flush()
    if row.person_id is None:
        _invite(deed, organisation, row, secret)
    elif roster.seat_of(deed.session, organisation.id, row.person_id) is None:
        made = Membership(person_id=row.person_id, organisation_id=organisation.id, role=MemberRole.EDITOR)
        deed.session.add(made)
        deed.session.flush()
        announce(deed, organisation, "admit", made.id, request=row.id, member=made.id)


def _invite(deed: ActorDeed, organisation: Organisation, row: JoiningRequest, secret: str) -> None:
    """Invite, unless the person has come in, or has been invited, by another way."""
    is_member = roster.member_by_address(deed.session, organisation.id, row.email) is not None
    asked = [one for one in roster.invitations(deed.session, organisation.id) if one.email == row.email]
    if not is_member and all(one.until <= deed.at for one in asked):
        invitations.invite(deed, organisation, invitations.Asked(row.email, row.language, AS), secret)


def refuse(deed: ActorDeed, organisation: Organisation, row: JoiningRequest) -> None:
    """Say no; what was typed about the person is not kept."""
    require_representative(deed.actor, organisation)
    row.decided_at, row.decided_by_id, row.admitted = deed.at, seat_holder(deed), False
    row.name = row.email = ""
    deed.session.flush()
    announce(deed, organisation, "refuse", row.id, request=row.id)
