"""What the pages of this package hang on."""

from flask import Blueprint, Response, request

from participation.accounts.policy import ASK_FOR_PROOF
from participation.accounts.session import require_signed_in_lately

bp = Blueprint("accounts", __name__, url_prefix="/<lang>")
# A secret is in the path of these.
BEARERS = frozenset(
    f"accounts.{name}" for name in ("link", "enter_by_link", "mailbox", "confirm_address", "refuse_address")
)


@bp.before_request
def ask_for_proof() -> None:
    """Let nobody near what changes how one gets in who has not just shown to be the person."""
    if (request.endpoint or "").removeprefix("accounts.") in ASK_FOR_PROOF:
        require_signed_in_lately()


@bp.after_request
def keep_the_address(answer: Response) -> Response:
    """Let no address with a secret in it travel on as the referrer, nor its page be kept in between."""
    if request.endpoint in BEARERS:
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cache-Control"] = "no-store"
    return answer
