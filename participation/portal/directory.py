"""The organisations of the network: finding them, and the page of one."""

from functools import lru_cache
from typing import Any

from flask import g, url_for

from participation.extensions import db
from participation.initiatives.labels import OUTCOMES, STATUSES
from participation.initiatives.vocabulary import HELD
from participation.languages import lazy as _l
from participation.languages import text as _
from participation.organisations import page
from participation.organisations.lifecycle import SEEING
from participation.organisations.logo import BETWEEN, face
from participation.organisations.models import Organisation
from participation.organisations.policy import Actor
from participation.organisations.queries import listed
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import normalise
from participation.portal import listing, queries
from participation.portal.page import organisation_card, organisations_in_words, place_of

PAGE = 120  # rows of the directory
NO_LONGER = {
    "suspended": _l("This organisation is suspended for now: it cannot act, and its co-signatures do not count."),
    "merged": _l("This organisation has merged with another one. What it did stays readable."),
    "closed": _l("This organisation no longer exists. What it did stays readable."),
}


def found(typed: str, pillar: str) -> list[Organisation]:
    """List those whose words begin with what was typed, or whose acronym does."""
    terms = normalise(typed[:100]).split()
    here = [o for o in db.session.scalars(listed()) if o.state in SEEING and pillar in {"", o.pillar}]
    order = list(PILLARS)
    here.sort(key=lambda o: (order.index(o.pillar), o.sort_name, o.id))
    return [o for o in here if not terms or matches(terms, (o.name, *o.names.values()))]


def matches(terms: list[str], names: tuple[str, ...]) -> bool:
    """Tell whether every term begins a word of one of the names, or they are the beginning of an acronym."""
    squeezed = "".join(terms)
    for words, acronyms in (_folded(name) for name in names):
        if all(any(word.startswith(term) for word in words) for term in terms):
            return True
        if any(acronym.startswith(squeezed) for acronym in acronyms):
            return True
    return False


@lru_cache(maxsize=10_000)
def _folded(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = tuple(normalise(name).split())
    every, telling = words, [word for word in words if word not in BETWEEN]
    acronyms = ("".join(word[0] for word in every), "".join(word[0] for word in telling))
    return words, tuple(one for one in acronyms if len(one) > 1)


def groups(members: list[Organisation]) -> list[dict[str, Any]]:
    """Group them by pillar, with how many there are."""
    rows = []
    for key, pillar in PILLARS.items():
        here = [o for o in members if o.pillar == key]
        words, role = organisations_in_words(len(here)), pillar.role_note(g.language) or ""
        row = {"key": key, "label": pillar.label(g.language), "look": pillar.look, "note": role, "number": words}
        if here:
            rows.append(row | {"members": [organisation_card(o) for o in here]})
    return rows


def whole(actor: Actor, organisation: Organisation, number: int) -> dict[str, Any]:
    """Return the page of one organisation: what it is, and what this reader may see of what it does."""
    session, reader = db.session(), g.language
    proposed = _rows(queries.proposed_by(actor, organisation.id, reader, number))
    signed = _rows(queries.co_signed_by(actor, organisation.id, reader, number))
    brought = queries.brought(session, [one.co_signature for one in signed if one.co_signature])
    more = max(len(proposed), len(signed)) > listing.PAGE
    here, pillar = url_for("portal.organisation", slug=organisation.slug), PILLARS[organisation.pillar]
    return {
        "name": organisation.name_in(reader),
        "name_language": "" if organisation.names.get(reader) else organisation.language,
        "about": organisation.about.get(reader) or organisation.about.get(organisation.language, ""),
        "about_language": reader if organisation.about.get(reader) else organisation.language,
        "look": pillar.look,
        "face": face(organisation.id, organisation.name_in(reader), organisation.logo),
        "kind": KINDS[organisation.kind].label(reader),
        "pillar": pillar.label(reader),
        "pillar_href": url_for("portal.organisations", pillar=organisation.pillar),
        "role": pillar.role_note(reader) or "",
        "place": place_of(organisation.municipality) if organisation.municipality else "",
        "website": organisation.website if organisation.website.startswith(("https://", "http://")) else "",
        "website_words": page.bare(organisation.website),
        "contact": page.contact(organisation.contact),
        "links": page.links(organisation.links, organisation.language),
        "notice": NO_LONGER.get(organisation.state, ""),
        "successor": _successor(organisation),
        "called_before": [(one["name"], organisation.language) for one in reversed(organisation.names_before)],
        "proposes": pillar.proposes,
        "proposed": [_mention(one, []) for one in proposed[: listing.PAGE]],
        "signed": [_mention(one, brought.get(one.co_signature or 0, [])) for one in signed[: listing.PAGE]],
        "page": number,
        "previous_href": f"{here}?page={number - 1}" if number > 1 else "",
        "next_href": f"{here}?page={number + 1}" if more else "",
    }


def _successor(organisation: Organisation) -> tuple[str, str] | None:
    """Return address and name of what a merged one has become part of."""
    if organisation.merged_into_id is None:
        return None
    found = db.session.get_one(Organisation, organisation.merged_into_id)
    return url_for("portal.organisation", slug=found.slug), found.name_in(g.language)


def _rows(statement: Any) -> list[queries.Mention]:  # noqa: ANN401  # a Select of the columns of a mention
    return [queries.Mention(*row) for row in db.session.execute(statement)]


def _mention(one: queries.Mention, brought: list[tuple[int, str]]) -> dict[str, Any]:
    return {
        "href": url_for("portal.initiative", reference=one.reference),
        "reference": one.reference,
        "state": one.status.value,
        "state_label": STATUSES[one.status],
        "title": one.translated or one.title,
        "title_language": g.language if one.translated else one.language,
        "version": _("signed version %(number)s", number=one.version) if one.version else "",
        "statement": one.statement,
        "statement_language": one.said_in,
        "brought": [(number, words, one.language) for number, words in brought],
        "fulfilled": _fulfilled(one) if brought else "",
    }


def _fulfilled(one: queries.Mention) -> str:
    """Say what came of what was brought; empty while nobody has reported it, or the name stands under an older text."""
    if one.outcome is None or one.behind:
        return ""
    if one.outcome == HELD:
        return _("Fulfilled: its proposer reports that the dialogue took place.")
    return _("The dialogue %(outcome)s.", outcome=OUTCOMES[one.outcome])
