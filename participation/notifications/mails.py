"""Put a message into words: one sentence for bell and subject, and the mail as text and HTML that say the same."""

from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from flask import current_app

from participation import clock
from participation.languages import choose
from participation.notifications.labels import SENTENCES
from participation.notifications.matters.matter import Link, Matter, Reader, Telling
from participation.notifications.models import Mail
from participation.notifications.subjects import PACKAGE_OF

PREFIX = "[Réseau]"
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


def compose(mail: Mail, matter: Matter, reader: Reader) -> EmailMessage:
    """Write the mail in its reader's language."""
    choose(reader.language)
    telling = matter.telling(reader)
    kind = matter.event.kind
    said = sentence(kind, telling.values)
    words = {
        **telling._asdict(),
        **telling.values,
        "sentence": said,
        "language": reader.language,
        "address": address(telling.link, reader.language),
    }
    made = _envelope(mail, _subject(telling, said))
    folder = f"emails/{PACKAGE_OF[kind]}/{kind}"
    made.set_content(_rendered(f"{folder}.txt", words))
    made.add_alternative(_rendered(f"{folder}.html", words), subtype="html")
    made["Content-Language"] = reader.language  # last: before, it would have gone to the first part
    return made


def _rendered(template: str, words: Mapping[str, object]) -> str:
    """Render without the context of a page: a mail knows no session and no header."""
    return current_app.jinja_env.get_template(template).render(words).strip() + "\n"


def _subject(telling: Telling, said: str) -> str:
    parts = [PREFIX, telling.reference, said]
    whole = one_line(" ".join(part for part in parts if part))
    title = one_line(telling.title)
    whole = f"{whole}: {title}" if title else whole
    return whole if len(whole) <= LONGEST_SUBJECT else whole[: LONGEST_SUBJECT - 1] + "…"


def _envelope(mail: Mail, subject: str) -> EmailMessage:
    """Make the headers; typed words come in by `one_line` only, and addresses as addresses."""
    name, sender = parseaddr(current_app.config["SETTINGS"].mail_from)
    host = sender.rpartition("@")[2]
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(one_line(name), addr_spec=sender)
    made["To"] = Address(addr_spec=mail.address)
    made["Subject"] = subject
    made["Date"] = format_datetime(clock.now())
    made["Message-ID"] = f"<{mail.message_id}@{host}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["List-Id"] = f"<messages.{host}>"
    return made


def one_line(typed: str) -> str:
    """Make one line of what somebody typed: a header ends where its line does."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())


def _public_url() -> str:
    url: str = current_app.config["SETTINGS"].public_url
    return url
