"""The mails of a running site, read as their readers do: in the order they come, each once."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from participation import clock
from participation.app import create_app
from participation.extensions import db
from participation.notifications.transport import transport_for
from participation.notifications.worker import Worker
from participation.settings import Settings
from tests.browser.server import Site
from tests.notifications.scene import chores, parsed, text_of
from tests.system.processes import until


class Post:
    """What lies in the folder of a site."""

    def __init__(self, site: Site) -> None:
        self._site, self._read = site, set[Path]()

    def waiting(self, address: str) -> list[Path]:
        """List what the reader has not opened yet."""
        found = [path for path in (self._site.folder / "mail").glob("*.eml") if path not in self._read]
        return [path for path in found if parsed(path.read_bytes())["To"] == address]

    def next(self, address: str) -> EmailMessage:
        """Open the one mail that has come or is about to."""
        until(lambda: self.waiting(address), f"no mail for {address}")
        (path,) = self.waiting(address)
        self._read.add(path)
        return parsed(path.read_bytes())

    def link(self, mail: EmailMessage, beginning: str = "") -> str:
        """Return the first link whose path, after the language, begins so."""
        found = re.search(rf"{re.escape(self._site.origin)}/(nl|fr|de|en)({re.escape(beginning)}\S*)", text_of(mail))
        assert found is not None, text_of(mail)
        return found[2]

    def work(self, later: timedelta) -> None:
        """Let the site's worker do what there is to do when so much time has passed."""
        with clock.stopped_at(clock.now() + later), inside(self._site) as (app, session):
            settings = app.config["SETTINGS"]
            worker = Worker(transport_for("spool:", settings.mail_from, settings.data_dir))
            worker.drain(session, chores("digests", "mandates", "confirmations", "tidying"))


@contextmanager
def inside(site: Site) -> Iterator[tuple[Flask, Session]]:
    """Give an application on the data of a running site, and its session."""
    settings = Settings.from_env({"DATA_DIR": str(site.folder), "PUBLIC_URL": site.origin})
    app = create_app(settings)
    with app.app_context():
        yield app, db.session()
        db.session.remove()
        db.engine.dispose()
