"""Attacks on comments: rows B1, B5, C1, C9, F5, F13, F14, F15, G4, H4 and L6; each test names its row."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import reduce

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation.comments.models import Comment, Report
from participation.db import begin_write
from participation.journal.models import Entry
from participation.organisations.lifecycle import State
from participation.organisations.models import Organisation
from participation.outbox.models import Event
from tests.comments.scene import OPEN, PUBLIC, REASON, WORDS, Scene, build
from tests.portal.test_pages import do, hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

COMMENT = f"/en/initiatives/{OPEN}/comment"
CANARY = "canary-1830"
SNEAKY = (
    "<svg onload=alert(1)>", '"><img src=x onerror=alert(1)>', "[a](javascript:alert(1))", "{{7*7}}", "${7*7}",
    "%s%n%(number)s", "{0.__class__}", "<script>alert(1)</script>",
)  # fmt: skip
NOTHING_SEEN = ("", "   ", " \n\t ", "\u200b\u200d\u2060\ufeff", "\u00a0\u3000", "\u3164\u2800", "\x00\x00")


@pytest.fixture
def scene(session: Session) -> Scene:
    made = build(session)
    session.rollback()
    return made


def said(scene: Scene, *given: str, name: str = "fire") -> Comment:
    begin_write(scene.session)
    one = scene.say(name, *given)
    scene.session.commit()
    return one


def number_of(scene: Scene, table: type[Comment | Report | Entry | Event]) -> int:
    scene.session.rollback()
    return scene.session.scalar(select(func.count()).select_from(table)) or 0


def fields(client: FlaskClient, **more: str) -> dict[str, str]:
    return hidden(client.get(COMMENT).text, "comment") | {"text": WORDS, "scope": "partners"} | more


def send(client: FlaskClient, given: dict[str, str]) -> TestResponse:
    return client.post(COMMENT, data=given)


def test_f5_a_suspended_organisation_comments_nothing(app: Flask, scene: Scene) -> None:
    one, outs = said(scene), signed_in(app, "outs")
    assert outs.get(COMMENT).status_code == 403
    token = hidden(outs.get(f"/en/comments/{one.public_id}/report").text, "report") | {"text": CANARY}
    for address in (COMMENT, f"/en/comments/{one.public_id}/reply"):
        answer = outs.post(address, data=token | {"scope": "partners", "nonce": address})
        assert answer.status_code == 403
        assert CANARY in answer.text
    assert number_of(scene, Comment) == 1


def test_f13_the_same_words_within_a_minute_are_the_first_comment(app: Flask, scene: Scene) -> None:
    fire, crew = signed_in(app, "fire"), signed_in(app, "crew")
    first = send(fire, fields(fire))
    again = [send(fire, fields(fire)), send(crew, fields(crew)), send(fire, fields(fire, text=f" {WORDS} "))]
    assert {answer.location for answer in again} == {first.location}
    assert "#comment-" in first.location
    assert number_of(scene, Comment) == 1
    assert number_of(scene, Event) == 2  # the proposer, and who follows
    assert send(fire, fields(fire, scope="moderators")).location != first.location
    wardens = signed_in(app, "wardens")
    assert send(wardens, fields(wardens)).location != first.location
    assert number_of(scene, Comment) == 3


@pytest.mark.parametrize("text", NOTHING_SEEN, ids=ascii)
def test_f13_a_comment_of_which_nothing_is_seen_is_none(app: Flask, scene: Scene, text: str) -> None:
    fire = signed_in(app, "fire")
    assert send(fire, fields(fire, text=text)).status_code == 422
    assert number_of(scene, Comment) == 0


def test_f13_a_comment_is_of_one_sign_to_three_thousand(app: Flask, scene: Scene) -> None:
    fire = signed_in(app, "fire")
    for text in ("x" * 3001, "y" * 100_000):
        answer = send(fire, fields(fire, text=text))
        assert answer.status_code == 422
        assert text in answer.text
    assert (
        send(fire, fields(fire, text="!")).status_code == send(fire, fields(fire, text="x" * 3000)).status_code == 303
    )
    assert number_of(scene, Comment) == 2


def test_f14_a_suspension_in_between_gives_the_text_back(app: Flask, scene: Scene) -> None:
    fire = signed_in(app, "fire")
    given = fields(fire, text=CANARY)
    begin_write(scene.session)
    fire_is = update(Organisation).where(Organisation.slug == "fire")
    scene.session.execute(fire_is.values(state=State.SUSPENDED))
    scene.session.commit()
    answer = send(fire, given)
    assert answer.status_code == 403
    assert "suspended" in answer.text
    assert CANARY in answer.text
    assert number_of(scene, Comment) == 0


def test_f14_another_organisation_in_between_gives_the_text_back(app: Flask, scene: Scene) -> None:
    both = signed_in(app, "both")
    page = both.get("/en/about").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    both.post("/en/switch", data={"csrf_token": token[1], "hat": "fire", "next": "/en/"})
    given = fields(both, text=CANARY)
    assert given["organisation"] == "fire"
    both.post("/en/switch", data={"csrf_token": token[1], "hat": "desk", "next": "/en/"})
    answer = send(both, given)
    assert answer.status_code == 409
    assert CANARY in answer.text
    assert number_of(scene, Comment) == 0


def test_f15_two_hundred_reports_of_one_person_are_one(app: Flask, scene: Scene) -> None:
    one = said(scene)
    address = f"/en/comments/{one.public_id}/report"
    youth = signed_in(app, "youth")
    token = hidden(youth.get(address).text, "report")
    answers = [youth.post(address, data=token | {"nonce": f"n{n}", "reason": "Too loud."}) for n in range(200)]
    assert [answer.status_code for answer in answers] == [303] * 100 + [429] * 100  # F10: then it is a flood as well
    assert number_of(scene, Report) == 1
    assert scene.session.scalars(select(Event.kind).distinct().order_by(Event.kind)).all() == ["comment", "report"]
    assert app.test_client().post(address, data={"reason": "Too loud."}).status_code == 303  # to sign-in
    assert number_of(scene, Report) == 1


def test_f15_who_reported_is_not_told_to_the_author(app: Flask, scene: Scene) -> None:
    one = said(scene)
    assert (
        do(signed_in(app, "youth"), f"/en/comments/{one.public_id}/report", "report", reason=CANARY).status_code == 303
    )
    fire = signed_in(app, "fire")
    for address in (f"/en/initiatives/{OPEN}", f"/en/comments/{one.public_id}/take-back"):
        page = fire.get(address).text
        assert CANARY not in page
        assert "Name of youth" not in page


@pytest.mark.parametrize("reason", ["", "no.", "  \n ", "x" * 2001, "\u200b" * 12])
def test_g4_nothing_is_hidden_without_a_reason(app: Flask, scene: Scene, reason: str) -> None:
    one = said(scene)
    address, desk = f"/en/comments/{one.public_id}/hide", signed_in(app, "moderator")
    before = number_of(scene, Entry)
    assert do(desk, address, "hide", reason=reason, reason_code="attacks").status_code == 422
    assert do(desk, address, "hide", reason=REASON, reason_code="").status_code == 422
    assert number_of(scene, Entry) == before
    assert scene.session.scalars(select(Comment.hidden_at)).all() == [None]


def test_b1_b5_notes_and_partners_comments_stay_off_every_public_page(app: Flask, scene: Scene) -> None:
    notes = [said(scene, scope, f"{CANARY} {scope}", PUBLIC) for scope in ("moderators", "partners")]
    begin_write(scene.session)
    scene.do("reply", "moderator", notes[0], text=f"{CANARY} answer")
    scene.session.commit()
    visitor, wardens = app.test_client(), signed_in(app, "wardens")
    initiative = f"/en/initiatives/{PUBLIC}"
    pages = ["/en/", "/en/initiatives/", f"/en/initiatives/?q={CANARY}", initiative, f"{initiative}?talk=2"]
    pages += ["/en/organisations/", "/en/organisations/fire", "/en/about"]
    pages += [f"/en/comments/{one.public_id}{act}" for one in notes for act in ("", "/reply", "/report", "/hide")]
    for page in pages:
        echoed = (f'value="{CANARY}"', f"?q={CANARY}", f"%3Fq%3D{CANARY}", f"Search: {CANARY}", f"\u201c{CANARY}\u201d")
        shown = visitor.get(page).text
        assert CANARY not in reduce(lambda text, own: text.replace(own, ""), echoed, shown), page
    partner = wardens.get(initiative).text
    assert f"{CANARY} partners" in partner
    assert f"{CANARY} moderators" not in partner
    assert f"{CANARY} answer" not in partner
    assert f"{CANARY} answer" in signed_in(app, "fire").get(initiative).text


def test_b1_a_public_comment_is_not_public_before_publication(app: Flask, scene: Scene) -> None:
    one = said(scene, "public", CANARY)
    visitor = app.test_client()
    for page in ("/en/", "/en/initiatives/", f"/en/initiatives/{OPEN}", f"/en/comments/{one.public_id}"):
        assert CANARY not in visitor.get(page).text, page


def test_c1_c9_what_is_typed_is_shown_as_it_was_typed(app: Flask, scene: Scene) -> None:
    for number, sneaky in enumerate(SNEAKY):
        said(scene, "public", f"{number} {sneaky}", PUBLIC)
    page = app.test_client().get(f"/en/initiatives/{PUBLIC}").text
    talk = page[page.index('id="conversation"') :]
    assert "<svg onload" not in talk
    assert "<img" not in talk
    assert "<script" not in talk[: talk.index("</section>")]
    assert "javascript:" not in re.sub(r"<p>[^<]*</p>", "", talk)
    for literal in ("{{7*7}}", "${7*7}", "%s%n%(number)s", "{0.__class__}", "&lt;svg onload=alert(1)&gt;"):
        assert literal in talk
    desk = signed_in(app, "moderator")
    begin_write(scene.session)
    one = scene.session.scalars(select(Comment).order_by(Comment.id)).first()
    assert one is not None
    scene.do("report", "youth", one, reason=SNEAKY[1])
    scene.session.commit()
    for address in ("/en/desk/comments", f"/en/comments/{one.public_id}/hide"):
        assert "<img" not in desk.get(address).text


def test_h4_a_form_sent_twice_makes_one_comment(app: Flask, scene: Scene) -> None:
    fire = signed_in(app, "fire")
    given = fields(fire)
    first, again = send(fire, given), send(fire, given)
    assert first.location == again.location
    assert send(fire, given | {"text": "Other words."}).status_code == 422  # no repeat, and nothing is lost
    assert number_of(scene, Comment) == number_of(scene, Entry) == 1
    assert number_of(scene, Event) == 2  # the proposer, and who follows


def test_h4_twenty_at_once_say_it_once(app: Flask, scene: Scene) -> None:
    clients = [signed_in(app, name) for name in ("fire", "crew") for _again in range(5)]
    given = [fields(client) for client in clients]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, clients, given))
    assert {answer.status_code for answer in answers} == {303}
    assert number_of(scene, Comment) == 1
    assert number_of(scene, Event) == 2  # the proposer, and who follows


def test_l6_its_organisation_reads_why_it_was_hidden_and_how_to_contest(app: Flask, scene: Scene) -> None:
    one = said(scene, "public", WORDS, PUBLIC)
    desk, fire = signed_in(app, "moderator"), signed_in(app, "fire")
    assert (
        do(desk, f"/en/comments/{one.public_id}/hide", "hide", reason=REASON, reason_code="attacks").status_code == 303
    )
    own, public = (client.get(f"/en/initiatives/{PUBLIC}").text for client in (fire, app.test_client()))
    for words in ("Attacks a person or group", REASON, WORDS, "by a person, not by a machine", "can contest this once"):
        assert words in own, words
    assert f'href="/en/comments/{one.public_id}/contest"' in own
    assert f'id="comment-{one.public_id}"' in public  # the placeholder
    assert "Name of moderator" not in own + public
    number = one.id
    scene.session.rollback()
    told = scene.session.execute(select(Event.kind, Event.audience, Event.detail_id).order_by(Event.id.desc())).first()
    assert told == ("hide", "author", number)
