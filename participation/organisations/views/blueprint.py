"""What the pages of this package hang on."""

from flask import Blueprint, Response, request

bp = Blueprint("organisations", __name__, url_prefix="/<lang>")
# A secret is in the path of these.
BEARERS = frozenset(
    {
        f"organisations.{name}"
        for name in (
            "receipt",
            "answer",
            "sent",
            "send_again",
            "confirm_by_code",
            "confirmation",
            "confirm",
            "welcome",
            "accept",
            "invitation",
            "accept_invitation",
            "make_account",
            "ask_form",
            "ask",
            "joining_link",
            "make_joining_link",
        )
    }
)


@bp.after_request
def keep_the_address(answer: Response) -> Response:
    """Let no address with a secret in it travel on as the referrer, nor its page be kept in between."""
    if request.endpoint in BEARERS:
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
    return answer
