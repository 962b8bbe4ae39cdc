"""F10: who floods is told how long to wait, the text is kept, and others go on."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.comments.models import Comment
from participation.deeds import KeptForm
from participation.initiatives.models import Initiative
from tests.portal.test_pages import do, signed_in

pytestmark = pytest.mark.engines_in_turn


def test_f10_a_flood_of_drafts_or_comments_is_paused_for_that_person_alone(app: Flask, demo: Session) -> None:
    reference = demo.scalars(select(Initiative.reference).where(Initiative.status == "published")).first()
    demo.rollback()
    youth, elderly = signed_in(app, "youth"), signed_in(app, "elderly")
    for page, act, most, fields in (
        ("/en/initiatives/new", "create", 40, {"title": "Tea", "language": "nl"}),
        (f"/en/initiatives/{reference}/comment", "comment", 30, {"text": "Tea", "scope": "public"}),
    ):
        blank = dict.fromkeys(fields, "")
        answers = {do(youth, page, act, **blank).status_code for _try in range(most)}
        assert answers == {422}
        refused = do(youth, page, act, **fields)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 0
        assert "Tea" in refused.text
        assert do(elderly, page, act, **fields).status_code == 303


def test_f10_a_flood_of_replies_is_paused_as_well(app: Flask, demo: Session) -> None:
    about = Comment.initiative.has(Initiative.status == "published")
    said = demo.scalars(select(Comment.public_id).where(about, Comment.parent_id.is_(None), Comment.scope == "public"))
    page = f"/en/comments/{said.first()}/reply"
    demo.rollback()
    youth = signed_in(app, "youth")
    assert {do(youth, page, "reply", text="").status_code for _try in range(30)} == {422}
    refused = do(youth, page, "reply", text="Tea at the fire station")
    assert refused.status_code == 429
    assert "Tea at the fire station" in refused.text


def test_f10_a_flood_of_visitors_forms_is_not_kept(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    answers = [client.post("/en/initiatives/new", data={"title": "Tea"}) for _try in range(70)]
    assert {answer.status_code for answer in answers} == {303}
    assert demo.scalar(select(func.count()).select_from(KeptForm)) == 60
