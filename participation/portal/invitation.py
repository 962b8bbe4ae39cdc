"""The date of an initiative as an event that a calendar takes in."""

from datetime import date, datetime, time

from flask import current_app, g, url_for

from participation.clock import BRUSSELS
from participation.initiatives.models import Initiative
from participation.languages import text as _
from participation.organisations.policy import VISITOR
from participation.portal import dossier
from participation.portal.page import place_of
from participation.web.calendar_file import Event, written


def calendar_file(found: Initiative) -> str:
    """Write the file; the initiative is public and has a date."""
    version, origin = found.shown_version, current_app.config["SETTINGS"].public_url
    made = dossier.translated(VISITOR, found)
    title, summary, language = version.title, version.summary, found.language
    if made is not None:
        title, summary, language = made.title, made.summary, g.language
    begins = _begins(found)
    address = origin + url_for("portal.initiative", reference=found.reference)
    place = [found.room, place_of(version.municipality)] if found.room else [place_of(version.municipality)]
    proposer = _("Proposed by %(organisation)s", organisation=found.organisation.name_in(g.language))
    return written(
        Event(
            uid=f"{found.reference}@{origin.split('//')[-1]}",
            stamp=found.changed_at,
            begins=begins,
            last=None if isinstance(begins, datetime) else version.date_to or begins,
            title=title,
            place=", ".join(place),
            text=f"{summary}\n\n{proposer}",
            address=address,
            language=language,
            maker=current_app.config["SETTINGS"].platform_name,
        )
    )


def _begins(found: Initiative) -> date | datetime:
    """Return the hour where one is known and it is about one day; else the day."""
    version = found.shown_version
    if version.date_from is None:
        raise ValueError(found.reference)
    try:
        hour = time.fromisoformat(found.hour) if version.date_kind != "period" else None
    except ValueError:
        hour = None
    return datetime.combine(version.date_from, hour, BRUSSELS) if hour else version.date_from
