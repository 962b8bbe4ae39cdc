"""What does not work for somebody reaches the desk, is answered there, and then forgets who told it."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.barriers.models import Barrier
from participation.notifications.waiting import at_the_desk
from tests.portal.test_pages import do, signed_in

TOLD = {"words": "The map cannot be reached by keyboard.", "page": "/en/map", "name": "Jo", "email": "Jo@Example.be"}
PAGE = "/en/accessibility/tell"


def test_what_a_visitor_tells_reaches_the_desk_and_its_daily_count(app: Flask, demo: Session) -> None:
    before = at_the_desk(demo, 10).barriers
    demo.rollback()
    client = app.test_client()
    assert f'href="{PAGE}"' in client.get("/en/accessibility").text
    assert do(client, PAGE, "tell-of-barrier", **TOLD).status_code == 303
    desk = signed_in(app, "moderator").get("/en/desk/barriers").text
    assert TOLD["words"] in desk
    assert at_the_desk(demo, 10).barriers == before + 1
    assert TOLD["words"] not in client.get("/en/").text


def test_name_and_address_may_be_left_out(app: Flask, demo: Session) -> None:
    demo.rollback()
    assert do(app.test_client(), PAGE, "tell-of-barrier", words="Too small.").status_code == 303
    assert demo.scalars(select(Barrier)).one().email == ""


@pytest.mark.parametrize("wrong", [{"words": " "}, {"email": "jo"}, {"words": "a" * 2001}, {"name": "n" * 121}])
def test_what_is_wrong_comes_back_with_the_text(app: Flask, demo: Session, wrong: dict[str, str]) -> None:
    demo.rollback()
    answer = do(app.test_client(), PAGE, "tell-of-barrier", **(TOLD | wrong))
    assert answer.status_code == 422
    assert TOLD["page"] in answer.text
    assert demo.scalar(select(func.count()).select_from(Barrier)) == 0


def test_an_answer_closes_it_and_forgets_who_told_it(app: Flask, demo: Session) -> None:
    demo.rollback()
    do(app.test_client(), PAGE, "tell-of-barrier", **TOLD)
    path = f"/en/desk/barriers/{demo.scalars(select(Barrier.public_id)).one()}"
    demo.rollback()
    desk = signed_in(app, "moderator")
    assert "jo@example.be" in desk.get(path).text
    assert do(desk, path, "answer-barrier", answer="  ").status_code == 422
    assert do(desk, path, "answer-barrier", answer="Mended: the provinces are links.").status_code == 303
    found = demo.scalars(select(Barrier)).one()
    assert (found.name, found.email, found.answered_at is None) == ("", "", False)
    again = desk.get(path).text
    assert "Mended" in again
    assert 'data-action="answer-barrier"' not in again


def test_nobody_else_reads_or_answers_it(app: Flask, demo: Session) -> None:
    demo.rollback()
    do(app.test_client(), PAGE, "tell-of-barrier", **TOLD)
    path = f"/en/desk/barriers/{demo.scalars(select(Barrier.public_id)).one()}"
    demo.rollback()
    for who in ("youth", "admin"):
        assert signed_in(app, who).get(path).status_code == 404
    assert app.test_client().get(path).status_code == 303
