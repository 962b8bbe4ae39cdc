"""What every matter answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from participation.languages import text as _
from participation.organisations.models import Organisation
from participation.organisations.policy import Actor
from participation.outbox.models import Event


class Quote(NamedTuple):
    """Words somebody wrote, with their language; empty where they are in the reader's own (a reason's wording)."""

    label: str
    words: str
    language: str = ""


class Link(NamedTuple):
    """A page of ours, by the name of its view; or by its path without the language, as a token has it."""

    endpoint: str
    values: Mapping[str, Any]
    fragment: str = ""
    path: str = ""


@dataclass(frozen=True)
class Reader:
    """Who is told, and in which language; an applicant, or who asked to follow, is a visitor with an address."""

    actor: Actor
    language: str
    applicant: bool = False
    stop: str = ""  # the token in the link that stops the mails; empty where they cannot be stopped


class Telling(NamedTuple):
    """Everything a message and a mail may say to one reader."""

    title: str
    title_language: str
    reference: str
    values: dict[str, str]
    quotes: tuple[Quote, ...]
    link: Link
    beside: Link | None = None  # where the digits of the mail are typed, on another device


class Matter(Protocol):
    """An event with the thing it is about."""

    @property
    def event(self) -> Event:
        """The event, the first of its act."""

    def may_be_told(self, reader: Reader) -> bool:
        """Tell whether the reader may hear of it now."""

    def telling(self, reader: Reader) -> Telling:
        """Say what may be said to this reader; only after `may_be_told`, and in the language chosen."""


def by_whom(organisation: Organisation | None, language: str) -> str:
    """Name who acted: an organisation, or the team; never a moderator."""
    return organisation.name_in(language) if organisation else _("The moderation team")
