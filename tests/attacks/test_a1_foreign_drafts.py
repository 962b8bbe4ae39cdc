"""A1: the draft of another organisation is not there, for reading or for writing."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.initiatives.models import WorkingCopy
from tests.drafting.writing import WHOLE, draft
from tests.portal.test_pages import hidden, signed_in

PAGES = (
    "", "/edit", "/edit?step=asks", "/preview", "/versions/1", "/versions/1/2", "/translate", "/check-translation",
    "/receipt", "/submit", "/discard",
)  # fmt: skip
POSTS = ("/edit", "/edit/autosave", "/translate", "/check-translation", "/submit", "/discard")


@pytest.mark.parametrize("who", ["elderly", "fire", "moderator", "admin"])
def test_a1_a_foreign_draft_answers_as_a_missing_one(app: Flask, demo: Session, who: str) -> None:
    demo.rollback()
    _youth, page = draft(app, **WHOLE)
    before = sorted((c.title, c.lock) for c in demo.scalars(select(WorkingCopy)))
    demo.rollback()
    client = signed_in(app, who)
    missing = client.get("/en/initiatives/2020-9999/edit")
    for address in PAGES:
        answer = client.get(page + address)
        assert answer.status_code == 404, address
        assert answer.data == missing.data, address
    switch = hidden(client.get("/en/").text, "sign-out")
    for address in POSTS:
        answer = client.post(page + address, data=WHOLE | switch | {"title": "Mine now", "lock": "1", "language": "fr"})
        assert answer.status_code == 404, address
        assert answer.data == missing.data, address
    demo.expire_all()
    assert sorted((c.title, c.lock) for c in demo.scalars(select(WorkingCopy))) == before
