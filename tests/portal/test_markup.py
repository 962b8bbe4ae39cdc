"""Lists are lists: no item is empty, and none stands right inside another."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.portal.test_pages import signed_in

BROKEN = re.compile(r"<li\b[^>]*>\s*(?:</?li\b|</[uo]l>)")
PAGES = {
    "": ("/", "/initiatives/", "/organisations/", "/decisions"),
    "youth": ("/workspace/", "/messages/", "/initiatives/2026-0013/edit"),
    "fire": ("/workspace/", "/messages/"),
    "moderator": ("/desk/", "/desk/?tab=partners", "/desk/comments", "/desk/organisations/", "/messages/"),
    "admin": ("/admin/people/", "/admin/reasons/", "/admin/mails/"),
}


@pytest.mark.parametrize("account", PAGES)
def test_no_item_of_a_list_is_empty_or_in_another(app: Flask, demo: Session, account: str) -> None:
    demo.rollback()
    client = signed_in(app, account) if account else app.test_client()
    for path in PAGES[account]:
        page = client.get(f"/en{path}")
        assert page.status_code == 200, path
        assert not BROKEN.search(page.text), path
