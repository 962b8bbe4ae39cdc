"""The pages of comments: forms, answers, and the conversation on an initiative's page."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.comments.models import Comment, Report
from participation.db import begin_write
from participation.journal.models import Entry
from tests.comments.scene import OPEN, PUBLIC, REASON, WORDS, Scene
from tests.portal.test_pages import do, hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

COMMENT = f"/en/initiatives/{OPEN}/comment"
UNKNOWN = "/en/comments/0123456789abcdef0123"


@pytest.fixture
def play(scene: Scene) -> Scene:
    """The scene as other connections see it."""
    scene.session.rollback()
    return scene


def said(scene: Scene, name: str = "fire", scope: str = "partners", reference: str = OPEN, text: str = WORDS) -> str:
    """Let a comment be there, and return the start of its addresses."""
    begin_write(scene.session)
    one = scene.say(name, scope, text, reference)
    address = f"/en/comments/{one.public_id}"
    scene.session.commit()
    return address


def acts_on(page: str, address: str) -> set[str]:
    """Name what a page offers to do with one comment."""
    return set(re.findall(rf'href="{address}/[a-z-]+" data-action="([a-z-]+)"', page))


def test_one_comments_and_comes_back_to_the_comment(app: Flask, play: Scene) -> None:
    fire = signed_in(app, "fire")
    page = f"/en/initiatives/{OPEN}"
    assert f'href="{page}/comment"' in fire.get(page).text
    form = fire.get(COMMENT).text
    assert "It becomes public at publication." in form
    assert "The fire" in form
    assert "does not engage it" in form
    answer = do(fire, COMMENT, "comment", text="<b>Hello</b>\nhttps://fire.example", scope="public", language="fr")
    assert answer.status_code == 303
    page, _, name = answer.location.partition("#comment-")
    assert page == f"/en/initiatives/{OPEN}"
    shown = fire.get(page).text
    assert f'id="comment-{name}"' in shown
    assert '<div class="prose" lang="fr"><p>&lt;b&gt;Hello&lt;/b&gt;<br>https://fire.example</p>' in shown
    assert "written by Name of fire" in shown
    assert "written by" not in signed_in(app, "youth").get(page).text  # others read the organisation's name only
    assert f'id="comment-{name}"' in fire.get(f"/en/comments/{name}", follow_redirects=True).text


def test_acts_are_offered_to_those_who_may(app: Flask, play: Scene) -> None:
    address = said(play, scope="public", reference=PUBLIC)
    page = f"/en/initiatives/{PUBLIC}"
    offered = {
        "fire": {"reply", "report", "take-back"},
        "wardens": {"reply", "report"},
        "outs": {"report"},
        "moderator": {"report", "hide"},
        "admin": {"report"},
    }
    for name, acts in offered.items():
        assert acts_on(signed_in(app, name).get(page).text, address) - {"edit"} == acts, name
    visitor = app.test_client().get(page).text
    assert WORDS in visitor
    assert not acts_on(visitor, address)
    assert 'data-action="comment"' not in visitor


def test_what_one_may_not_see_answers_404_and_what_one_may_not_do_403(app: Flask, play: Scene) -> None:
    partners, note = said(play), said(play, scope="moderators")
    published = said(play, scope="public", reference=PUBLIC)
    visitor, wardens, outs = app.test_client(), signed_in(app, "wardens"), signed_in(app, "outs")
    nothing = visitor.get(UNKNOWN)
    assert nothing.status_code == 404
    for address in (partners, note, f"{partners}/reply", f"{note}/report"):
        assert visitor.get(address).data == nothing.data, address
    assert visitor.get(COMMENT).data == visitor.get(COMMENT.replace(OPEN, "2020-9999")).data
    for address in (COMMENT, f"{note}/report", f"{UNKNOWN}/report"):
        assert visitor.post(address).status_code == 303, address
    assert wardens.get(f"{note}/report").status_code == 404
    assert do(wardens, f"{partners}/reply", "reply", text="We too.").status_code == 303
    assert wardens.get(f"{partners}/edit").status_code == 403
    assert outs.get(f"{partners}/reply").status_code == outs.get(COMMENT).status_code == 403
    assert visitor.get(f"{published}/hide").status_code == 303
    assert visitor.get(published, follow_redirects=True).status_code == 200


def test_what_was_typed_comes_back_with_what_is_wrong(app: Flask, play: Scene) -> None:
    fire = signed_in(app, "fire")
    answer = do(fire, COMMENT, "comment", text="x" * 3001, scope="public")
    assert answer.status_code == 422
    assert "x" * 3001 in answer.text
    assert "at most 3000 characters" in answer.text
    assert do(fire, COMMENT, "comment", text=WORDS, scope="nobody").status_code == 422
    fields = hidden(fire.get(COMMENT).text, "comment") | {"text": WORDS, "scope": "public"}
    other = fire.post(COMMENT, data=fields | {"organisation": "wardens"})
    assert other.status_code == 409
    assert WORDS in other.text
    forged = fire.post(COMMENT, data=fields | {"csrf_token": "x.y"})
    assert forged.status_code == 400
    assert WORDS in forged.text


def test_a_report_has_a_number_and_its_author_is_told_to_nobody(app: Flask, play: Scene) -> None:
    address = said(play)
    wardens, fire, desk = (signed_in(app, name) for name in ("wardens", "fire", "moderator"))
    answer = do(wardens, f"{address}/report", "report", reason="This names a neighbour.")
    receipt = play.session.scalars(select(Report.receipt)).one()
    assert receipt in wardens.get(answer.location.partition("#")[0]).text
    assert "names a neighbour" not in fire.get(f"/en/initiatives/{OPEN}").text
    listed = desk.get("/en/desk/comments").text
    assert 'data-kind="report"' in listed
    assert f'href="{address}"' in listed
    assert "This names a neighbour." in desk.get(f"{address}/hide").text
    assert fire.get("/en/desk/comments").status_code == 404
    assert app.test_client().get("/en/desk/comments").status_code == 303
    assert do(desk, f"{address}/dismiss", "dismiss").status_code == 303
    assert "data-kind" not in desk.get("/en/desk/comments").text


def test_a_hidden_comment_leaves_a_notice_and_can_be_contested(app: Flask, play: Scene) -> None:
    address = said(play, scope="public", reference=PUBLIC)
    page = f"/en/initiatives/{PUBLIC}"
    fire, desk, second = (signed_in(app, name) for name in ("fire", "moderator", "moderator2"))
    assert do(desk, f"{address}/hide", "hide", reason=REASON, reason_code="nothing").status_code == 422
    assert do(desk, f"{address}/hide", "hide", reason=REASON, reason_code="attacks").status_code == 303
    assert second.get(f"{address}/hide").status_code == 409
    visitor = app.test_client().get(page).text
    assert "Attacks a person or group" in visitor
    assert WORDS not in visitor
    assert REASON not in visitor
    own = fire.get(page).text
    assert WORDS in own
    assert REASON in own
    assert acts_on(own, address) == {"contest"}
    assert do(fire, f"{address}/contest", "contest", reason="It names nobody.").status_code == 303
    assert "It names nobody." in second.get(f"{address}/show-again").text
    assert desk.get(f"{address}/keep-hidden").status_code == 403
    assert do(second, f"{address}/keep-hidden", "keep-hidden", reason="no").status_code == 422
    assert do(second, f"{address}/show-again", "show-again").status_code == 303
    assert WORDS in app.test_client().get(page).text


def test_a_comment_taken_back_leaves_a_notice_with_its_replies(app: Flask, play: Scene) -> None:
    address = said(play, scope="public", reference=PUBLIC)
    page = f"/en/initiatives/{PUBLIC}"
    fire = signed_in(app, "fire")
    youth = signed_in(app, "youth")
    assert do(youth, f"{address}/reply", "reply", text="Thank you!").status_code == 303
    assert 'class="chip">Proposer' in youth.get(page).text
    assert do(fire, f"{address}/take-back", "take-back").status_code == 303
    visitor = app.test_client().get(page).text
    assert "Taken back on" in visitor
    assert "Thank you!" in visitor
    assert WORDS not in visitor


def test_the_desk_answers_a_note(app: Flask, play: Scene) -> None:
    note = said(play, scope="moderators")
    desk, fire = signed_in(app, "moderator"), signed_in(app, "fire")
    assert 'data-kind="note"' in desk.get("/en/desk/comments").text
    assert do(desk, f"{note}/reply", "reply", text="In March.").status_code == 303
    page = fire.get(f"/en/initiatives/{OPEN}").text
    assert "In March." in page
    assert "<strong>Moderation team</strong>" in page
    assert "Name of moderator" not in page
    assert "data-kind" not in desk.get("/en/desk/comments").text


def test_the_second_page_of_a_conversation_is_linked_and_its_comments_found(app: Flask, play: Scene) -> None:
    addresses = []
    begin_write(play.session)
    for number in range(51):
        play.later(seconds=1)
        addresses.append(play.say("fire", "public", f"Number {number}.", PUBLIC).public_id)
    play.session.commit()
    visitor, page = app.test_client(), f"/en/initiatives/{PUBLIC}"
    first = visitor.get(page).text
    assert f'href="{page}?talk=2#conversation"' in first
    assert "Number 0." not in first
    assert first.index("Number 1.") < first.index("Number 50.")
    assert "Number 0." in visitor.get(f"{page}?talk=2").text
    assert visitor.get(f"/en/comments/{addresses[0]}").location == f"{page}?talk=2#comment-{addresses[0]}"
    assert visitor.get(f"{page}?talk=99999999999").status_code == 200


def test_a_get_writes_nothing(app: Flask, play: Scene, session: Session) -> None:
    address = said(play)
    desk = signed_in(app, "moderator")
    before = session.scalar(select(func.count()).select_from(Entry)), session.scalar(select(func.count(Comment.id)))
    session.rollback()
    for act in ("report", "hide"):
        assert desk.get(f"{address}/{act}").status_code == 200
    assert (
        session.scalar(select(func.count()).select_from(Entry)),
        session.scalar(select(func.count(Comment.id))),
    ) == before


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_forms_and_conversation_are_there_in_every_language(app: Flask, play: Scene, language: str) -> None:
    address = said(play).replace("/en/", f"/{language}/")
    desk, fire = signed_in(app, "moderator"), signed_in(app, "fire")
    assert desk.get(f"{address}/hide").status_code == 200
    page = fire.get(f"/{language}/initiatives/{OPEN}/comment")
    assert page.status_code == 200
    assert f'value="{language}"' in unescape(page.text)
