"""The public life of one initiative in plain words: what happened, and what comes next."""

from collections.abc import Iterable, Iterator
from datetime import date

from participation import clock
from participation.initiatives.models import Initiative
from participation.journal import queries as journal
from participation.languages import lazy as _l
from participation.languages import spoken
from participation.languages import text as _
from participation.portal.colleagues import NOBODY, Colleagues
from participation.portal.dossier import awaits_outcome, read_day
from participation.web import formats

# The public timeline: what was asked or refused before publication is nobody else's business.
TOLD = {
    "submit": _l("Submitted"),
    "open_consultation": _l("Presented to the partners"),
    "publish": _l("Published"),
    "accept_version": _l("A new version"),
    "conclude": _l("The outcome is known"),
    "follow_up": _l("Follow-up note"),
    "withdraw": _l("Withdrawn"),
    "unpublish": _l("Taken offline"),
    "republish": _l("Online again"),
    "keep_unpublished": _l("Looked at again after an appeal: it stays offline"),
}
ONCE = frozenset({"submit", "open_consultation"})  # a second one would tell that it was sent back


def timeline(
    found: Initiative, entries: Iterable[journal.Step], people: Colleagues = NOBODY
) -> list[tuple[str, str, str, bool]]:
    """Tell its public life in plain words, and what comes next."""
    rows = [
        (formats.iso_day(entry.at), formats.local_day(entry.at, spoken()), people.did(entry, words), False)
        for entry, words in told(found, entries)
    ]
    return rows + [(d.isoformat(), formats.long_day(d, spoken()), words, True) for d, words in _ahead(found)]


def told(found: Initiative, entries: Iterable[journal.Step]) -> Iterator[tuple[journal.Step, str]]:
    """Go through what everyone may know of what happened, each step with its words."""
    before: set[str] = set()
    for entry in entries:
        if entry.kind in TOLD and not (entry.kind in ONCE and entry.kind in before):
            before.add(entry.kind)
            yield entry, _happened(found, entry)


def _happened(found: Initiative, entry: journal.Step) -> str:
    words = str(TOLD[entry.kind])
    if entry.kind == "accept_version":
        return _("Version %(number)s became public", number=journal.facts(entry)["version"])
    if entry.kind == "publish" and found.first_public:
        return _("Published, with version %(number)s of the text", number=found.first_public)
    return words


def _ahead(found: Initiative) -> Iterator[tuple[date, str]]:
    if found.published_at is None or not awaits_outcome(found):
        return
    today, begins = clock.today(), found.shown_version.date_from
    if begins is not None and begins >= today:
        yield begins, _("The dialogue itself")
    follow_up = read_day(found.follow_up)
    if follow_up is not None and follow_up >= today:
        yield follow_up, _("Looking back together")
