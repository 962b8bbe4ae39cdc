"""The one blueprint of this package, who gets through, and the form behind its buttons."""

from functools import wraps
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation.administration import forms
from participation.errors import DomainError, SignInNeeded
from participation.organisations.policy import require_administrator
from participation.organisations.session import current_actor
from participation.web.forms import number

bp = Blueprint("administration", __name__, url_prefix="/<lang>/admin")
DEEPEST = 500
LARGEST = 2**31 - 1  # number of a row


def for_administrators(view: Any) -> Any:  # noqa: ANN401  # any view
    """Lead visitors to sign-in; answer anyone but an administrator as if there were no such page."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:  # noqa: ANN401  # what the address holds
        if current_actor().person_id is None:
            raise SignInNeeded  # what was typed is laid aside
        require_administrator(current_actor())
        answer: ResponseReturnValue = view(**values)
        return answer

    return guarded


def no_page(error: DomainError) -> str:
    """Let the general page say why: a button has nothing typed to give back."""
    raise error


def press_form() -> forms.PressForm:
    """Make the form behind the buttons of a list; no nonce, since each button is a repeat of nothing."""
    form = forms.PressForm(formdata=None)
    form.prepare(current_actor().hat)
    form.nonce.data = ""
    return form


def page_asked() -> int:
    """Read which page of a list is asked for."""
    return min(max(number(request.args.get("page")) or 1, 1), DEEPEST)
