"""Six digits of a mail that invites, typed on another device: they lead where its link does, in one browser."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from participation.accounts import tokens
from participation.errors import AlreadyDone, Incomplete, Problem, SentBefore
from participation.organisations import roster
from participation.organisations.actions import invitations
from participation.organisations.models import Invitation
from participation.organisations.policy import ActorDeed


class Way(NamedTuple):
    """Where a mail's link leads, and until when the six digits beside it do the same."""

    page: str
    token: str
    until: datetime


def of_invitation(secret: str, row: Invitation) -> Way:
    """Return where the mail to a colleague leads."""
    return Way("invitation", invitations.token_of(secret, row), tokens.code_ends(row.until, invitations.GOOD_FOR))


def of_welcome(session: Session, secret: str, email: str, at: datetime) -> Way | None:
    """Return where the mail to a first representative leads; None for who has a password."""
    row = tokens.newest(session, tokens.INVITATION, email, at)
    if row is None:
        return None
    return Way("welcome", tokens.token_of(secret, row), tokens.code_ends(row.until, tokens.SPANS[tokens.INVITATION]))


def ways(session: Session, secret: str, email: str, at: datetime) -> list[Way]:
    """List where the mails lead that went to an address and whose digits are not over."""
    standing = (row for row in roster.invited_at(session, email) if invitations.is_open(row, at))
    found = [of_welcome(session, secret, email, at), *(of_invitation(secret, row) for row in standing)]
    return [way for way in found if way is not None and at < way.until]


def use(deed: ActorDeed, secret: str, found: list[Way], typed: str, browser: str) -> Way:
    """Use the digits up and return where they lead; the same browser may press again, no other one may.

    Raises `Incomplete` with one sentence for wrong ones, used ones, and an address that nothing was sent to.
    """
    fits = [way for way in found if tokens.is_code(secret, way.token, typed)]
    wrong = Incomplete({"code": Problem("wrong_digits")})
    if not fits:
        raise wrong
    try:
        deed.use_up(tokens.digest_of(f"code|{fits[0].token}"), tokens.digest_of(browser), "")
    except AlreadyDone:
        return fits[0]
    except SentBefore:
        raise wrong from None
    return fits[0]
