"""The date of an initiative, or of many, as events that a calendar takes in."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from participation import clock
from participation.clock import BRUSSELS
from participation.initiatives import queries as initiatives
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.languages import spoken
from participation.languages import text as _
from participation.organisations.policy import VISITOR
from participation.places.data import municipality, name_of, province_name
from participation.portal import dossier, listing
from participation.portal.page import place_of
from participation.web.calendar_file import Event, written

MOST = 100  # dates in one file
LOOK_BACK = timedelta(days=92)  # what lasts for long may have begun


def calendar_file(found: Initiative) -> str:
    """Write the file of one initiative; it is public and has a date."""
    return written(_event(found), maker=_maker(), language=spoken())


def calendar_of(session: Session, wanted: listing.Wanted) -> str:
    """Write one file of all that everyone may come to, from some weeks ago on, with the filters of a list."""
    begins = clock.today() - LOOK_BACK
    soon = replace(wanted, sort="date", state=wanted.state or Status.PUBLISHED, since=begins, most=MOST)
    ids = [place.id for place in listing.listed(session, VISITOR, soon, spoken())][:MOST]
    known = initiatives.by_ids(session, ids)
    events = [_event(known[one]) for one in ids if dossier.awaits_outcome(known[one])]
    return written(*events, maker=_maker(), language=spoken(), name=f"{_('Dialogue initiatives')} · {_maker()}")


def described(found: Initiative, picture: str) -> dict[str, Any]:
    """Say what search engines want to know of an event (schema.org) that everyone may put into a calendar."""
    event, version, place = _event(found), found.shown_version, municipality(found.shown_version.municipality)
    begins = event.begins.astimezone(BRUSSELS) if isinstance(event.begins, datetime) else event.begins
    where = name_of(version.municipality, spoken())
    origin = current_app.config["SETTINGS"].public_url
    who = found.organisation
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.text.partition("\n\n")[0],
        "inLanguage": event.language,
        "startDate": begins.isoformat(),
        **({"endDate": version.date_to.isoformat()} if version.date_to else {}),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "url": event.address,
        "image": picture,
        "location": {
            "@type": "Place",
            "name": found.room or where,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": where,
                "addressRegion": province_name(place.province, spoken()) if place else "",
                "addressCountry": "BE",
            },
        },
        "organizer": {
            "@type": "Organization",
            "name": who.name_in(spoken()),
            "url": origin + dossier.organisation_address(who),
        },
    }


def _maker() -> str:
    found: str = current_app.config["SETTINGS"].platform_name
    return found


def _event(found: Initiative) -> Event:
    version, origin = found.shown_version, current_app.config["SETTINGS"].public_url
    made = dossier.translated(VISITOR, found)
    title, summary, language = version.title, version.summary, found.language
    if made is not None:
        title, summary, language = made.title, made.summary, spoken()
    begins = _begins(found)
    place = [found.room, place_of(version.municipality)] if found.room else [place_of(version.municipality)]
    proposer = _("Proposed by %(organisation)s", organisation=found.organisation.name_in(spoken()))
    return Event(
        uid=f"{found.reference}@{origin.split('//')[-1]}",
        stamp=found.changed_at,
        begins=begins,
        last=None if isinstance(begins, datetime) else version.date_to or begins,
        title=title,
        place=", ".join(place),
        text=f"{summary}\n\n{proposer}",
        address=origin + dossier.address(found),
        language=language,
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
