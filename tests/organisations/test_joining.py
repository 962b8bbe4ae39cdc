"""An organisation applies, the desk decides, and its first representative is welcomed."""

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import OneTimeToken, Person
from participation.extensions import db
from participation.journal.queries import history
from participation.organisations.actions import applying
from participation.organisations.lifecycle import State
from participation.organisations.models import Application, Membership, Organisation, UnconfirmedApplication
from participation.outbox.models import Event
from participation.web import formats
from participation.web.working_days import working_days_after
from tests.portal.test_pages import do, hidden, signed_in

WISH: dict[str, object] = {
    "speaks": "y", "language": "nl", "name": "Jeugdraad van de Kust", "name_fr": "Conseil des jeunes de la Côte",
    "kind": "youth_council", "about": "Wij zijn met twaalf.", "website": "www.kustjeugd.example",
    "municipality": "Oostende", "languages": ["nl", "fr"], "enterprise_number": "0428.759.497",
    "applicant": "Mie Claes", "function": "voorzitter", "email": "Mie.Claes@kustjeugd.example", "reads": "nl",
    "message": "Mogen wij meedoen?", "age": "y",
}  # fmt: skip


def ask(client: FlaskClient, **more: object) -> TestResponse:
    """Send the form alone."""
    return do(client, "/en/join", "apply", **(WISH | more))


def link_in_mail(client: FlaskClient) -> str:
    """Compute where the newest mail leads."""
    app = client.application
    with app.app_context():
        newest = select(UnconfirmedApplication).order_by(UnconfirmedApplication.id.desc()).limit(1)
        token = applying.token_of(app.config["SECRET_KEY"], db.session.scalars(newest).one())
    return f"/en/join/confirm/{token}"


def apply(client: FlaskClient, **more: object) -> TestResponse:
    """Send the form, and confirm what came by mail; return the last answer."""
    answer = ask(client, **more)
    return do(client, link_in_mail(client), "confirm-application") if answer.status_code == 303 else answer


def newest(session: Session) -> Organisation:
    session.rollback()
    return session.scalars(select(Organisation).order_by(Organisation.id.desc()).limit(1)).one()


def told(session: Session, kind: str, number: int) -> set[str]:
    about = (Event.kind == kind) & (Event.subject_kind == "organisation") & (Event.subject_id == number)
    return set(session.scalars(select(Event.audience).where(about)))


