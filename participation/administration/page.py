"""Plain values of the journal's page: acts, references, organisations and digests, and never a text."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import g, url_for

from participation.administration import labels, queries
from participation.extensions import db
from participation.journal import queries as journal
from participation.languages import text as _
from participation.languages import texts as _n
from participation.places.data import LONGEST_NAME
from participation.web import formats
from participation.web.months import month
from participation.web.tables import table

FILTERS = ("kind", "organisation", "reference", "person", "month")
COLUMNS = (
    "position", "at", "kind", "organisation", "person", "about", "number", "reference", "digest", "body",
)  # fmt: skip


def asked(given: Mapping[str, str]) -> queries.Asked:
    """Read the address; a month that is none asks for nothing."""
    typed = {name: given.get(name, "").strip()[:LONGEST_NAME] for name in FILTERS}
    kind = typed["kind"] if typed["kind"] in labels.KINDS else ""
    return queries.Asked(kind, typed["organisation"], typed["reference"], typed["person"], month(typed["month"]))


def kinds() -> list[tuple[str, str]]:
    """List the kinds of acts by their names, for the filter."""
    return sorted(((key, str(label)) for key, label in labels.KINDS.items()), key=lambda row: (row[1].casefold(), row))


def entry(row: Any) -> dict[str, Any]:  # noqa: ANN401  # a row of `queries.ENTRIES`
    """Return what one entry shows; who acted by pseudonym, as the journal knows no names."""
    sealed = row.position is not None
    return {
        "number": row.id,
        "label": labels.KINDS.get(row.kind, row.kind),
        "at": formats.local_moment(row.at, g.language),
        "position": row.position,
        "seal": _("sealed at position %(number)s", number=row.position) if sealed else _("waits to be sealed"),
        "about": _about(row),
        "reference": row.reference or "",
        "organisation": row.name or "",
        "slug": row.slug or "",
        "person": row.actor_key,
        "digest": row.digest,
        "body": row.body,
    }


def _about(row: Any) -> str:  # noqa: ANN401  # a row of `queries.ENTRIES`
    if row.reference:
        said = labels.ABOUT.get(row.subject_kind)
        return str(said) % {"reference": row.reference} if said else row.reference
    return row.about_name or str(labels.SUBJECTS.get(row.subject_kind, row.subject_kind))


def seal() -> dict[str, Any]:
    """Say how far the chain reaches, what the last check found, and what the next one looks at."""
    session = db.session()
    end, last = journal.head(session), queries.last_check(session)
    facts = journal.facts(last) if last else {}
    return {
        "position": formats.number(end.position, g.language),
        "hash": end.hash if end.position else "",
        "pending": _pending(),
        "checked": _checked(facts) if last else _("Nobody has checked it on this page yet."),
        "checked_at": formats.local_moment(last.at, g.language) if last else "",
        "faults": [_wrong(one) for one in str(facts.get("named", "")).split()],
        "is_sound": not facts.get("faults"),
        "goes_on": not facts.get("is_last", True),
    }


def _pending() -> str:
    oldest = journal.oldest_pending(db.session())
    if oldest is None:
        return _("Nothing waits to be sealed.")
    return _("What waits to be sealed waits since %(moment)s.", moment=formats.local_moment(oldest, g.language))


def _checked(facts: Mapping[str, Any]) -> str:
    span = {name: formats.number(int(facts[name]), g.language) for name in ("first", "last")}
    if not facts["faults"]:
        return _("Positions %(first)s to %(last)s say what they said when they were sealed.", **span)
    return _n(
        "Positions %(first)s to %(last)s: %(number)s fault was found.",
        "Positions %(first)s to %(last)s: %(number)s faults were found.",
        int(facts["faults"]),
        **span,
    )


def _wrong(named: str) -> str:
    wrong, _colon, number = named.partition(":")
    return str(labels.WRONG[wrong]) % {"number": number}


def as_file(wanted: queries.Asked) -> Iterator[str]:
    """Write what is asked for as a table, line by line."""
    yield table([COLUMNS])
    for row in queries.every_entry(db.session(), wanted):
        known = row.position, row.at.isoformat(), row.kind, row.slug, row.actor_key
        yield table([(*known, row.subject_kind, row.subject_id, row.reference, row.digest, row.body)])


def address(given: Mapping[str, str], endpoint: str = "administration.journal", **more: Any) -> str:  # noqa: ANN401  # of an address
    """Return the page with the filters that are on."""
    kept = {name: given[name] for name in FILTERS if given.get(name)}
    return url_for(endpoint, **(kept | more))
