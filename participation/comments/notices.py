"""Which act on a comment is told to which audience: rows. The event names the initiative, and the comment as detail.

`AUTHOR` is the organisation that wrote the comment; told of a `reply`, the one that wrote what it answers. A comment
without an organisation is the desk's own: nobody is its author.
"""

from participation.comments.lifecycle import Scope
from participation.outbox.audiences import Audience

NOTICES: dict[str, tuple[Audience, ...]] = {
    "comment": (Audience.PROPOSER,),
    "comment_to_desk": (Audience.MODERATORS,),
    "reply": (Audience.PROPOSER, Audience.AUTHOR),
    "hide": (Audience.AUTHOR,),
    "report": (Audience.MODERATORS,),
    "contest": (Audience.MODERATORS,),
    "show_again": (Audience.AUTHOR,),
    "keep_hidden": (Audience.AUTHOR,),
}


def audiences(kind: str, scope: Scope) -> tuple[Audience, ...]:
    """Name whom to tell; a note to the desk is between its organisation and the desk, so no proposer hears of it."""
    told = NOTICES.get(kind, ())
    return tuple(one for one in told if scope is not Scope.MODERATORS or one is not Audience.PROPOSER)
