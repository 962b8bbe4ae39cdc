"""Who looks after an account: its own person, in nobody's name; for some of it, who has just shown who acts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from participation.accounts.models import Person
from participation.deeds import Deed
from participation.errors import ProofNeeded

LATELY = timedelta(minutes=15)
# What changes how one gets in, by the names of the views: each is open to who has just shown to be the person.
ASK_FOR_PROOF = frozenset(
    {
        "address",
        "ask_address",
        "app_form",
        "add_app",
        "passkey_form",
        "add_passkey",
        "paper",
        "print_codes",
        "forget_form",
        "forget_factors",
    }
)


class Way(StrEnum):
    """What the first step of signing in was."""

    PASSWORD = "password"  # noqa: S105  # the word, and nobody's
    MAILBOX = "mailbox"  # a link or a code that came by mail
    PROVIDER = "provider"


def is_asked_for_password(way: Way, since: datetime, at: datetime) -> bool:
    """Tell whether the old password is wanted before it is replaced, or the second step given up.

    Not from who came a moment ago by another way: whoever has forgotten it has no other.
    """
    return way is Way.PASSWORD or since < at - LATELY


def require_signed_in_lately(shown_at: datetime, at: datetime, *, is_whole: bool) -> None:
    """Raise `ProofNeeded` unless the person showed who acts a moment ago, with every step that is set up."""
    if not is_whole or shown_at < at - LATELY:
        raise ProofNeeded


@dataclass(frozen=True)
class Holder:
    """A person who looks after the own account, in nobody's name."""

    person: Person

    @property
    def person_id(self) -> int:
        """The row's number."""
        return self.person.id

    @property
    def key(self) -> str:
        """The pseudonym the journal knows."""
        return self.person.pseudonym

    @property
    def organisation_id(self) -> None:
        """No organisation is in force here."""


OwnDeed = Deed[Holder]
