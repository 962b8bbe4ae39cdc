"""Administrators look after reasons and roles; for everyone else their pages do not exist."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.initiatives.models import Initiative
from participation.journal.models import Entry
from participation.reasons.models import Reason
from participation.reasons.queries import offered
from tests.portal.test_pages import do, hidden, signed_in

PAGES = ("/en/admin/reasons/", "/en/admin/reasons/new", "/en/admin/reasons/other/edit", "/en/admin/people/")
POSTS = (
    "/en/admin/reasons/new", "/en/admin/reasons/other/edit", "/en/admin/reasons/other/retire",
    "/en/admin/reasons/other/delete", "/en/admin/people/1/moderator/on", "/en/admin/people/1/administrator/off",
    "/en/admin/mails/1/send-again", "/en/admin/mails/send-again",
)  # fmt: skip
WORDS = {f"{part}_{code}": f"{part} {code}" for part in ("title", "wording") for code in ("nl", "fr", "de", "en")}


def test_nobody_else_finds_the_pages(app: Flask, demo: Session) -> None:
    demo.rollback()
    for name in ("moderator", "youth"):
        client = signed_in(app, name)
        for path in PAGES:
            assert client.get(path).status_code == 404, path
        fields = hidden(client.get("/en/workspace/").text, "sign-out")
        for path in POSTS:
            assert client.post(path, data=fields | WORDS).status_code == 404, path
    for path in POSTS:
        assert app.test_client().post(path).status_code == 303
    assert demo.scalars(select(Reason).where(Reason.code == "other")).one().retired is False


def test_a_reason_is_added_worded_anew_and_retired(app: Flask, demo: Session) -> None:
    demo.rollback()
    admin = signed_in(app, "admin")
    refused = do(admin, "/en/admin/reasons/new", "add-reason", **(WORDS | {"code": "Not a code", "title_de": ""}))
    assert refused.status_code == 422
    assert 'id="code-error"' in refused.text
    assert 'id="title_de-error"' in refused.text
    assert 'value="title fr"' in refused.text
    assert do(admin, "/en/admin/reasons/new", "add-reason", **(WORDS | {"code": "other"})).status_code == 422
    assert do(admin, "/en/admin/reasons/new", "add-reason", **(WORDS | {"code": "too_early"})).status_code == 303
    change = WORDS | {"wording_nl": "Het is <b>te vroeg</b>."}
    assert do(admin, "/en/admin/reasons/too_early/edit", "edit-reason", **change).status_code == 303
    assert "&lt;b&gt;te vroeg" in admin.get("/nl/admin/reasons/").text
    press = hidden(admin.get("/en/admin/reasons/").text, "retire")
    for _press in range(2):
        assert admin.post("/en/admin/reasons/too_early/retire", data=press).status_code == 303
    assert "too_early" not in {reason.code for reason in offered(demo)}
    assert admin.post("/en/admin/reasons/too_early/delete", data=press).status_code == 303
    demo.rollback()
    kinds = list(demo.scalars(select(Entry.kind).where(Entry.subject_kind == "reason").order_by(Entry.id)))
    assert kinds == ["add_reason", "change_reason", "retire_reason", "delete_reason"]


def test_a_reason_that_was_given_cannot_be_deleted(app: Flask, demo: Session) -> None:
    demo.rollback()
    admin, desk = signed_in(app, "admin"), signed_in(app, "moderator")
    waits = select(Initiative.reference).where(Initiative.status == "submitted").order_by(Initiative.id)
    reference = demo.scalars(waits).first()
    demo.rollback()
    said = {"reason_code": "commercial", "reason": "Dit is reclame voor een zaak."}
    assert do(desk, f"/en/initiatives/{reference}/propose-decline", "propose-decline", **said).status_code == 303
    press = hidden(admin.get("/en/admin/reasons/").text, "delete")
    assert admin.post("/en/admin/reasons/commercial/delete", data=press).status_code == 409
    assert demo.get(Reason, "commercial") is not None


def test_a_moderator_is_named_and_the_last_administrator_stays(app: Flask, demo: Session) -> None:
    ids = {email: number for email, number in demo.execute(select(Person.email, Person.id))}  # noqa: C416  # rows
    demo.rollback()
    admin, youth = signed_in(app, "admin"), signed_in(app, "youth")
    press = hidden(admin.get("/en/admin/people/").text, "administrator-off")
    own, other = ids["admin@demo.example"], ids["youth@demo.example"]
    assert admin.post(f"/en/admin/people/{own}/administrator/off", data=press).status_code == 409
    assert youth.get("/en/desk/").status_code == 404
    assert admin.post(f"/en/admin/people/{other}/moderator/on", data=press).status_code == 303
    assert youth.get("/en/desk/").status_code == 200
    assert admin.post(f"/en/admin/people/{other}/moderator/off", data=press).status_code == 303
    assert youth.get("/en/desk/").status_code == 404
    assert admin.post(f"/en/admin/people/{other}/administrator/on", data=press).status_code == 303
    assert admin.post(f"/en/admin/people/{own}/administrator/off", data=press).status_code == 303
    assert admin.get("/en/admin/people/").status_code == 404
    named = select(Entry).where(Entry.kind == "name_role").order_by(Entry.id)
    assert [entry.subject_id for entry in demo.scalars(named)] == [other, other, other, own]


def test_what_was_looked_for_is_still_there_after_an_act(app: Flask, demo: Session) -> None:
    demo.rollback()
    admin = signed_in(app, "admin")
    page = admin.get("/en/admin/people/?q=youth@").text
    leads = re.findall(r'action="([^"]+)" data-action="moderator-on"', page)
    assert len(leads) == 1
    made = admin.post(unescape(leads[0]), data=hidden(page, "moderator-on"))
    assert (made.status_code, made.location) == (303, "/en/admin/people/?q=youth@")


@pytest.mark.parametrize("number", ["0", "2147483648", "99999999999999999999"])
def test_j1_a_person_that_cannot_be(app: Flask, demo: Session, number: str) -> None:
    demo.rollback()
    admin = signed_in(app, "admin")
    press = hidden(admin.get("/en/admin/people/").text, "administrator-off")
    assert admin.post(f"/en/admin/people/{number}/moderator/on", data=press).status_code == 404


def test_an_administrator_reads_no_text_that_is_not_public(app: Flask, demo: Session) -> None:
    shut = list(demo.scalars(select(Initiative.reference).where(Initiative.published_at.is_(None))))
    demo.rollback()
    admin = signed_in(app, "admin")
    for reference in shut:
        assert admin.get(f"/en/initiatives/{reference}").status_code == 404
        assert admin.get(f"/en/desk/{reference}").status_code == 404
