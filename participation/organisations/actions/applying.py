"""An application waits until somebody at its address confirms it; only then does it reach the desk.

What nobody confirms is deleted by the worker when its time is over.
"""

from dataclasses import asdict, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.accounts import tokens
from participation.accounts.mailboxes import address_of, meant
from participation.errors import Incomplete, Problem, WrongStatus
from participation.organisations.actions import joining, logos
from participation.organisations.checks import Wish, problems_of
from participation.organisations.logo import Drawn
from participation.organisations.models import Organisation, UnconfirmedApplication
from participation.organisations.notices import NOTICES
from participation.organisations.policy import ActorDeed

GOOD_FOR = timedelta(days=7)
MOST_MAILS = 3
ASKING = "confirm_application"


def token_of(secret: str, row: UnconfirmedApplication) -> str:
    """Compute the token that confirms; sent again it has another end, and so another token."""
    return tokens.derive(secret, "application-confirm", row.email, row.at.isoformat(), row.until.isoformat())


def page_key(secret: str, row: UnconfirmedApplication) -> str:
    """Compute the key of the page that says where the mail went; it confirms nothing."""
    return tokens.derive(secret, "application-sent", str(row.id), row.at.isoformat())[:40]


def ask(deed: ActorDeed, wish: Wish, sure_of: str, secret: str) -> UnconfirmedApplication:
    """Keep an application and ask its address; one that looks like a slip is asked about first, once."""
    problems, email = problems_of(wish), address_of(wish.email) or ""
    probably = meant(email)
    if probably and "email" not in problems and sure_of != email:
        problems["email"] = Problem("did_you_mean", probably)
    if problems:
        raise Incomplete(problems)
    made = UnconfirmedApplication(
        name=wish.name.strip(), email=email, language=wish.reads, fields=asdict(replace(wish, logo=None)),
        at=deed.at,
        until=deed.at + GOOD_FOR, mails=0,
    )  # fmt: skip
    _send(deed, made, secret)
    if isinstance(wish.logo, Drawn):
        logos.keep(deed, made, wish.logo)
    return made


def send_again(deed: ActorDeed, row: UnconfirmedApplication, secret: str) -> None:
    """Send the link once more, a few times at most; the one sent before stops working."""
    if row.confirmed_at is not None or row.until <= deed.at:
        raise WrongStatus("over")
    if row.mails >= MOST_MAILS:
        raise WrongStatus("sent", "sent_enough")
    row.until = deed.at + GOOD_FOR
    _send(deed, row, secret)


def _send(deed: ActorDeed, row: UnconfirmedApplication, secret: str) -> None:
    row.mails += 1
    row.digest = tokens.digest_of(token_of(secret, row))
    deed.session.add(row)
    deed.session.flush()
    for audience in NOTICES[ASKING]:
        deed.tell(ASKING, row.subject, audience)


def find(session: Session, token: str, *, alone: bool = False) -> UnconfirmedApplication | None:
    """Find what a token confirms, confirmed or over as it may be; None where there is nothing."""
    wanted = select(UnconfirmedApplication).where(UnconfirmedApplication.digest == tokens.digest_of(token))
    return session.scalars(wanted.with_for_update() if alone else wanted).one_or_none()


def confirm(deed: ActorDeed, row: UnconfirmedApplication) -> Organisation:
    """Let the application reach the desk; what was typed is kept with the organisation from here on."""
    typed = dict(row.fields)
    made = joining.apply(deed, Wish(**(typed | {"languages": tuple(typed["languages"])})))
    logos.carry_over(deed, row, made)
    row.confirmed_at, row.organisation_id, row.fields = deed.at, made.id, {}
    return made
