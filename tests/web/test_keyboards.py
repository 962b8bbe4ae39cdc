"""A browser fills in what it knows, and a telephone shows the keys that fit: each field says what it is for."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from wtforms import EmailField, PasswordField
from wtforms.fields.core import UnboundField

import participation
from participation.web.forms import Form
from tests.portal.test_pages import signed_in

OF = "/organisations/jeugdraad-leieboord"
# Who, at which page, which field: what it says of itself.
FIELDS = [
    ("", "/sign-in", "email", {"autocomplete": "username", "inputmode": "email"}),
    ("", "/sign-in", "password", {"autocomplete": "current-password", "enterkeyhint": "go"}),
    ("", "/sign-in/link", "email", {"autocomplete": "username", "inputmode": "email", "enterkeyhint": "send"}),
    ("", "/join", "name", {"autocomplete": "organization"}),
    ("", "/join", "applicant", {"autocomplete": "name"}),
    ("", "/join", "function", {"autocomplete": "organization-title"}),
    ("", "/join", "email", {"autocomplete": "email", "inputmode": "email"}),
    ("", "/join", "website", {"autocomplete": "url", "inputmode": "url"}),
    ("", "/tell-me?q=koffie", "email", {"autocomplete": "email", "inputmode": "email", "enterkeyhint": "send"}),
    ("", "/accessibility/tell", "name", {"autocomplete": "name"}),
    ("", "/accessibility/tell", "email", {"autocomplete": "email", "inputmode": "email"}),
    ("", "/initiatives/", "q", {"enterkeyhint": "search"}),
    ("youth", "/account/", "name", {"autocomplete": "name"}),
    ("youth", "/account/address", "email", {"autocomplete": "email", "inputmode": "email", "enterkeyhint": "send"}),
    ("youth", "/account/password", "current", {"autocomplete": "current-password"}),
    ("youth", "/account/password", "new", {"autocomplete": "new-password"}),
    ("youth", "/account/app", "code", {"autocomplete": "one-time-code", "inputmode": "numeric"}),
    ("youth", "/account/app", "code", {"enterkeyhint": "done"}),
    ("youth", "/account/passkey", "name", {"autocomplete": "off"}),
    ("youth", f"{OF}/invite", "email", {"autocomplete": "off", "inputmode": "email"}),
    ("youth", f"{OF}/edit", "website", {"autocomplete": "url", "inputmode": "url"}),
    ("youth", f"{OF}/edit", "municipality", {"autocomplete": "off"}),
    ("youth", f"{OF}/rename", "name", {"autocomplete": "organization"}),
    ("fire", "/initiatives/2026-0008/co-sign", "commitments-0-number", {"inputmode": "numeric"}),
]  # fmt: skip


def attributes(page: str, name: str) -> dict[str, str]:
    """Read the attributes of the field `name`."""
    found = [tag for tag in re.findall(r"<(?:input|textarea)\b[^>]*>", page) if f' name="{name}"' in f" {tag}"]
    shown = next(tag for tag in found if 'type="hidden"' not in tag)
    return dict(re.findall(r'([a-z-]+)="([^"]*)"', shown))


def test_each_field_says_what_it_is_for(app: Flask, demo: Session) -> None:
    demo.rollback()
    clients = {who: signed_in(app, who) if who else app.test_client() for who in ("", "youth", "fire")}
    for who, path, name, wanted in FIELDS:
        page = clients[who].get(f"/en{path}")
        assert page.status_code == 200, path
        said = attributes(page.text, name)
        assert {key: said.get(key) for key in wanted} == wanted, (path, name)


def forms() -> Iterator[type[Form]]:
    """List every form there is."""
    for found in pkgutil.walk_packages(participation.__path__, "participation."):
        if found.name.endswith(".forms"):
            importlib.import_module(found.name)
    waiting = [Form]
    while waiting:
        waiting += (kind := waiting.pop()).__subclasses__()
        yield kind


@pytest.mark.parametrize("form", list(forms()), ids=lambda form: form.__name__)
def test_no_address_and_no_password_is_left_to_the_browser_to_guess(form: type[Form]) -> None:
    fields = {name: getattr(form, name) for name in dir(form) if isinstance(getattr(form, name), UnboundField)}
    for name, field in fields.items():
        said = field.kwargs.get("render_kw", {})
        if issubclass(field.field_class, EmailField | PasswordField):
            assert said.get("autocomplete"), name
        if issubclass(field.field_class, EmailField):
            assert said.get("inputmode") == "email", name
