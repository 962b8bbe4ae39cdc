"""Put a digest into words: an entry an initiative, newest first, what is common said once, no longer than a screen."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from participation.languages import choose
from participation.languages import texts as _n
from participation.notifications.importance import Channel
from participation.notifications.letters import Letter, Shell, frame, letter
from participation.notifications.mails import address, prefix, sentence, stop_address
from participation.notifications.matters.matter import Link, Matter, Quote, Reader, Telling
from participation.notifications.models import Digest, Mail

SCREEN = 25  # lines of a mail on a telephone, below the first sentence and above "more"
ROW, QUOTED = 34, 30  # signs in one of them, and in one of a quotation
MOST_LINES = 3  # of one initiative
LONGEST_QUOTE = 90  # characters


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
    unsaid: list[Line]

    @property
    def more(self) -> int:
        """How many kinds of thing happened besides."""
        return len(self.unsaid)

    def with_another_line(self) -> "Entry":
        """Say one thing more."""
        return self._replace(lines=[*self.lines, self.unsaid[0]], unsaid=self.unsaid[1:])

    @property
    def height(self) -> int:
        """Count the lines it takes on a telephone, the empty one before it as well."""
        head = _rows(f"{self.title} {self.reference}", ROW) + _rows(self.address, ROW) + bool(self.more)
        quotes = [_rows(line.quote.words, QUOTED) for line in self.lines if line.quote]
        said = [_rows(line.sentence, ROW) + bool(line.more) for line in self.lines]
        return 1 + head + sum(said) + sum(quotes)


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
    shown = _on_a_screen(grouped.values(), reader)
    link = Link("portal.index" if mail.person_id is None else "notifications.messages", {})
    words = {
        "sentence": said,
        "entries": shown,
        "more": number - len(shown),
        "address": address(link, reader.language),
        "title": "", "reference": "", "quotes": (),
    }  # fmt: skip
    stop = stop_address(reader)
    common = frame("notifications/digest", words, Shell(f"{prefix()} {said}", reader.language, stop))
    return letter(mail, common, stop)


def _on_a_screen(grouped: Iterable[Sequence[Matter]], reader: Reader) -> list[Entry]:
    """Say one thing of each initiative, the newest first, while there is room; where some is left, say more of them."""
    shown: list[Entry] = []
    room = SCREEN
    for matters in grouped:
        entry = _entry(matters, reader)
        if shown and entry.height > room:
            break
        shown.append(entry)
        room -= entry.height
    for number in [*range(len(shown))] * (MOST_LINES - 1):
        before = shown[number]
        after = before.with_another_line() if before.unsaid else before
        if after.height - before.height <= room:
            shown[number], room = after, room - (after.height - before.height)
    return shown


def _entry(matters: Sequence[Matter], reader: Reader) -> Entry:
    """Say the newest of what happened to one thing, and keep the rest: a line a kind."""
    newest = matters[0].telling(reader)
    by_kind: dict[str, list[Matter]] = {}
    for matter in matters:
        by_kind.setdefault(matter.event.kind, []).append(matter)
    first, *others = (_line(kind, alike, reader) for kind, alike in by_kind.items())
    leads_to = address(newest.link._replace(fragment=""), reader.language)
    return Entry(newest.title, newest.title_language, newest.reference, leads_to, [first], others)


def _rows(words: str, signs: int) -> int:
    return -(-len(words) // signs)


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
