"""Who looks after an account: its own person, in nobody's name."""

from dataclasses import dataclass

from participation.accounts.models import Person
from participation.deeds import Deed


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
