"""An application reaches the desk once somebody at its address has confirmed it, and never before."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import tokens
from participation.accounts.views.trying import MOST_CODES
from participation.db import begin_write
from participation.notifications import telling
from participation.notifications.models import Mail
from participation.notifications.worker import chores
from participation.organisations.models import Application, UnconfirmedApplication
from participation.outbox.models import Event
from tests.organisations.test_joining import WISH, ask, link_in_mail
from tests.portal.test_pages import do, hidden, signed_in


def number_of(session: Session, table: type[Application | UnconfirmedApplication]) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(table)) or 0
    session.rollback()
    return found


def test_asks_4_6_reading_the_link_confirms_nothing_and_one_press_does_once(app: Flask, demo: Session) -> None:
    before = number_of(demo, Application)
    visitor, scanner = app.test_client(), app.test_client()
    sent = ask(visitor)
    assert sent.location.startswith("/en/join/sent/")
    page = visitor.get(sent.location)
    assert "mie.claes@kustjeugd.example" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert visitor.get(sent.location[:-1] + "x").status_code == 404
    path = link_in_mail(visitor)
    for _scan in range(3):
        assert scanner.get(path).status_code == 200
    assert number_of(demo, Application) == before
    audiences = select(Event.audience).where(Event.kind.in_(["apply", "confirm_application"]))
    assert demo.scalars(audiences.where(Event.subject_kind == "unconfirmed_application")).all() == ["address"]
    demo.rollback()
    done = do(scanner, path, "confirm-application")
    assert done.location.startswith("/en/join/A")
    assert number_of(demo, Application) == before + 1
    assert scanner.get(path).location == done.location  # used twice it shows the same
    kept = demo.scalars(select(UnconfirmedApplication)).one()
    assert kept.fields == {}
    assert 'data-action="send-again"' not in visitor.get(sent.location).text


def typed(client: FlaskClient, page: str, code: str) -> TestResponse:
    """Type a code where the page of this address asks for it."""
    return client.post(f"{page}/code", data=hidden(client.get(page).text, "confirm-by-code") | {"code": code})


def code_in_mail(client: FlaskClient) -> str:
    secret = str(client.application.config["SECRET_KEY"])
    return tokens.code_of(secret, link_in_mail(client).rpartition("/")[2])


def off(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_asks_4_6_the_code_of_the_mail_does_what_its_link_does(app: Flask, demo: Session) -> None:
    before = number_of(demo, Application)
    visitor = app.test_client()
    page = ask(visitor).location
    code = code_in_mail(visitor)
    guess = typed(visitor, page, off(code))
    assert (guess.status_code, guess.headers["Referrer-Policy"]) == (422, "no-referrer")
    assert number_of(demo, Application) == before
    form = hidden(visitor.get(page).text, "confirm-by-code") | {"code": f"{code[:3]} {code[3:]}"}
    done = [visitor.post(f"{page}/code", data=form) for _press in range(2)]
    assert [answer.status_code for answer in done] == [303, 303]
    assert done[0].location == done[1].location
    assert done[0].location.startswith("/en/join/A")
    assert number_of(demo, Application) == before + 1
    assert visitor.post(f"{page}/code", data=form | {"code": off(code)}).status_code == 422  # leads to no receipt


def test_d2_five_guesses_at_an_application_then_another_mail(app: Flask, demo: Session) -> None:
    before, at = number_of(demo, Application), clock.now()
    visitor = app.test_client()
    with clock.stopped_at(at):
        page = ask(visitor).location
        code = code_in_mail(visitor)
        form = hidden(visitor.get(page).text, "confirm-by-code")
        for _guess in range(MOST_CODES):
            assert visitor.post(f"{page}/code", data=form | {"code": off(code)}).status_code == 422
        late = visitor.post(f"{page}/code", data=form | {"code": code})
        assert late.status_code == 422
        assert 'data-action="confirm-by-code"' not in late.text
    with clock.stopped_at(at + timedelta(milliseconds=500)):
        visitor.post(page, data=hidden(visitor.get(page).text, "send-again"))
        assert code_in_mail(visitor) != code
        waits = typed(visitor, page, code_in_mail(visitor))
        assert (waits.status_code, waits.headers["Retry-After"]) == (429, "1")  # another mail ends no pause
        assert number_of(demo, Application) == before
    with clock.stopped_at(at + timedelta(seconds=2)):
        assert typed(visitor, page, code_in_mail(visitor)).status_code == 303
    assert number_of(demo, Application) == before + 1


def test_a_code_is_over_with_its_mail_and_asks_for_the_key_of_its_page(app: Flask, demo: Session) -> None:
    before, at = number_of(demo, Application), clock.now()
    visitor = app.test_client()
    page = ask(visitor).location
    form = hidden(visitor.get(page).text, "confirm-by-code") | {"code": code_in_mail(visitor)}
    assert visitor.post(f"{page[:-1]}{'0' if page[-1] != '0' else '1'}/code", data=form).status_code == 404
    assert visitor.post(f"{page}/code", data={"code": form["code"]}).status_code == 400
    assert visitor.get(f"{page}/code").status_code == 405
    with clock.stopped_at(at + timedelta(days=7, seconds=1)):
        assert visitor.post(f"{page}/code", data=form).status_code == 200
    assert number_of(demo, Application) == before


def test_d6_no_row_holds_the_token_and_a_later_mail_replaces_the_link(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor = app.test_client()
    sent = ask(visitor).location
    first = link_in_mail(visitor)
    rows = repr(demo.execute(text("SELECT * FROM unconfirmed_application")).all())
    assert first.rsplit("/", 1)[1] not in rows
    assert sent.rsplit("/", 1)[1] not in rows
    demo.rollback()
    form = hidden(visitor.get(sent).text, "send-again")
    answers = [visitor.post(sent, data=form) for _press in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 409]
    assert 'data-action="send-again"' not in answers[-1].text
    assert visitor.get(first).status_code == 404
    assert visitor.get(link_in_mail(visitor)).status_code == 200
    told = select(func.count()).where(Event.kind == "confirm_application")
    assert demo.scalar(told) == 3


def test_l5_what_nobody_confirms_is_over_after_a_week_and_deleted(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor, before = app.test_client(), number_of(demo, Application)
    ask(visitor)
    path = link_in_mail(visitor)
    form = hidden(visitor.get(path).text, "confirm-application")
    later = clock.now() + timedelta(days=7, seconds=1)
    with clock.stopped_at(later):
        assert 'data-action="confirm-application"' not in visitor.get(path).text
        assert visitor.post(path, data=form).status_code == 200
    assert number_of(demo, Application) == before
    chores.sweep(demo, later)
    assert number_of(demo, UnconfirmedApplication) == 0
    assert visitor.get(path).status_code == 404


def test_asks_4_7_a_slip_in_the_address_is_asked_about_once(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor = app.test_client()
    asked = ask(visitor, email="mie@gmial.com")
    assert asked.status_code == 422
    assert "mie@gmail.com" in asked.text
    assert str(WISH["message"]) in asked.text
    fields = hidden(asked.text, "apply") | WISH
    assert visitor.post("/en/join", data=fields | {"email": "mie@hotmial.com"}).status_code == 422
    assert visitor.post("/en/join", data=fields | {"email": "mie@gmial.com"}).status_code == 303


def test_asks_4_7_the_desk_sees_what_became_of_the_mail(app: Flask, demo: Session) -> None:
    begin_write(demo)
    demo.execute(text("UPDATE outbox_event SET told_at = at WHERE told_at IS NULL"))
    demo.commit()
    ask(app.test_client())
    with app.app_context():
        begin_write(demo)
        telling.tell(demo, telling.next_act(demo), clock.now())
        mail = demo.scalars(select(Mail).where(Mail.address == "mie.claes@kustjeugd.example")).one()
        mail.given_up_at, mail.last_error = clock.now(), "550 no such user"
        demo.commit()
    page = signed_in(app, "moderator").get("/en/desk/organisations/").text
    assert "mie.claes@kustjeugd.example" in page
    assert "550 no such user" in page
