"""L10: what goes wrong with mails is logged by number; no address, no text and no token stands in a log."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import update

from participation.accounts.models import Person
from participation.db import begin_write
from participation.notifications.transport import transport_for
from tests.notifications.scene import TITLE, Scene
from tests.notifications.servers import free_port, server

FROM = "no-reply@reseau.example"


def test_faults_of_mail_are_logged_without_addresses_and_texts(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "participation")
    scene.submitted()
    begin_write(scene.session)
    scene.session.execute(update(Person).where(Person.name == "max").values(email="max at example.be"))
    scene.session.commit()
    scene.work(transport_for(f"smtp://127.0.0.1:{free_port()}", FROM, Path()))
    with server(mo="550 no such user") as (url, _box):
        scene.work(transport_for(url, FROM, Path()))
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("participation"))
    assert "Mail " in said  # the one that could not be written
    for secret in ("example.be", TITLE, scene.rows()[0].message_id):
        assert secret not in said
