"""What the pages of this package hang on."""

from flask import Blueprint, request

from participation.web.forms import number

bp = Blueprint("portal", __name__)
DEEPEST = 50  # pages of a list; whoever looks further has filters


def page_asked() -> int:
    """Read which page of a list is asked; nonsense asks for the first."""
    return min(max(number(request.args.get("page")) or 1, 1), DEEPEST)
