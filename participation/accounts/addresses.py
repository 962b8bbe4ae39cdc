"""Another e-mail address: asked for by whoever is signed in, confirmed by both mailboxes, stopped by either.

Whether the new address belongs to somebody already is told to its own mailbox alone, and to nobody who only types it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from participation.accounts import actions, tokens
from participation.accounts.mailboxes import address_of
from participation.accounts.models import AddressChange, OneTimeToken, Person
from participation.accounts.notices import NOTICES
from participation.accounts.policy import OwnDeed
from participation.db import UNSYNCED
from participation.errors import Incomplete, Problem

GOOD_FOR = timedelta(hours=24)
LONGEST = 254
OLD, NEW = "old", "new"  # the two ends
UNDECIDED = AddressChange.done_at.is_(None) & AddressChange.stopped_at.is_(None)


def token_of(secret: str, row: AddressChange, end: str) -> str:
    """Compute the token of one end; that of the other is no good for it."""
    return tokens.derive(secret, f"address-{end}", str(row.person_id), row.new_email, row.until.isoformat())


def ask(deed: OwnDeed, typed: str, secret: str) -> AddressChange:
    """Ask both mailboxes; an earlier wish that is still open stops."""
    person, email = deed.actor.person, address_of(typed)
    if email is None:
        raise Incomplete({"email": Problem("not_an_address")})
    if len(email) > LONGEST:
        raise Incomplete({"email": Problem("too_long", LONGEST)})
    if email == person.email:
        raise Incomplete({"email": Problem("own_address")})
    tokens.take(deed.session, person.id)
    earlier = update(AddressChange).where(AddressChange.person_id == person.id, UNDECIDED)
    deed.session.execute(earlier.values(stopped_at=deed.at), execution_options=UNSYNCED)
    made = AddressChange(
        person_id=person.id, old_email=person.email, new_email=email, at=deed.at, until=deed.at + GOOD_FOR
    )
    made.old_digest, made.new_digest = (tokens.digest_of(token_of(secret, made, end)) for end in (OLD, NEW))
    deed.session.add(made)
    deed.session.flush()
    deed.record("ask_address", person.subject, change=made.id)
    _tell(deed, "confirm_new_address", made)
    _tell(deed, "confirm_old_address", made)
    return made


def _tell(deed: OwnDeed, kind: str, change: AddressChange) -> None:
    for audience in NOTICES[kind]:
        deed.tell(kind, deed.actor.person.subject, audience, change.id)


def find(session: Session, token: str, *, alone: bool = False) -> tuple[AddressChange, str] | None:
    """Find the wish a token is of, over as it may be, and its end; None where there never was one."""
    digest = tokens.digest_of(token)
    ends = or_(AddressChange.old_digest == digest, AddressChange.new_digest == digest)
    row = session.scalars(select(AddressChange).where(ends)).one_or_none()
    if row is not None and alone:
        hold(session, row)
    return None if row is None else (row, OLD if row.old_digest == digest else NEW)


def hold(session: Session, row: AddressChange) -> None:
    """Take the person and then the wish for oneself, and load the wish anew, so that of two words each counts."""
    tokens.take(session, row.person_id)
    session.refresh(row, with_for_update=True)


def is_confirmed(row: AddressChange, end: str) -> bool:
    """Tell whether one end has given its word."""
    return (row.old_confirmed_at if end == OLD else row.new_confirmed_at) is not None


def is_open(row: AddressChange, at: datetime) -> bool:
    """Tell whether the wish still waits for a mailbox."""
    return row.done_at is None and row.stopped_at is None and at < row.until


def pending(session: Session, person_id: int, at: datetime) -> AddressChange | None:
    """Return the wish that still waits; None where there is none."""
    own = select(AddressChange).where(AddressChange.person_id == person_id, UNDECIDED, AddressChange.until > at)
    return session.scalars(own).one_or_none()


def is_taken(session: Session, row: AddressChange) -> bool:
    """Tell whether somebody else signs in with the new address; for the eyes of its own mailbox only."""
    other = select(Person.id).where(Person.email == row.new_email, Person.id != row.person_id)
    return session.scalar(other) is not None


def confirm(deed: OwnDeed, row: AddressChange, end: str, session_id: int | None) -> None:
    """Note the word of one mailbox; with that of the other one the new address holds."""
    if end == NEW and is_taken(deed.session, row):
        stop(deed, row)
        return
    if is_confirmed(row, end):
        return
    if end == OLD:
        row.old_confirmed_at = deed.at
    else:
        row.new_confirmed_at = deed.at
    deed.record("confirm_address", deed.actor.person.subject, change=row.id, end=end)
    if row.old_confirmed_at and row.new_confirmed_at:
        _carry_out(deed, row, session_id)


def confirm_by_codes(
    deed: OwnDeed, row: AddressChange, typed: Mapping[str, str], secret: str, session_id: int | None
) -> set[str]:
    """Note the word of each end whose six digits are right, and return those ends; the other end's are no good."""
    hold(deed.session, row)
    if not is_open(row, deed.at):
        return set()
    right = {end for end, code in typed.items() if tokens.is_code(secret, token_of(secret, row, end), code)}
    for end in sorted(right):
        confirm(deed, row, end, session_id)
    return right


def _carry_out(deed: OwnDeed, row: AddressChange, session_id: int | None) -> None:
    try:
        with deed.session.begin_nested():
            deed.actor.person.email = row.new_email
            deed.session.flush()
    except IntegrityError:  # an account was made with it in the meantime
        deed.session.refresh(deed.actor.person)
        stop(deed, row)
        return
    row.done_at = deed.at
    settle(deed.session, deed.actor.person, deed.at, session_id)
    deed.record("change_address", deed.actor.person.subject, change=row.id)
    _tell(deed, "change_address", row)


def settle(session: Session, person: Person, at: datetime, session_id: int | None) -> None:
    """End what the earlier address could still open: other sessions, and links that were sent to it."""
    actions.end_others(session, person.id, session_id)
    unused = update(OneTimeToken).where(OneTimeToken.person_id == person.id, OneTimeToken.until > at)
    session.execute(unused.values(until=at), execution_options=UNSYNCED)


def replace(session: Session, person: Person, email: str, at: datetime) -> AddressChange:
    """Give a person another address at once, for who has lost the earlier mailbox; whoever runs the site has asked.

    Raises `Incomplete` for what is no address, or belongs to somebody.
    """
    address = address_of(email)
    if address is None or len(address) > LONGEST:
        raise Incomplete({"email": Problem("not_an_address")})
    if session.scalar(select(Person.id).where(Person.email == address)) is not None:
        raise Incomplete({"email": Problem("taken")})
    earlier = update(AddressChange).where(AddressChange.person_id == person.id, UNDECIDED)
    session.execute(earlier.values(stopped_at=at), execution_options=UNSYNCED)
    made = AddressChange(
        person_id=person.id, old_email=person.email, new_email=address, at=at, until=at, old_confirmed_at=at,
        new_confirmed_at=at, done_at=at, old_digest=f"none-{person.id}-{at.isoformat()}",
        new_digest=f"nobody-{person.id}-{at.isoformat()}",
    )  # fmt: skip
    session.add(made)
    person.email = address
    settle(session, person, at, None)
    session.flush()
    return made


def stop(deed: OwnDeed, row: AddressChange) -> None:
    """Leave everything as it was."""
    row.stopped_at = deed.at
    deed.record("stop_address", deed.actor.person.subject, change=row.id)
