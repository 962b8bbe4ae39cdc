"""What feed readers follow: the list, the public life of one initiative, and what moderators took down.

Everything is read as a visitor reads it, whoever asks.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from flask import current_app, g, render_template, url_for
from sqlalchemy import Select, bindparam, func, select

from participation.extensions import db
from participation.initiatives import policy, reading
from participation.initiatives import queries as initiatives
from participation.initiatives.models import Initiative
from participation.journal.models import Entry
from participation.languages import text as _
from participation.organisations.policy import VISITOR
from participation.organisations.reference import KINDS
from participation.portal import dossier, history, listing, statements
from participation.portal.covers import when
from participation.portal.page import place_of

ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)  # when a feed changed in which nothing stands yet
# When something last happened to each that its page tells; what goes on behind it is nobody's business.
TOUCHED: Select[int, datetime] = (
    select(Entry.subject_id, func.max(Entry.at))
    .where(
        Entry.subject_kind == "initiative",
        Entry.subject_id.in_(bindparam("ids", expanding=True)),
        Entry.kind.in_(sorted(history.TOLD)),
    )
    .group_by(Entry.subject_id)
)


class Item(NamedTuple):
    """One entry of a feed; its id never changes."""

    id: str
    href: str
    at: datetime
    updated: datetime
    author: str
    title: str
    title_language: str
    paragraphs: Sequence[tuple[str, str]]
    """Text and its language."""
    about: str = ""

    @property
    def dates(self) -> tuple[str, str]:
        """Write when it was published and when it changed, as RFC 3339 wants it."""
        return stamped(self.at), stamped(self.updated)


class Feed(NamedTuple):
    """A feed: its own address is its id."""

    own: str
    href: str
    title: str
    subtitle: str
    items: Sequence[Item]

    @property
    def changed(self) -> datetime:
        """Return when anything in it changed."""
        return max((item.updated for item in self.items), default=BEGIN)

    @property
    def updated(self) -> str:
        """Write that."""
        return stamped(self.changed)


def written(feed: Feed) -> str:
    """Return the file, without the signs that XML knows no way to write."""
    return ILLEGAL.sub("", render_template("portal/feed.xml", feed=feed))


def stamped(instant: datetime) -> str:
    """Write an instant in UTC, `2027-03-09T13:00:00Z`."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def of_list(wanted: listing.Wanted, query: str, words: Sequence[str]) -> Feed:
    """Tell the newest initiatives that the filters let through; `words` are the filters, in words."""
    session = db.session()
    ids = [place.id for place in listing.listed(session, VISITOR, wanted, g.language)][: listing.PAGE]
    known = initiatives.by_ids(session, ids)
    touched = {row[0]: row[1] for row in session.execute(TOUCHED, {"ids": ids})}
    return Feed(
        own=f"{_origin()}{url_for('portal.feed')}{query}",
        href=f"{_origin()}{url_for('portal.index')}{query}",
        title=_("Dialogue initiatives"),
        subtitle=", ".join(words) or _("What citizen organisations propose to the safety professions."),
        items=[_initiative(known[one], touched.get(one)) for one in ids],
    )


def _initiative(found: Initiative, touched: datetime | None) -> Item:
    said, made = found.shown_version, dossier.translated(VISITOR, found)
    address = _origin() + url_for("portal.initiative", reference=found.reference)
    published = found.published_at or BEGIN
    title, summary, language = said.title, said.summary, found.language
    if made:
        title, summary, language = made.title, made.summary, g.language
    facts = _("%(place)s. %(day)s", place=place_of(said.municipality), day=when(found))
    return Item(
        id=address,
        href=address,
        at=published,
        updated=max(published, touched or published),
        author=found.organisation.name_in(g.language),
        title=title,
        title_language=language,
        paragraphs=[(summary, language), (facts, g.language)],
        about=KINDS[found.organisation.kind].label(g.language),
    )


def of_initiative(reference: str) -> Feed:
    """Tell the public life of one initiative, newest first."""
    known, steps = reading.public(db.session(), reference, g.language)
    found = policy.require_seen(VISITOR, known)
    made = dossier.translated(VISITOR, found)
    address = _origin() + url_for("portal.initiative", reference=reference)
    title = made.title if made else found.shown_version.title
    counted: Counter[str] = Counter()
    items = []
    for step, words in history.told(found, steps):
        counted[step.kind] += 1
        items.append(
            Item(
                id=f"{address}#{step.kind}-{counted[step.kind]}",
                href=address,
                at=step.at,
                updated=step.at,
                author=found.organisation.name_in(g.language),
                title=_("%(what)s: %(title)s", what=words, title=title),
                title_language=g.language,
                paragraphs=_added(found, step.kind, counted[step.kind]),
            )
        )
    own = _origin() + url_for("portal.feed_of_initiative", reference=reference)
    return Feed(own, address, title, _("What happened to this dialogue initiative"), items[::-1])


def _added(found: Initiative, kind: str, number: int) -> list[tuple[str, str]]:
    """Return the words that the page has for a step beyond its name."""
    if kind == "follow_up":
        notes = [decision for decision in found.decisions if decision.act == kind]
        return [(note.words, note.language) for note in notes[number - 1 : number]]
    outcome = dossier.outcome(found) if kind == "conclude" else None
    return [(outcome["label"], g.language), (outcome["agreed"], found.language)] if outcome else []


def of_decisions() -> Feed:
    """Tell what moderators took from the public, and why."""
    here = _origin() + url_for("portal.decisions")
    rows, _more = statements.shown(db.session(), 1)
    return Feed(
        own=_origin() + url_for("portal.feed_of_decisions"),
        href=here,
        title=_("What moderators took down, and why"),
        subtitle=_(
            "Every initiative that was taken offline and every public comment that was hidden, with the reason."
        ),
        items=[_decision(row, here) for row in rows],
    )


def _decision(row: dict[str, Any], here: str) -> Item:
    at: datetime = row["instant"]
    later = [(row["later"], g.language)] if row["later"] else []
    return Item(
        id=f"{here}#{row['kind']}-{at.astimezone(UTC):%Y%m%dT%H%M%S%f}",
        href=_origin() + row["href"] if row["href"] else here,
        at=at,
        updated=at,
        author=current_app.config["SETTINGS"].platform_name,
        title=_("%(what)s: %(title)s", what=row["what"], title=row["about"]) if row["about"] else str(row["what"]),
        title_language=g.language,
        paragraphs=[(row["ground"], g.language), (row["wording"], g.language), (row["words"], row["language"]), *later],
    )


def _origin() -> str:
    found: str = current_app.config["SETTINGS"].public_url
    return found
