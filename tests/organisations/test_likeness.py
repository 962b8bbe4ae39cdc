"""What makes two organisations look like one; the moderator judges."""

import pytest

from participation.organisations.likeness import Alike, Marks, alike, mailbox
from participation.places.data import normalise


def marks(name: str, number: str | None = None, website: str = "", *addresses: str) -> Marks:
    return Marks(frozenset({normalise(name)}), number, website, frozenset(addresses))


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (marks("Jeugdraad Gent"), marks("Jeugdraad van Gent"), [Alike.NAME]),
        (marks("Jeugdraad Gent"), marks("JEUGDRAAD-GENT"), [Alike.NAME]),
        (marks("Jeugdraad Gent"), marks("Jeugdraad Brugge"), []),
        (marks("A", "0428759497"), marks("B", "0428759497"), [Alike.NUMBER]),
        (marks("A", None), marks("B", None), []),
        (marks("A", None, "https://www.x.example/a"), marks("B", None, "http://x.example"), [Alike.DOMAIN]),
        (marks("A", None, "", "an@club.example"), marks("B", None, "https://club.example"), [Alike.DOMAIN]),
        (marks("A", None, "", "an@gmail.com"), marks("B", None, "", "jo@gmail.com"), []),
        (marks("A", None, "", "a.b+x@gmail.com"), marks("B", None, "", "ab@gmail.com"), [Alike.ADDRESS]),
    ],
)
def test_what_is_alike(one: Marks, other: Marks, shared: list[Alike]) -> None:
    assert alike(one, other) == shared
    assert alike(other, one) == shared


def test_d10_addresses_are_folded_for_looking_only() -> None:
    assert mailbox("A.B+x@GMAIL.com") == mailbox("ab@gmail.com") == "ab@gmail.com"
