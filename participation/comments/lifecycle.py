"""The life of a comment as data: who sees it, what it can be, and every act upon it as one row."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """For whom a comment is meant; a reply has its parent's."""

    PARTNERS = "partners"
    PUBLIC = "public"  # becomes public when the initiative is published
    MODERATORS = "moderators"  # a note to the desk


class State(StrEnum):
    """Where a comment stands."""

    SHOWN = "shown"
    TAKEN_BACK = "taken_back"
    HIDDEN = "hidden"
    CONTESTED = "contested"  # hidden, and another moderator is to decide
    KEPT_HIDDEN = "kept_hidden"
    SHOWN_AGAIN = "shown_again"  # decided by two moderators: it is not hidden anew


class Role(StrEnum):
    """What an actor is to one comment; each has its two readings in `relations`."""

    READER = "reader"  # anyone, once the initiative has been published
    PARTNER = "partner"
    PROPOSER = "proposer"  # member of the proposing organisation
    MODERATOR = "moderator"
    OPENER = "opener"  # member of the organisation that began the thread
    OWN = "own"  # member of the organisation that wrote it


class Hand(StrEnum):
    """Who may do something to a comment that he or she sees; each is one question in `policy`."""

    WRITER = "writer"  # the person who wrote it, acting for the same organisation or at the desk again
    REPRESENTATIVE = "representative"  # of the organisation that wrote it, with a mandate
    ORGANISATION = "organisation"  # whoever acts for the organisation that wrote it
    COMMENTER = "commenter"  # whoever may comment on the initiative
    SIGNED_IN = "signed_in"
    DESK = "desk"  # a moderator at the desk who belongs to no side
    ANSWERING = "answering"  # the same, to a note to the desk


class Guard(StrEnum):
    """What an act asks beyond the state; each is one question in `policy`."""

    OPEN = "open"  # the initiative is in a state that is commented on
    FRESH = "fresh"  # a quarter of an hour has not passed
    TOP = "top"  # it is no reply itself: one level
    WAITING = "waiting"  # a report or a note waits for the desk
    ANOTHER = "another"  # a moderator other than the one who hid it


@dataclass(frozen=True)
class Act:
    """One thing that can be done to a comment."""

    name: str
    sources: frozenset[State]
    hands: frozenset[Hand]
    target: State | None = None  # None: the state stays
    guards: tuple[Guard, ...] = ()
    asks: tuple[str, ...] = ()  # fields of its form
    destructive: bool = False

    @property
    def address(self) -> str:
        """The last part of its address."""
        return self.name.replace("_", "-")


TEAM = frozenset({Role.PARTNER, Role.PROPOSER, Role.MODERATOR})
SIGHT: dict[Scope, frozenset[Role]] = {
    Scope.PARTNERS: TEAM,
    Scope.PUBLIC: TEAM | {Role.READER},
    Scope.MODERATORS: frozenset({Role.OPENER, Role.MODERATOR}),
}
STANDING = frozenset({State.SHOWN, State.SHOWN_AGAIN})  # its words are read by all who see it
STILL_READ_BY = frozenset({Role.OWN, Role.MODERATOR})  # once it is hidden or taken back
_HIDDEN, _CONTESTED = frozenset({State.HIDDEN}), frozenset({State.CONTESTED})
_DESK = frozenset({Hand.DESK})
_ROWS = (
    Act("reply", STANDING, frozenset({Hand.COMMENTER, Hand.ANSWERING}), None, (Guard.TOP, Guard.OPEN), ("text",)),
    Act("edit", frozenset({State.SHOWN}), frozenset({Hand.WRITER}), None, (Guard.OPEN, Guard.FRESH), ("text",)),
    Act(
        "take_back", STANDING, frozenset({Hand.WRITER, Hand.REPRESENTATIVE}), State.TAKEN_BACK, destructive=True,
    ),
    Act("report", STANDING, frozenset({Hand.SIGNED_IN}), asks=("reason",)),
    Act("hide", frozenset({State.SHOWN}), _DESK, State.HIDDEN, asks=("reason_code", "reason"), destructive=True),
    Act("contest", _HIDDEN, frozenset({Hand.ORGANISATION}), State.CONTESTED, asks=("reason",)),
    Act("show_again", _CONTESTED, _DESK, State.SHOWN_AGAIN, (Guard.ANOTHER,)),
    Act("keep_hidden", _CONTESTED, _DESK, State.KEPT_HIDDEN, (Guard.ANOTHER,), ("reason",), destructive=True),
    Act("dismiss", frozenset(State), _DESK, None, (Guard.WAITING,)),
)  # fmt: skip
ACTS: dict[str, Act] = {row.name: row for row in _ROWS}

EDITED_FOR = 15  # minutes
TWICE_WITHIN = 60  # seconds in which the same words of the same organisation are the same comment
