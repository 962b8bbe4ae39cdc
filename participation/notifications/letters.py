"""A mail as the bytes that are handed over. What many readers have in common is put together once a batch.

Python's own message builder costs milliseconds a mail, and folds long links into what mail programs cannot read; so
it writes the common headers, and everything that differs is put around them here, checked by itself.
"""

import re
from base64 import encodebytes
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any, NamedTuple

from flask import current_app

from participation import clock
from participation.notifications.models import Mail

PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
BLANK = re.compile(r"\n\s*\n\s*\n")  # two empty lines say no more than one
STOP = "\ue000"  # where a reader's own link goes; a character that no text of ours or theirs may hold
KEPT = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"  # not printable, and part of how a language is written
LOGO = "/static/dist/apple-touch-icon.png"  # without a fingerprint: a mail is older than the next version of the site
PART = '--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'


class Letter(NamedTuple):
    """One mail, ready to be handed over; at every try the same number."""

    message_id: str
    raw: bytes


class Shell(NamedTuple):
    """What stands around the words: subject, language, and the address that stops such mails (empty: none does)."""

    subject: str
    language: str
    stop: str


class Frame(NamedTuple):
    """What is the same for all who read the same words in one language."""

    head: bytes
    text: str
    html: str


Frames = dict[Any, Frame]  # of one batch


def frame(name: str, words: Mapping[str, Any], shell: Shell) -> Frame:
    """Write the common headers, and the two templates, which say the same."""
    logo = current_app.config["SETTINGS"].public_url + LOGO
    said = {**words, "language": shell.language, "stop": STOP if shell.stop else "", "logo": logo}
    return Frame(_head(shell), _rendered(f"emails/{name}.txt", said), _rendered(f"emails/{name}.html", said))


def _rendered(template: str, words: Mapping[str, object]) -> str:
    """Render without the context of a page: a mail knows no session and no header."""
    text: str = current_app.jinja_env.get_template(template).render(words)
    return BLANK.sub("\n\n", text).strip() + "\n"


def _head(shell: Shell) -> bytes:
    name, sender = parseaddr(current_app.config["SETTINGS"].mail_from)
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(one_line(name), addr_spec=sender)
    made["Subject"] = shell.subject
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["List-Id"] = f"<messages.{sender.rpartition('@')[2]}>"
    made["Content-Language"] = shell.language
    made["MIME-Version"] = "1.0"
    return made.as_bytes().partition(b"\r\n\r\n")[0]


def letter(mail: Mail, common: Frame, stop: str) -> Letter:
    """Put one reader's mail together; raises `ValueError` or a parsing error for an address that is none."""
    host = parseaddr(current_app.config["SETTINGS"].mail_from)[1].rpartition("@")[2]
    own = [
        f"To: {recipient(mail.recipient)}",
        f"Date: {format_datetime(clock.now())}",
        f"Message-ID: <{mail.message_id}@{host}>",
    ]
    if stop:
        own += [f"List-Unsubscribe: <{stop}>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"]
    boundary = f"=_{mail.message_id}"  # no line of base64 has a _
    own.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    parts = [common.head, b"\r\n", "\r\n".join(own).encode("ascii"), b"\r\n\r\n"]
    for kind, words in (("plain", common.text), ("html", common.html)):
        parts += [PART.format(boundary=boundary, kind=kind).encode("ascii"), _encoded(words.replace(STOP, stop))]
    parts.append(f"--{boundary}--\r\n".encode("ascii"))
    return Letter(mail.message_id, b"".join(parts))


def recipient(address: str) -> str:
    """Return an address as it stands in a header: one address, and nothing that ends a line."""
    if PLAIN.fullmatch(address):
        return address
    return str(Address(addr_spec=address)).encode("ascii").decode("ascii")


def _encoded(words: str) -> bytes:
    return encodebytes(words.replace("\n", "\r\n").encode()).replace(b"\n", b"\r\n")


def one_line(typed: str) -> str:
    """Make one line of what somebody typed: a header ends where its line does."""
    signs = (c if c.isprintable() or c in KEPT else " " for c in typed)
    return " ".join(word for word in "".join(signs).split(" ") if word)
