"""The cards of a list, drawn once for each state of an initiative, language and level of heading."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from participation.extensions import db
from participation.initiatives import fulltext
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import DATE_KINDS, STATUSES, WRITTEN_IN
from participation.languages import spoken
from participation.languages import text as _
from participation.organisations.policy import VISITOR, Actor
from participation.organisations.reference import KINDS, PILLARS
from participation.portal import listing
from participation.portal.page import meter_words, place_of
from participation.portal.touched import Touched, counted, moment, since
from participation.web import formats
from participation.web.drawing import component
from participation.web.kept import Kept

MOST = 12_000  # of some 2 kB
BEGINS = 2000
Key = tuple[int, int, str, int]  # initiative, its state, language, level


def cards(actor: Actor, wanted: listing.Wanted, most: int, level: int = 3) -> list[Markup]:
    """Return the cards of one page, drawn, and of one more where another page follows; `level` is their headings'."""
    session, now = db.session(), moment()  # before anything is read: what is kept may be newer than its key, not older
    store: Kept[Key, Markup] = current_app.extensions.setdefault("portal.cards", Kept(MOST))
    touched: Touched = current_app.extensions.setdefault("portal.touched", Touched())
    ids = [place.id for place in _page(session, actor, wanted, now)[: most + 1]]
    states = touched.states(session, now, ids)
    keys = [(one, state, spoken(), level) for one, state in zip(ids, states, strict=True)]
    kept = {key: store.get(key) for key in keys}
    if missing := {key[0]: key for key, drawn in kept.items() if drawn is None}:
        kept |= {missing[one]: store.put(missing[one], drawn) for one, drawn in _draw(session, list(missing), level)}
    return [drawn for drawn in kept.values() if drawn is not None]


def _page(session: Session, actor: Actor, wanted: listing.Wanted, now: int) -> list[listing.Place]:
    """Read a page, and note where the next one begins as long as nothing happens."""
    begins: Kept[tuple[int, listing.Wanted], listing.Place] = current_app.extensions.setdefault(
        "portal.begins", Kept(BEGINS)
    )
    looked = fulltext.Moment(now, counted().sealed, partial(since, session))
    known = listing.Known(looked, begins.get((now, wanted)) if actor == VISITOR else None)
    found = listing.listed(session, actor, wanted, spoken(), known)
    if (follows := listing.next_page(actor, wanted, found)) is not None:
        begins.put((now, follows[0]), follows[1])
    return found


def _draw(session: Session, ids: Sequence[int], level: int) -> Iterator[tuple[int, Markup]]:
    """Draw the cards that nobody has asked for in this state."""
    signed = initiatives.pillars_signed(session, ids)
    card = component("card")
    for row in listing.rows(session, ids, spoken()):
        yield row.id, card(**_values(row, signed.get(row.id, ())), level=level)


def _values(row: listing.Row, signed: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    day = formats.long_day(row.date_from, spoken()) if row.date_from else str(DATE_KINDS[row.date_kind])
    title, summary, said_in = row.title, row.summary, row.language
    if row.translated_title and row.translated_summary:
        title, summary, said_in = row.translated_title, row.translated_summary, spoken()
    return {
        "href": f"/{spoken()}/initiatives/{row.reference}",
        "reference": row.reference,
        "state": row.status.value,
        "state_label": STATUSES[row.status],
        "kind_label": KINDS[row.kind].label(spoken()),
        "look": PILLARS[row.pillar].look,
        "title": title,
        "title_lang": said_in,
        "summary": summary,
        "summary_lang": said_in,
        "language_note": "" if said_in == spoken() else _original(said_in),
        "facts": [(_("Where"), place_of(row.municipality)), (_("When"), day)],
        "signed": [PILLARS[pillar].look for pillar, number in signed for _one in range(number)],
        "needed": current_app.config["THRESHOLD"].organisations,
        "meter_words": meter_words(sum(number for _pillar, number in signed)),
    }


def _original(language: str) -> str:
    return _("Text in %(language)s", language=WRITTEN_IN[language])
