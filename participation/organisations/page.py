"""Plain values that several pages about organisations show."""

from participation.organisations.labels import SAID
from participation.organisations.models import Organisation
from participation.web import formats


def exchange(found: Organisation, language: str) -> list[tuple[str, str, str]]:
    """List what desk and applicant wrote to each other: who and when, the words, the language they are in."""
    return [
        (str(SAID[act]) % {"moment": formats.local_moment(at, language)}, words, code)
        for act, words, code, at in found.exchange
    ]
