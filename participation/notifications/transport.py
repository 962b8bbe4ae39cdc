"""Hand a mail over: to a folder, or to a mail server. Says apart what is refused for good and what may pass."""

import os
import smtplib
import ssl
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import SplitResult, unquote, urlsplit

from participation.notifications.letters import Letter, one_line

TIMEOUT = 15  # seconds for each answer of the server
FOR_GOOD = 500  # an SMTP answer from here on will be the same next time
PORTS = {"smtp": 25, "smtps": 465}


class Refused(Exception):
    """This mail will not be taken, now or later."""


class Later(Exception):
    """This mail was not taken this time."""


class Unreachable(Later):
    """No mail at all can be handed over at the moment."""


class Transport(Protocol):
    """Somewhere to hand mails to, held for a batch."""

    repeatable: bool
    """Whether a mail that is handed over again is the same one, and none more."""

    def __enter__(self) -> Self:
        """Begin a batch."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the batch."""

    def send(self, mail: Letter, address: str) -> None:
        """Hand over one mail; raises `Refused`, `Later` or `Unreachable`."""


class Spool:
    """Files in a folder. A second try writes the same file."""

    repeatable = True

    def __init__(self, folder: Path) -> None:
        """Keep where it is; folder and files are for their owner only, since mails are letters."""
        self._folder = folder
        self._written = False

    def __enter__(self) -> Self:
        """Begin a batch."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._written = False
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Bring the batch to the disk at once: it is marked as sent only afterwards."""
        if self._written:
            os.sync()

    def send(self, mail: Letter, address: str) -> None:  # noqa: ARG002  # the file says to whom
        """Write the file beside its place, then move it there: whoever looks sees whole files only."""
        half = self._folder / f".{mail.message_id}.{os.getpid()}"
        try:
            with os.fdopen(os.open(half, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(mail.raw)
            half.replace(self._folder / f"{mail.message_id}.eml")
        except OSError as error:
            raise Unreachable(type(error).__name__) from error
        self._written = True


class Smtp:
    """A mail server, reached when the first mail of a batch is sent."""

    repeatable = False

    def __init__(self, url: SplitResult, sender: str) -> None:
        """Keep where it is; TLS is used wherever the server offers it."""
        self._url, self._sender = url, parseaddr(sender)[1]
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Begin a batch."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Say goodbye, if anyone is there to hear it."""
        self._leave()

    def send(self, mail: Letter, address: str) -> None:
        """Hand one mail to the server for one address."""
        try:
            self._server = self._server or self._reach()
            self._server.sendmail(self._sender, [address], mail.raw)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = error.recipients[address]
            raise (Refused if code >= FOR_GOOD else Later)(said(code, words)) from error
        except smtplib.SMTPDataError as error:
            raise (Refused if error.smtp_code >= FOR_GOOD else Later)(
                said(error.smtp_code, error.smtp_error)
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused(str(error)) from error
        except smtplib.SMTPResponseException as error:
            self._leave()
            raise Unreachable(said(error.smtp_code, error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._leave()
            raise Unreachable(type(error).__name__) from error

    def _reach(self) -> smtplib.SMTP:
        where = self._url.hostname or "localhost", self._url.port or PORTS[self._url.scheme]
        if self._url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=TIMEOUT, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(*where, timeout=TIMEOUT)
            server.ehlo_or_helo_if_needed()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server

    def _leave(self) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server = None


def _refusal(code: int, words: bytes | str) -> Refused | Later:
    return Refused(said(code, words)) if code >= FOR_GOOD else Later(said(code, words))


def said(code: int, words: bytes | str) -> str:
    """Keep what the server said, as one line, for the administrator's list."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {one_line(text)}"[:300]


def transport_for(mail_url: str, sender: str, data_dir: Path) -> Transport:
    """Choose by the address: `smtp(s)://...`, or a folder."""
    parts = urlsplit(mail_url)
    return Smtp(parts, sender) if parts.scheme in PORTS else Spool(data_dir / "mail")
