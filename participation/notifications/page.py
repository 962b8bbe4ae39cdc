"""Plain values for the list of one's messages."""

from typing import Any

from flask import g, url_for
from sqlalchemy.orm import Session

from participation.languages import text as _
from participation.notifications.mails import sentence
from participation.notifications.matters.matter import Link, Matter, Reader
from participation.notifications.models import Message
from participation.notifications.subjects import matters
from participation.organisations.policy import Actor
from participation.web import formats


def rows(session: Session, actor: Actor, messages: list[Message]) -> list[dict[str, Any]]:
    """Put messages into words for this reader; sight is asked now, not when they were written."""
    known = matters(session, [message.event for message in messages])
    reader = Reader(actor, g.language)
    return [_row(message, known.get(message.event_id), reader) for message in messages]


def _row(message: Message, matter: Matter | None, reader: Reader) -> dict[str, Any]:
    row = {
        "id": message.id,
        "is_new": message.read_at is None,
        "when": formats.local_moment(message.at, g.language),
        "iso": message.at.isoformat(),
        "href": "",
        "title": _("You can no longer see what this message was about."),
        "title_language": "",
        "reference": "",
        "sentence": "",
    }
    if matter is None or not matter.may_be_told(reader):
        return row
    telling = matter.telling(reader)
    said = sentence(matter.event.kind, telling.values)
    return row | {
        "href": _href(telling.link),
        "title": telling.title or said,
        "title_language": telling.title_language if telling.title_language != g.language else "",
        "reference": telling.reference,
        "sentence": said if telling.title else "",
    }


def _href(link: Link) -> str:
    if link.path:
        return f"/{g.language}{link.path}"
    return url_for(link.endpoint, _anchor=link.fragment or None, **link.values)
