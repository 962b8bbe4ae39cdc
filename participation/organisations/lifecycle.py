"""The life of an organisation as data: states, what members are, and the acts of the desk upon it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where an organisation stands."""

    APPLIED = "applied"
    ASKED = "asked"  # the desk wants to know more
    APPROVED = "approved"
    SUSPENDED = "suspended"
    DECLINED = "declined"
    MERGED = "merged"
    CLOSED = "closed"


class MemberRole(StrEnum):
    """What a person is in an organisation."""

    EDITOR = "editor"
    REPRESENTATIVE = "representative"


ACTING = frozenset({State.APPROVED})
SEEING = frozenset({State.APPROVED, State.SUSPENDED})  # the suspended keep their sight, and no more
LISTED = SEEING | {State.MERGED, State.CLOSED}  # has a public page
WAITING = frozenset({State.APPLIED, State.ASKED})


@dataclass(frozen=True)
class DeskAct:
    """One thing a moderator does to an organisation; every one but an approval needs a reason."""

    name: str
    sources: frozenset[State]
    target: State
    needs_reason: bool = True
    destructive: bool = False  # drawn as such

    @property
    def address(self) -> str:
        """The last part of its address."""
        return self.name.replace("_", "-")


_ROWS = (
    DeskAct("approve", WAITING, State.APPROVED, needs_reason=False),
    DeskAct("ask_more", frozenset({State.APPLIED}), State.ASKED),
    DeskAct("decline", WAITING, State.DECLINED, destructive=True),
    DeskAct("suspend", frozenset({State.APPROVED}), State.SUSPENDED, destructive=True),
    DeskAct("reinstate", frozenset({State.SUSPENDED}), State.APPROVED),
)
DESK_ACTS: dict[str, DeskAct] = {row.name: row for row in _ROWS}
MERGE = DeskAct("merge", SEEING, State.MERGED)  # has a page of its own: what it did carries over
# The only one that is not a moderator's: whoever applied answers.
ANSWER = DeskAct("answer_more", frozenset({State.ASKED}), State.APPLIED, needs_reason=False)
WARNED_BEFORE = (30, 7)  # days before a mandate runs out
