"""Put a message into words: one sentence for bell and subject, and the mail as text and HTML that say the same."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import current_app, g

from participation.languages import choose
from participation.notifications.importance import KINDS, Group
from participation.notifications.labels import SENTENCES
from participation.notifications.letters import Frames, Letter, Shell, frame, letter, one_line
from participation.notifications.matters.matter import Link, Matter, Reader, Telling
from participation.notifications.models import Mail
from participation.notifications.subjects import PACKAGE_OF
from participation.web.formats import COLON

LONGEST_SUBJECT = 180  # characters; a mail reader shows fewer


def sentence(kind: str, values: Mapping[str, str]) -> str:
    """Say in the language chosen what happened."""
    return str(SENTENCES[kind]) % values


def path(link: Link, language: str) -> str:
    """Write the address of a page without a request: no header of any browser has a part in it."""
    if link.path:
        return f"{urlsplit(_public_url()).path}/{language}{link.path}"
    adapter = current_app.url_map.bind("", script_name=urlsplit(_public_url()).path or "/")
    built: str = adapter.build(link.endpoint, {"lang": language, **link.values})
    return f"{built}#{link.fragment}" if link.fragment else built


def address(link: Link, language: str) -> str:
    """Write it whole, from the address the platform is known by."""
    parts = urlsplit(_public_url())
    return f"{parts.scheme}://{parts.netloc}{path(link, language)}"


def compose(mail: Mail, matter: Matter, reader: Reader, frames: Frames | None = None) -> Letter:
    """Write the mail in its reader's language; `frames` keeps what others of the batch read in the same words."""
    choose(reader.language)
    telling = matter.telling(reader)
    kind = matter.event.kind
    stop = "" if KINDS[kind].group is Group.ALWAYS else stop_address(reader)
    frames = {} if frames is None else frames
    key = kind, reader.language, bool(stop), repr(telling)
    common = frames.get(key)
    if common is None:
        said = sentence(kind, telling.values)
        words = {
            **telling._asdict(),
            **telling.values,
            "sentence": said,
            "address": address(telling.link, reader.language),
            "code_page": address(telling.beside, reader.language) if telling.beside else "",
        }
        common = frame(f"{PACKAGE_OF[kind]}/{kind}", words, Shell(_subject(telling, said), reader.language, stop))
        frames[key] = common
    return letter(mail, common, stop)


def stop_address(reader: Reader) -> str:
    """Return the address that stops a reader's mails; empty where nothing can be stopped."""
    return address(Link("notifications.stop", {"token": reader.stop}), reader.language) if reader.stop else ""


def prefix() -> str:
    """Return what every subject begins with, so that one can sort by it."""
    return f"[{current_app.config['SETTINGS'].platform_name}]"


def _subject(telling: Telling, said: str) -> str:
    parts = [prefix(), telling.reference, said]
    whole = one_line(" ".join(part for part in parts if part))
    title = one_line(telling.title)
    whole = f"{whole}{COLON[g.language]} {title}" if title else whole
    return whole if len(whole) <= LONGEST_SUBJECT else whole[: LONGEST_SUBJECT - 1] + "…"


def _public_url() -> str:
    url: str = current_app.config["SETTINGS"].public_url
    return url
