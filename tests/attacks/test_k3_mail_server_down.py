"""K3: the mail server hangs; pages answer as fast as ever, and nothing is lost (refusals: test_transport)."""

import time
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from participation.extensions import db
from participation.notifications import transport
from participation.notifications.transport import transport_for
from participation.notifications.worker import Worker
from tests.notifications.browser import let_in
from tests.notifications.scene import Scene
from tests.notifications.servers import server, silent
from tests.portal.test_pages import hidden

SILENCE = 6.0  # seconds the worker waits for the server


def test_acts_are_answered_at_once_while_the_worker_waits_for_a_silent_server(
    scene: Scene, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", SILENCE)
    reference = scene.submitted()
    mo = let_in(scene, app, "mo")
    page = f"/en/initiatives/{reference}/take"
    fields = hidden(mo.get(page).text, "take")
    scene.session.rollback()
    with silent() as url:
        sender = Thread(target=_work, args=(app, url))
        sender.start()
        time.sleep(SILENCE / 3)
        began = time.monotonic()
        assert mo.post(page, data=fields).status_code == 303
        took = time.monotonic() - began
        waited = sender.is_alive()
        sender.join()
    assert waited
    assert took < SILENCE / 2
    with server() as (url, box):
        scene.work(transport_for(url, "no-reply@reseau.example", Path()), at=timedelta(hours=1))
    assert box.to() == ["fatima@example.be", "max@example.be", "mo@example.be"]


def _work(app: Flask, url: str) -> None:
    with app.app_context():
        Worker(transport_for(url, "no-reply@reseau.example", Path())).round(db.session())
