"""What the pages of this package hang on, and what they share: who comes in, and which part of the desk is meant."""

from functools import wraps
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from participation.errors import SignInNeeded
from participation.moderation import queries
from participation.moderation.queries import Queue
from participation.organisations.policy import require_moderator
from participation.organisations.reference import PILLARS
from participation.organisations.session import current_actor
from participation.tongues import LANGUAGES

bp = Blueprint("moderation", __name__, url_prefix="/<lang>")
ADDRESSED = ("submitted", "consultation", "published", "concluded", "unpublished")  # what may wait


def for_moderators(view: Any) -> Any:  # noqa: ANN401  # any view
    """Lead visitors to sign-in; for everyone else but a moderator there is no such page."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:  # noqa: ANN401  # what the address holds
        if current_actor().person_id is None:
            raise SignInNeeded  # what was typed is laid aside
        require_moderator(current_actor())
        answer: ResponseReturnValue = view(**values)
        return answer

    return guarded


def queue() -> Queue:
    """Read which part of the desk the address means; what is not one of the values asks for nothing."""
    args = request.args
    known = {"tab": queries.TABS, "language": LANGUAGES, "state": ADDRESSED, "pillar": PILLARS}
    return Queue(**{name: args[name] for name, values in known.items() if args.get(name) in values})
