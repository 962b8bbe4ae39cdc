"""Whoever applied answers the desk at the secret address; from then on the desk's time counts anew."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.journal.queries import history
from participation.organisations import queries
from participation.organisations.lifecycle import State
from participation.organisations.models import ApplicantAnswer
from participation.web import formats
from participation.web.working_days import working_days_after
from tests.organisations.test_joining import apply, newest, told
from tests.portal.test_pages import do, hidden, signed_in

QUESTION, ANSWER = "Wie besliste dit bij jullie?", "De raad van bestuur, op 3 mei."


def asked(app: Flask, session: Session) -> tuple[FlaskClient, FlaskClient, str, str]:
    """Apply and be asked for more; return the applicant and a moderator, and the page of each."""
    session.rollback()
    visitor, desk = app.test_client(), signed_in(app, "moderator")
    receipt = apply(visitor).location
    page = f"/en/desk/organisations/{newest(session).slug}"
    assert do(desk, f"{page}/ask-more", "ask-more", reason=QUESTION).status_code == 303
    return visitor, desk, receipt, page


def _promised() -> str:
    return formats.day(working_days_after(clock.today(), 10), "en")


def test_an_answer_reaches_the_desk_and_the_desk_alone(app: Flask, demo: Session) -> None:
    visitor, desk, receipt, page = asked(app, demo)
    shown = visitor.get(receipt).text
    assert QUESTION in shown
    sent = do(visitor, receipt, "answer-more", text=f"  {ANSWER}\r\n")
    assert (sent.status_code, sent.location) == (303, receipt)
    found = newest(demo)
    assert (found.state, found.state_reason) == (State.APPLIED, "")
    assert [entry.kind for entry in history(demo, *found.subject)] == ["apply", "ask_more", "answer_more"]
    assert told(demo, "answer_more", found.id) == {"moderators"}
    assert ANSWER in desk.get(page).text
    assert f'data-organisation="{found.slug}"' in desk.get("/en/desk/organisations/").text
    after = visitor.get(receipt).text
    assert QUESTION in after
    assert ANSWER in after
    assert 'data-action="answer-more"' not in after
    assert _promised() in after
    assert _promised() not in shown  # while it waits for the applicant


def test_an_answer_is_sent_once_and_too_late_says_so_with_the_words(app: Flask, demo: Session) -> None:
    visitor, desk, receipt, page = asked(app, demo)
    form = hidden(visitor.get(receipt).text, "answer-more")
    other = hidden(visitor.get(receipt).text, "answer-more")
    for _press in range(2):
        assert visitor.post(receipt, data=form | {"text": ANSWER}).status_code == 303
    late = visitor.post(receipt, data=other | {"text": "En nog iets anders."})
    assert (late.status_code, "En nog iets anders." in late.text) == (409, True)
    assert do(desk, f"{page}/decline", "decline", reason="Dit past hier niet.").status_code == 303
    assert visitor.post(receipt, data=other | {"text": ANSWER, "nonce": "another"}).status_code == 409
    demo.rollback()
    assert demo.scalars(select(ApplicantAnswer.words)).all() == [ANSWER]


def test_what_was_typed_comes_back_and_nobody_answers_for_another(app: Flask, demo: Session) -> None:
    visitor, _desk, receipt, _page = asked(app, demo)
    form = hidden(visitor.get(receipt).text, "answer-more")
    for words in ("", "  \n", "x" * 2001):
        refused = visitor.post(receipt, data=form | {"text": words, "nonce": f"n{len(words)}"})
        assert (refused.status_code, 'id="text-error"' in refused.text) == (422, True)
    assert "x" * 2001 in refused.text
    forged = visitor.post(receipt, data={"text": ANSWER})
    assert (forged.status_code, ANSWER in forged.text) == (400, True)
    wrong = visitor.post(receipt[:-1] + ("0" if receipt[-1] != "0" else "1"), data=form | {"text": ANSWER})
    assert wrong.status_code == 404
    demo.rollback()
    assert demo.scalars(select(ApplicantAnswer)).all() == []


def test_the_time_an_application_waits_counts_from_the_answer(app: Flask, demo: Session) -> None:
    start = clock.now()
    with clock.stopped_at(start - timedelta(days=30)):
        visitor, _desk, receipt, _page = asked(app, demo)
        answered_first = newest(demo).id
    with clock.stopped_at(start - timedelta(days=20)):
        second = app.test_client()
        apply(second, name="Jeugdraad van de Maas", email="an@maasjeugd.example", enterprise_number="")
        between = newest(demo).id
    demo.rollback()
    with clock.stopped_at(start - timedelta(days=2)):
        assert do(visitor, receipt, "answer-more", text=ANSWER).status_code == 303
    order = [found.id for found in demo.scalars(queries.waiting())]
    assert order.index(between) < order.index(answered_first)
    demo.rollback()
    listed = signed_in(app, "moderator").get("/en/desk/organisations/").text
    assert "answered on" in listed
