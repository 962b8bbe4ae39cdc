"""Browsers beside a scene."""

from contextvars import Context

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.accounts import passwords
from participation.accounts.models import Person
from participation.db import begin_write
from tests.notifications.scene import Scene
from tests.portal.test_pages import hidden

WORD = "a-long-word-for-tests-1830"


class Browser:
    """A browser outside the scene's own application context, as every browser is."""

    def __init__(self, app: Flask, headers: dict[str, str] | None = None) -> None:
        self.client, self.headers = app.test_client(), headers or {}

    def get(self, path: str) -> TestResponse:
        return Context().run(self.client.get, path, headers=self.headers)

    def post(self, path: str, data: dict[str, str]) -> TestResponse:
        return Context().run(self.client.post, path, data=data, headers=self.headers)


def let_in(scene: Scene, app: Flask, name: str) -> Browser:
    begin_write(scene.session)
    person = scene.session.scalars(select(Person).where(Person.name == name)).one()
    person.password = passwords.make(WORD, 1)
    scene.session.commit()
    client = Browser(app)
    fields = hidden(client.get("/en/sign-in").text, "sign-in")
    sent = client.post("/en/sign-in", data=fields | {"email": person.email, "password": WORD})
    assert sent.status_code == 303
    return client
