"""The bell: own messages, newest first, unread marked, sight asked when they are read."""

import re

import pytest
from flask import Flask
from sqlalchemy import event, select

from participation.extensions import db
from participation.notifications import queries
from participation.notifications.models import Message
from tests.notifications.browser import Browser, let_in
from tests.notifications.scene import TITLE, Scene
from tests.portal.test_pages import hidden

pytestmark = pytest.mark.engines_in_turn

TIMES = re.compile(r'<time class="soft small" datetime="([^"]+)"')


def test_a_message_leads_to_the_thing_and_is_new_until_it_is_marked(scene: Scene, app: Flask) -> None:
    reference = scene.published()
    scene.work()
    nele = let_in(scene, app, "nele")
    page = nele.get("/en/messages/").text
    assert f'href="/en/initiatives/{reference}"' in page
    assert f'lang="nl"><a href="/en/initiatives/{reference}">{TITLE}' in page
    assert "The initiative is public" in page
    assert "Messages (2 new)" in page
    times = TIMES.findall(page)
    assert times == sorted(times, reverse=True)
    fields = hidden(page, "read")
    first = page.split('name="message" value="')[2].split('"')[0]
    answer = nele.post("/en/messages/read?page=2", data=fields | {"message": first})
    assert (answer.status_code, answer.location) == (303, "/en/messages/?page=2")  # where one was in the list
    assert "Messages (1 new)" in nele.get("/en/").text
    assert nele.post("/en/messages/read", data=fields | {"message": "all"}).status_code == 303
    page = nele.get("/en/messages/").text
    assert 'class="new"' not in page
    assert " new)" not in page


def test_nobody_marks_the_messages_of_another(scene: Scene, app: Flask) -> None:
    scene.submitted()
    scene.work()
    mo, fatima = let_in(scene, app, "mo"), let_in(scene, app, "fatima")
    page = mo.get("/en/messages/").text
    number = page.split('name="message" value="')[2].split('"')[0]
    theirs = hidden(fatima.get("/en/messages/").text, "read")
    assert fatima.post("/en/messages/read", data=theirs | {"message": number}).status_code == 303
    assert "Messages (1 new)" in mo.get("/en/").text
    assert fatima.post("/en/messages/read", data={"message": "all"}).status_code == 400  # without the form's token


def test_a_message_about_what_is_closed_since_says_so_without_its_title(scene: Scene, app: Flask) -> None:
    reference = scene.consulted()
    scene.work()
    wim = let_in(scene, app, "wim")
    assert TITLE in wim.get("/en/messages/").text
    scene.act(reference, "request_changes", remarks={"title": "Welke wachten?"})
    page = wim.get("/en/messages/").text
    assert "You can no longer see what this message was about." in page
    assert TITLE not in page
    assert reference not in page


def test_a_visitor_is_led_to_sign_in_and_nothing_changes(scene: Scene, app: Flask) -> None:
    scene.session.rollback()
    visitor = Browser(app)
    assert visitor.get("/en/messages/").location == "/en/sign-in?next=/en/messages/"
    assert visitor.post("/en/messages/read", data={"message": "all"}).status_code == 303


def test_a_long_list_has_pages_and_one_page_asks_few_questions(scene: Scene, app: Flask) -> None:
    for number in range(queries.PAGE + 2):
        scene.submitted(f"Thee {number}")
    scene.work()
    mo = let_in(scene, app, "mo")
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    page = mo.get("/en/messages/").text
    assert len(TIMES.findall(page)) == queries.PAGE
    assert len(asked) <= 30  # as many for thirty messages as for one
    assert "page=2" in page
    assert len(TIMES.findall(mo.get("/en/messages/?page=2").text)) == 2
    assert len(scene.session.scalars(select(Message).where(Message.read_at.is_(None))).all()) > queries.PAGE
