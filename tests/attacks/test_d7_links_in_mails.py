"""D7: links in mails come from the configured address, whatever Host a browser sends."""

import re
from pathlib import Path

import pytest
from flask import Flask

from participation.notifications.transport import Spool
from tests.notifications.browser import Browser
from tests.notifications.scene import Scene, text_of
from tests.portal.test_pages import hidden

EVIL = {"Host": "evil.tld", "X-Forwarded-Host": "evil.tld", "X-Original-Host": "evil.tld", "X-Forwarded-Proto": "https"}
ASKING = {
    "speaks": "y", "language": "nl", "name": "Koor van Gent", "kind": "youth_council", "about": "Wij zingen.",
    "languages": "nl", "applicant": "Mie", "function": "voorzitter", "email": "mie@example.be", "reads": "fr",
    "age": "y",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EVIL))
def test_an_application_sent_with_a_strange_host_is_answered_with_our_own_links(
    scene: Scene, app: Flask, tmp_path: Path, name: str
) -> None:
    scene.session.rollback()
    visitor = Browser(app, {name: EVIL[name]})
    page = visitor.get("/en/join")
    assert "evil.tld" not in page.text
    answer = visitor.post("/en/join", hidden(page.text, "apply") | ASKING)
    assert answer.status_code == 303, answer.text
    assert "evil.tld" not in answer.location
    scene.work(Spool(tmp_path / "mail"))
    path = re.search(r"/en(/join/confirm/\w+)|/fr(/join/confirm/\w+)", text_of(scene.mails()["mie"][0]))
    assert path is not None
    form = hidden(visitor.get(path[0]).text, "confirm-application")
    assert visitor.post(path[0], form).status_code == 303
    scene.work(Spool(tmp_path / "mail"))
    mails = [mail for of_one in scene.mails().values() for mail in of_one]
    assert set(scene.mails()) >= {"mie", "mo"}
    for mail in mails:
        links = re.findall(r"https?://[^\s\"<>]+", text_of(mail) + text_of(mail, "html"))
        assert links
        assert all(link.startswith("http://127.0.0.1:8000/") for link in links)
