"""Plain values for what a case is decided on: the text, its translations, who signed, and what happened."""

from typing import Any

from flask import g

from participation.extensions import db
from participation.initiatives.labels import ACTS, ASK_TYPES, DATE_KINDS, STATUSES, WRITTEN_IN
from participation.initiatives.models import CoSignature, Initiative
from participation.initiatives.page import audiences_in_words
from participation.journal import queries as journal
from participation.languages import text as _
from participation.moderation import queries
from participation.organisations import naming
from participation.organisations.reference import PILLARS
from participation.places.data import municipality, name_of, province_name
from participation.web import formats

NOT_TOLD = frozenset({"edit"})  # every saving of a working copy is an entry; nobody reads them all


def text(found: Initiative) -> dict[str, Any]:
    """Return the words that are decided on, with what they ask."""
    version = found.shown_version
    return {
        "reference": found.reference,
        "state": found.status.value,
        "state_label": STATUSES[found.status],
        "language": found.language,
        "version": version.number,
        "title": version.title,
        "summary": version.summary,
        "body": version.body,
        "limits": version.limits,
        "facts": _facts(found),
        "asks": _asks(found),
    }


def standing(found: Initiative) -> list[CoSignature]:
    """List the co-signatures that were not taken back."""
    return [signature for signature in found.co_signatures if signature.ended_at is None]


def place_of(nis: str) -> str:
    """Name a municipality with its province."""
    known = municipality(nis)
    return f"{name_of(nis, g.language)}, {province_name(known.province, g.language)}" if known else nis


def _facts(found: Initiative) -> list[tuple[str, str]]:
    version = found.shown_version
    days = [formats.long_day(day, g.language) for day in (version.date_from, version.date_to) if day]
    rows = [
        (_("Proposed by"), found.organisation.name_in(g.language)),
        (_("Where"), place_of(version.municipality)),
        (_("Kind of date"), str(DATE_KINDS[version.date_kind])),
        (_("When"), ", ".join(days)),
        (_("Hour"), formats.hour(found.hour, g.language)),
        (_("Room or address"), found.room),
        (_("For whom"), audiences_in_words([one.audience for one in version.audiences])),
        (_("Facilitator"), found.facilitator or _("wanted")),
        (_("Contact"), found.contact),
        (_("Links"), found.links),
    ]
    return [(term, value) for term, value in rows if value]


def _asks(found: Initiative) -> list[tuple[str, str, int, str]]:
    return [
        (str(ASK_TYPES[ask.type]), PILLARS[ask.pillar].short(g.language), ask.number, ask.text)
        for ask in found.shown_version.asks
    ]


def translations(found: Initiative) -> list[tuple[str, str, str, str]]:
    """List (language, its name, title, state in words) of the newest translation into each language."""
    rows = []
    for code, name in WRITTEN_IN.items():
        made = found.translation(code) if code != found.language else None
        if made is None:
            continue
        by = made.made_by.name if made.made_by else _("the campaign team")
        if made.version != found.shown:
            said = _("by %(name)s, behind: of version %(number)s", name=by, number=made.version)
        elif made.checked_at is not None:
            said = _("by %(name)s, checked", name=by)
        else:
            said = _("by %(name)s, not checked yet", name=by)
        rows.append((code, str(name), made.title, said))
    return rows


def history(found: Initiative) -> list[tuple[str, str, str, bool]]:
    """List what happened and who did it, newest first: moderators see persons, the public never does."""
    entries = [e for e in journal.history(db.session(), *found.subject) if e.kind not in NOT_TOLD]
    keys = {entry.actor_key for entry in entries}
    people, asked = queries.people(db.session(), keys), naming.of_pseudonyms(db.session(), keys)
    names = queries.names(db.session(), {entry.organisation_id for entry in entries if entry.organisation_id})
    rows = []
    for entry in reversed(entries):
        of = names.get(entry.organisation_id or 0)
        who = people.get(entry.actor_key, _("someone who has left"))
        who = asked.on(entry.actor_key, who, of, entry.at, g.language)
        what = str(ACTS.get(entry.kind, entry.kind.replace("_", " ")))
        by = _("%(what)s: %(name)s, moderation team", what=what, name=who)
        if of is not None:
            by = _("%(what)s: %(name)s, %(organisation)s", what=what, name=who, organisation=of.name_in(g.language))
        rows.append((formats.iso_day(entry.at), formats.local_moment(entry.at, g.language), by, False))
    return rows