def test_asks_3_7_an_application_reaches_the_desk(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor = app.test_client()
    answer = apply(visitor)
    assert answer.status_code == 303
    found = newest(demo)
    assert (found.slug, found.state, found.pillar) == ("jeugdraad-van-de-kust", State.APPLIED, "citizens")
    assert (found.municipality, found.enterprise_number) == ("35013", "0428759497")
    assert found.website == "https://www.kustjeugd.example"
    assert told(demo, "apply", found.id) == {"applicant", "moderators"}
    assert [entry.kind for entry in history(demo, *found.subject)] == ["apply"]

    receipt = visitor.get(answer.location)
    assert f"A{clock.today().year}-{found.id:04d}" in receipt.text
    assert receipt.headers["Referrer-Policy"] == "no-referrer"
    assert formats.day(working_days_after(clock.today(), 10), "en") in receipt.text  # what the desk promises
    assert visitor.get(answer.location[:-1] + "x").status_code == 404
    assert visitor.get(f"/en/organisations/{found.slug}").status_code == 404

    desk = signed_in(app, "moderator")
    listed = desk.get("/en/desk/organisations/").text
    assert f'data-organisation="{found.slug}"' in listed
    page = desk.get(f"/en/desk/organisations/{found.slug}").text
    assert "Mogen wij meedoen?" in page
    assert "0428.759.497" in page
    assert 'data-action="approve"' in page


def test_what_was_typed_comes_back_with_every_problem_at_once(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor = app.test_client()
    wrong = apply(
        visitor, email="nobody", municipality="Atlantis", enterprise_number="0428.759.498", website="javascript:x",
        speaks="", about="", kind="gang", languages=["xx"], reads="", language="la", name="N" * 121, age="",
    )  # fmt: skip
    assert wrong.status_code == 422
    fields = set(re.findall(r'id="([a-z_]+)-error"', wrong.text))
    assert fields == {
        "email", "municipality", "enterprise_number", "website", "speaks", "about", "kind", "languages", "reads",
        "language", "name", "age",
    }  # fmt: skip
    assert 'value="Atlantis"' in wrong.text
    assert "Mogen wij meedoen?" in wrong.text
    assert 'value="nobody"' in wrong.text


def test_j8_a_missing_a_doubled_and_a_huge_field(app: Flask, demo: Session) -> None:
    demo.rollback()
    before = demo.scalar(select(func.count()).select_from(Application))
    demo.rollback()
    visitor = app.test_client()
    fields = hidden(visitor.get("/en/join").text, "apply")
    optional = {"name_fr", "website", "municipality", "enterprise_number", "message"}
    for name in WISH.keys() - optional:
        rest = {key: value for key, value in WISH.items() if key != name}
        assert visitor.post("/en/join", data=fields | rest).status_code == 422, name
    assert visitor.post("/en/join", data=fields | WISH | {"name": "x" * 10**6}).status_code in {413, 422}
    assert visitor.post("/en/join", data=fields | WISH | {"name": ["", "Tweede"]}).status_code == 422
    assert visitor.post("/en/join", data=WISH).status_code == 400
    assert demo.scalar(select(func.count()).select_from(Application)) == before


def test_a_double_press_makes_one_application(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor = app.test_client()
    fields = hidden(visitor.get("/en/join").text, "apply") | WISH
    first = visitor.post("/en/join", data=fields)
    assert visitor.post("/en/join", data=fields).location == first.location
    demo.rollback()
    for _press in range(2):
        path = link_in_mail(visitor)
        form = hidden(visitor.get("/en/join").text, "apply")
        assert visitor.post(path, data=form).location.startswith("/en/join/A")
    named = select(func.count()).where(Organisation.name == WISH["name"])
    assert demo.scalar(named) == 1


def link(app: Flask, session: Session, email: str) -> str:
    session.rollback()
    person = session.scalars(select(Person).where(Person.email == email)).one()
    path = tokens.link_for(session, app.config["SECRET_KEY"], person, tokens.INVITATION, clock.now())
    session.rollback()
    return path and f"/en{path}"


def test_a_question_an_approval_and_who_comes_too_late(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor, desk, second = app.test_client(), signed_in(app, "moderator"), signed_in(app, "moderator2")
    receipt = apply(visitor).location
    page = f"/en/desk/organisations/{newest(demo).slug}"
    assert do(desk, f"{page}/ask-more", "ask-more", reason="Wie besliste dit bij jullie?").status_code == 303
    assert "Wie besliste dit bij jullie?" in visitor.get(receipt).text
    late = hidden(second.get(f"{page}/decline").text, "decline") | {"reason": "Te laat, denk ik."}
    again = hidden(desk.get(f"{page}/approve").text, "approve")
    assert do(desk, f"{page}/approve", "approve").status_code == 303
    assert desk.post(f"{page}/approve", data=again).status_code == 303  # a repeat by the same hand
    refused = second.post(f"{page}/decline", data=late)
    assert (refused.status_code, "Te laat, denk ik." in refused.text) == (409, True)
    found = newest(demo)
    assert (found.state, told(demo, "approve", found.id)) == (State.APPROVED, {"applicant"})
    assert [e.kind for e in history(demo, *found.subject)] == ["apply", "ask_more", "approve"]
    seat = demo.scalars(select(Membership).where(Membership.organisation_id == found.id)).one()
    assert (seat.role, seat.mandate_words, seat.mandate_until) == ("representative", "voorzitter", None)
    assert demo.scalars(select(OneTimeToken)).one().purpose == tokens.INVITATION


def test_the_first_representative_is_welcomed_once(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor, email, chosen = app.test_client(), "mie.claes@kustjeugd.example", "twaalf vissers zingen"
    apply(visitor)
    page = f"/en/desk/organisations/{newest(demo).slug}"
    do(signed_in(app, "moderator"), f"{page}/approve", "approve")
    address = link(app, demo, email)
    for _look in range(3):  # mail scanners read every link
        shown = visitor.get(address)
        assert (shown.status_code, shown.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "Jeugdraad van de Kust" in shown.text
    for refused in ({"password": "short", "age": "y"}, {"password": chosen}, {"password": email, "age": "y"}):
        assert do(visitor, address, "welcome", **refused).status_code == 422
    assert do(visitor, address, "welcome", password=chosen, age="y").status_code == 303
    assert "Jeugdraad van de Kust" in visitor.get("/en/workspace/").text
    again = app.test_client()
    used = again.get(address)
    assert (used.status_code, 'data-action="welcome"' in used.text) == (200, False)
    fields = hidden(again.get("/en/sign-in").text, "sign-in")
    taken = again.post(address, data=fields | {"password": "een ander lang woord", "age": "y"})
    assert (taken.status_code, 'data-action="welcome"' in taken.text) == (200, False)
    assert again.post("/en/sign-in", data=fields | {"email": email, "password": chosen}).status_code == 303
    assert again.get("/en/welcome/nothing").status_code == 404


def test_someone_with_an_account_needs_no_invitation(app: Flask, demo: Session) -> None:
    demo.rollback()
    apply(app.test_client(), email="Fire@demo.example")
    slug = newest(demo).slug
    assert do(signed_in(app, "moderator"), f"/en/desk/organisations/{slug}/approve", "approve").status_code == 303
    assert link(app, demo, "fire@demo.example") == ""
    assert "Jeugdraad van de Kust" in signed_in(app, "fire").get("/en/workspace/").text


def test_c1_markup_in_names_is_shown_as_it_was_typed(app: Flask, demo: Session) -> None:
    demo.rollback()
    hostile = '"><svg onload=alert(1)>'
    receipt = apply(app.test_client(), name=hostile, applicant=hostile, message=hostile, website="").location
    slug, desk = newest(demo).slug, signed_in(app, "moderator")
    where = ("/en/desk/organisations/", f"/en/desk/organisations/{slug}", f"/en/desk/organisations/{slug}/approve")
    for page in (receipt, *where):
        text = desk.get(page).text
        assert "<svg onload" not in text
        assert "&lt;svg onload=alert(1)&gt;" in text


REACH = {
    "contact": "Hallo@kustjeugd.example", "about_fr": "Nous sommes douze.", "link_1_name": "Verslag",
    "link_1_address": "kustjeugd.example/verslag",
}  # fmt: skip


def test_a_contact_links_and_other_languages_may_come_with_the_application(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor, desk = app.test_client(), signed_in(app, "moderator")
    assert apply(visitor, **REACH).status_code == 303
    found = newest(demo)
    assert found.about == {"nl": "Wij zijn met twaalf.", "fr": "Nous sommes douze."}
    assert found.contact == "hallo@kustjeugd.example"
    assert found.links == [{"name": "Verslag", "address": "https://kustjeugd.example/verslag"}]
    page = f"/en/desk/organisations/{found.slug}"
    assert "Verslag (https://kustjeugd.example/verslag)" in desk.get(page).text
    assert do(desk, f"{page}/approve", "approve").status_code == 303
    public = visitor.get(f"/fr/organisations/{found.slug}").text
    assert "Nous sommes douze." in public
    assert 'href="mailto:hallo@kustjeugd.example"' in public
    assert "mie.claes@" not in public.lower()


def test_none_of_it_is_needed_and_what_is_wrong_comes_back(app: Flask, demo: Session) -> None:
    demo.rollback()
    visitor = app.test_client()
    wrong = ask(
        visitor, contact="nobody", about_de="x" * 2001, link_0_name="Bericht", link_2_name="Böses",
        link_2_address="javascript:alert(1)",
    )  # fmt: skip
    assert wrong.status_code == 422
    assert set(re.findall(r'id="([a-z_0-9]+)-error"', wrong.text)) == {
        "contact", "about_de", "link_0_address", "link_2_address"
    }  # fmt: skip
    assert "Böses" in wrong.text
    assert apply(visitor).status_code == 303
    found = newest(demo)
    assert (found.contact, found.links) == (None, None)
