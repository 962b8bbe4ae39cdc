"""Put a digest into words: an entry an initiative, newest first, what is common said once, no longer than a screen."""

from collections.abc import Sequence
from typing import NamedTuple

from participation.languages import choose
from participation.languages import texts as _n
from participation.notifications.importance import Channel
from participation.notifications.letters import Letter, Shell, frame, letter
from participation.notifications.mails import address, prefix, sentence, stop_address
from participation.notifications.matters.matter import Link, Matter, Quote, Reader, Telling
from participation.notifications.models import Digest, Mail

MOST_ENTRIES = 5  # initiatives
MOST_LINES = 3  # of each
LONGEST_QUOTE = 160  # characters


class Line(NamedTuple):
    """One thing that happened, with the words that came with it, and how often the like happened besides."""

    sentence: str
    quote: Quote | None
    more: int


class Entry(NamedTuple):
    """Everything about one thing."""

    title: str
    title_language: str
    reference: str
    address: str
    lines: list[Line]
    more: int


def compose_digest(mail: Mail, digest: Digest, matters: Sequence[Matter], reader: Reader) -> Letter | None:
    """Write a digest in its reader's language; None where nothing may be told any more. `matters`: newest first."""
    choose(reader.language)
    grouped: dict[tuple[str, int], list[Matter]] = {}
    for matter in matters:
        if matter.may_be_told(reader):
            grouped.setdefault((matter.event.subject_kind, matter.event.subject_id), []).append(matter)
    if not grouped:
        return None
    number = len(grouped)
    said = (
        _n("Today: news about %(number)s subject", "Today: news about %(number)s subjects", number)
        if digest.rhythm is Channel.DAILY
        else _n("This week: news about %(number)s subject", "This week: news about %(number)s subjects", number)
    )
    shown = list(grouped.values())[:MOST_ENTRIES]
    link = Link("portal.index" if mail.person_id is None else "notifications.messages", {})
    words = {
        "sentence": said,
        "entries": [_entry(one, reader) for one in shown],
        "more": number - len(shown),
        "address": address(link, reader.language),
        "title": "", "reference": "", "quotes": (),
    }  # fmt: skip
    stop = stop_address(reader)
    common = frame("notifications/digest", words, Shell(f"{prefix()} {said}", reader.language, stop))
    return letter(mail, common, stop)


def _entry(matters: Sequence[Matter], reader: Reader) -> Entry:
    """Say what happened to one thing: a line a kind, the newest of it, and how many more there were."""
    newest = matters[0].telling(reader)
    by_kind: dict[str, list[Matter]] = {}
    for matter in matters:
        by_kind.setdefault(matter.event.kind, []).append(matter)
    lines = [_line(kind, alike, reader) for kind, alike in by_kind.items()]
    return Entry(
        newest.title, newest.title_language, newest.reference,
        address(newest.link._replace(fragment=""), reader.language), lines[:MOST_LINES], len(lines[MOST_LINES:]),
    )  # fmt: skip


def _line(kind: str, alike: Sequence[Matter], reader: Reader) -> Line:
    telling = alike[0].telling(reader)
    return Line(sentence(kind, telling.values), _quote(telling), len(alike) - 1)


def _quote(telling: Telling) -> Quote | None:
    """Cut the words at the end of one, so that the link says the rest."""
    if not telling.quotes:
        return None
    quote = telling.quotes[0]
    words = " ".join(quote.words.split())
    if len(words) > LONGEST_QUOTE:
        words = words[:LONGEST_QUOTE].rpartition(" ")[0] or words[:LONGEST_QUOTE]
        words += " …"
    return quote._replace(words=words)
