"""Events as a calendar file (RFC 5545): escaped, folded, with instants in UTC and whole days as days."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

LONGEST_LINE = 75  # octets, without the end of the line
FULL_DAY = timedelta(days=1)


class Event(NamedTuple):
    """What a calendar shows; `last` is the last whole day, None where an hour is known and no end."""

    uid: str
    stamp: datetime
    begins: date | datetime
    last: date | None
    title: str
    place: str
    text: str
    address: str
    language: str


def written(*events: Event, maker: str, language: str, name: str = "") -> str:
    """Return the file; `maker` is the platform, `language` that of its words, `name` what a calendar calls several."""
    named = [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"] if name else []
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(maker)}//{language.upper()}",
        "METHOD:PUBLISH",
        *named,
        *(line for event in events for line in _lines(event)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _lines(event: Event) -> list[str]:
    language = f";LANGUAGE={event.language}"
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_utc(event.stamp)}",
        f"DTSTART{_moment(event.begins)}",
        *([f"DTEND{_moment(event.last + FULL_DAY)}"] if event.last else []),
        f"SUMMARY{language}:{escaped(event.title)}",
        f"LOCATION:{escaped(event.place)}",
        f"DESCRIPTION{language}:{escaped(event.text)}",
        f"URL:{event.address}",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Take their meaning from the signs that have one; other control characters have no place in a calendar."""
    for sign, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(sign, instead)
    return "".join(letter for letter in text if letter >= " ")


def folded(line: str) -> str:
    """Break a line after at most 75 octets, never inside a letter."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            parts.append("")
            size = 1  # the space that a continued line begins with
        parts[-1] += letter
        size += octets
    return "\r\n ".join(parts)


def _moment(value: date | datetime) -> str:
    return f":{_utc(value)}" if isinstance(value, datetime) else f";VALUE=DATE:{value:%Y%m%d}"


def _utc(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
