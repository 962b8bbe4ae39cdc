"""Plain values that several pages about organisations show."""

from collections.abc import Mapping, Sequence

from participation.languages import spoken
from participation.organisations.labels import SAID
from participation.organisations.models import Organisation
from participation.web import formats


def contact(kept: str | None) -> tuple[str, str] | None:
    """Return where the contact for everyone leads and how it reads; None where there is none."""
    if not kept:
        return None
    return (kept, bare(kept)) if "://" in kept else (f"mailto:{kept}", kept)


def links(kept: Sequence[Mapping[str, str]] | None, language: str) -> list[tuple[str, str, str]]:
    """List where each link leads, its name, and the language that is in: the organisation's own."""
    return [(link["address"], link["name"], language) for link in kept or ()]


def called(found: Organisation) -> dict[str, str]:
    """Return how an organisation is called in the language of the page, and the language that name is in."""
    reader = spoken()
    return {"name": found.name_in(reader), "name_language": reader if found.names.get(reader) else found.language}


def bare(address: str) -> str:
    """Return a web address as it reads without its scheme."""
    return address.removeprefix("https://").removeprefix("http://")


def exchange(found: Organisation, language: str) -> list[tuple[str, str, str]]:
    """List what desk and applicant wrote to each other: who and when, the words, the language they are in."""
    return [
        (str(SAID[act]) % {"moment": formats.local_moment(at, language)}, words, code)
        for act, words, code, at in found.exchange
    ]
