"""Which package tells which kind of event, and how what it is about is loaded."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy.orm import Session

from participation.accounts.notices import NOTICES as ACCOUNTS
from participation.comments.notices import NOTICES as COMMENTS
from participation.initiatives.notices import NOTICES as INITIATIVES
from participation.initiatives.notices import SECONDING
from participation.notifications.importance import COUNTED
from participation.notifications.matters import accounts, comments, initiatives, organisations, own, prepared
from participation.notifications.matters.matter import Matter
from participation.notifications.notices import NOTICES as OWN
from participation.organisations.notices import NOTICES as ORGANISATIONS
from participation.outbox.audiences import Audience
from participation.outbox.models import Event


class Teller(NamedTuple):
    """A package that tells: its rows, and how to load what they are about."""

    notices: Mapping[str, tuple[Audience, ...]]
    load: Callable[[Session, Iterable[Event]], Mapping[int, Matter]]


TELLERS: dict[str, Teller] = {
    "initiatives": Teller(INITIATIVES, initiatives.load),
    "confirming": Teller(SECONDING, prepared.load),
    "comments": Teller(COMMENTS, comments.load),
    "organisations": Teller(ORGANISATIONS, organisations.load),
    "accounts": Teller(ACCOUNTS, accounts.load),
    "notifications": Teller(OWN, own.load),
}
# Of no use, or no news, to who is signed in; or the mailbox itself is to answer.
MAIL_ONLY = frozenset({"sign_in_link", "confirm_new_address", "confirm_old_address", "confirm_follow", COUNTED})
PACKAGE_OF: dict[str, str] = {kind: name for name, teller in TELLERS.items() for kind in teller.notices}


def matters(session: Session, events: Iterable[Event]) -> dict[int, Matter]:
    """Load what the events are about, by the event's id; what is gone, or of no row, is not in the answer."""
    by_package: dict[str, list[Event]] = {}
    for event in events:
        if event.kind in PACKAGE_OF:
            by_package.setdefault(PACKAGE_OF[event.kind], []).append(event)
    found: dict[int, Matter] = {}
    for package, meant in by_package.items():
        found.update(TELLERS[package].load(session, meant))
    return found
