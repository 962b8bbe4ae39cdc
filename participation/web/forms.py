"""The parent of every form that is POSTed: it reads what came and draws it again; the actions refuse."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from wtforms import HiddenField
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm

from participation.errors import DomainError, Forged, Problem, SentBefore, Stale
from participation.web import csrf as tokens
from participation.web.csrf import FIELD
from participation.web.seen import Both, both, mark
from participation.web.words import say_problem

LONGEST_NUMBER = 9  # digits; more overflow an integer column


class SessionToken(CSRF):
    """Hand WTForms our own token."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:  # noqa: ARG002  # given
        """Return a token for this browser."""
        return tokens.token()

    def validate_csrf_token(self, form: BaseForm, field: CSRFTokenField) -> None:
        """Leave the refusal to `require_genuine`, which knows what to answer."""


class Form(FlaskForm):
    """A form with a token; subclasses declare fields with their labels, hints and longest lengths."""

    class Meta(FlaskForm.Meta):
        """Our token in place of Flask-WTF's, which lives in the cookie."""

        csrf = True
        csrf_class = SessionToken
        csrf_field_name = FIELD

    def __init__(self, formdata: Any = _Auto, **values: Any) -> None:  # noqa: ANN401  # what WTForms takes
        """Read the request's form where there is one, else `values`."""
        super().__init__(formdata, **values)

    def require_genuine(self) -> None:
        """Raise `Forged` unless this browser was given the form."""
        if not tokens.is_genuine(self[FIELD].data):
            raise Forged

    def show(self, problems: Mapping[str, Problem]) -> None:
        """Put each problem beside its field; one without a field of its own is kept for the summary."""
        for name, problem in problems.items():
            words = say_problem(problem)
            if name in self:
                self[name].errors = [*self[name].errors, words]
            else:
                self.form_errors.append(words)

    @property
    def error_rows(self) -> list[tuple[str, str, str]]:
        """List (field id, label, message) for the top of the page."""
        found = [(f.id, str(f.label.text), str(e)) for f in self for e in flat(f.errors)]
        return found + [("", "", str(e)) for e in self.form_errors]


class Noting(Protocol):
    """What notes which forms were sent."""

    def use_up(self, nonce: str, said: str, leads_to: str) -> None:
        """Raise `AlreadyDone` or `SentBefore` for a number that is known."""


class ActingForm(Form):
    """A form that acts in someone's name: it says whose, and is good for one press."""

    organisation = HiddenField()
    nonce = HiddenField()

    def prepare(self, in_force: str) -> None:
        """Name the organisation in force (or the desk) and give the form its number."""
        self.organisation.data = in_force
        self.nonce.data = self.nonce.data or secrets.token_urlsafe(16)

    def use_up(self, deed: Noting, leads_to: str) -> None:
        """Let `deed` note that this form was sent, so that a double press, a retry and Back do one thing."""
        sent = sorted(pair for pair in request.form.items(multi=True) if pair[0] != FIELD)
        try:
            deed.use_up(self.nonce.data, hashlib.sha256(repr(sent).encode()).hexdigest(), leads_to)
        except SentBefore:
            self.nonce.data = ""  # the page that comes back gets another one
            raise


class MarkedForm(ActingForm):
    """A form that changes what others may change as well: the second of two sees both texts, and chooses."""

    seen = HiddenField()

    def compare(
        self,
        now: Mapping[str, object],
        error: DomainError | None,
        languages: Mapping[str, str] | None = None,
        said: Mapping[str, str] | None = None,
    ) -> list[Both]:
        """Mark what is shown; after `Stale`, list what differs, with the words of `said` where the form has others.

        Any other refusal keeps the mark the form came with.
        """
        is_stale = isinstance(error, Stale)
        if is_stale or request.method != "POST":
            self.seen.data = mark(now)
        return both(self, {**now, **(said or {})}, languages or {}) if is_stale else []


def options(rows: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Turn rows of (value, label) into what a field of choices takes."""
    return [SelectChoice(value, label) for value, label in rows]


def flat(errors: Iterable[Any]) -> list[Any]:
    """Take errors of field lists out of their lists."""
    found: list[Any] = []
    for error in errors:
        if isinstance(error, dict):
            found += [inner for one in error.values() for inner in flat(one)]
        elif isinstance(error, list | tuple):
            found += flat(error)
        else:
            found.append(error)
    return found


def number(value: object) -> int | None:
    """Read a whole number of at most nine digits; None for anything else, which then equals no lock, no version."""
    given = str(value or "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER else None
