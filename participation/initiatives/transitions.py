"""Every act on an initiative as one row: from where to where, by whom, on what conditions, with what effect."""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.initiatives.lifecycle import (
    DESK,
    EDITORS,
    REPRESENTATIVES,
    Check,
    Effect,
    Field,
    Guard,
    Role,
    Roles,
    Status,
)


@dataclass(frozen=True)
class Transition:
    """One named act; `moves` says from which status to which, the same where it changes none."""

    name: str
    moves: Mapping[Status, Status]
    roles: Roles
    guards: tuple[Guard, ...] = ()
    asks: tuple[Field, ...] = ()
    checks: tuple[Check, ...] = ()
    effects: tuple[Effect, ...] = ()
    destructive: bool = False  # drawn as such, and never the first button

    @property
    def address(self) -> str:
        """The last part of its address."""
        return self.name.replace("_", "-")

    @property
    def sources(self) -> frozenset[Status]:
        """Where it starts from."""
        return frozenset(self.moves)

    @property
    def freezes(self) -> bool:
        """Whether it makes a version of the working copy, and so must have seen its last change."""
        return Effect.FREEZE in self.effects

    @property
    def decides_a_version(self) -> bool:
        """Whether it is about the pending version, which its maker must have seen, and not about the one shown."""
        return Guard.PENDING_VERSION in self.guards

    @property
    def answers_a_proposal(self) -> bool:
        """Whether it is what a second moderator does with the refusal that a first one proposed."""
        return not {Guard.DECLINE_PENDING, Guard.DECLINE_PENDING_OR_APPEALED}.isdisjoint(self.guards)

    @property
    def of_the_desk(self) -> bool:
        """Whether a moderator makes it, and so must have seen the version that is shown."""
        return Role.DESK in self.roles


def _stay(*statuses: Status) -> dict[Status, Status]:
    return {status: status for status in statuses}


def _to(target: Status, *sources: Status) -> dict[Status, Status]:
    return dict.fromkeys(sources, target)


_S, _G, _C, _F, _E = Status, Guard, Check, Field, Effect
OWED = (_S.SUBMITTED, _S.CONSULTATION)  # an answer, whether or not something new waits
_PUBLIC = (_S.PUBLISHED, _S.UNPUBLISHED)
_WAITING = _stay(*OWED, *_PUBLIC)
_REVISABLE = _stay(_S.CONSULTATION, *_PUBLIC)
_DETAILED = _stay(*OWED, _S.CHANGES_REQUESTED, _S.PUBLISHED)
_LEAVING = _to(_S.WITHDRAWN, *OWED, _S.CHANGES_REQUESTED, *_PUBLIC)
_APPEALS = {_S.DECLINED: _S.SUBMITTED, _S.UNPUBLISHED: _S.UNPUBLISHED}
_ROWS = (
    Transition(
        "submit", _to(_S.SUBMITTED, _S.DRAFT, _S.CHANGES_REQUESTED), REPRESENTATIVES,
        asks=(_F.CORRECTION,), checks=(_C.COMPLETE,), effects=(_E.FREEZE, _E.WAIT),
    ),
    Transition(
        "discard", _stay(_S.DRAFT), EDITORS,
        guards=(_G.NEVER_SUBMITTED,), effects=(_E.DISCARD,), destructive=True,
    ),
    Transition(
        "recall", _to(_S.CHANGES_REQUESTED, _S.SUBMITTED), REPRESENTATIVES,
        guards=(_G.NOT_TAKEN,), effects=(_E.UNMARK_DECLINE, _E.ANSWER),
    ),
    Transition("take", _WAITING, DESK, guards=(_G.SOMETHING_WAITS,), effects=(_E.TAKE,)),
    Transition("release", _WAITING, DESK, guards=(_G.TAKEN_BY_ME,), effects=(_E.RELEASE,)),
    Transition(
        "open_consultation", _to(_S.CONSULTATION, _S.SUBMITTED), DESK,
        asks=(_F.CHECKLIST,), checks=(_C.CHECKLIST,), effects=(_E.UNMARK_DECLINE, _E.ANSWER),
    ),
    Transition(
        "request_changes", _to(_S.CHANGES_REQUESTED, *OWED), DESK,
        asks=(_F.REMARKS,), checks=(_C.REMARKS,), effects=(_E.UNMARK_DECLINE, _E.ANSWER),
    ),
    Transition(
        "revise", _REVISABLE, EDITORS, guards=(_G.NO_PENDING_VERSION,),
        asks=(_F.CORRECTION,), checks=(_C.COMPLETE, _C.CHANGED), effects=(_E.FREEZE, _E.UNMARK_DECLINE, _E.WAIT),
    ),
    Transition(
        "accept_version", _stay(*_PUBLIC), DESK, guards=(_G.PENDING_VERSION,),
        asks=(_F.CORRECTION,), effects=(_E.SHOW_PENDING, _E.ANSWER),
    ),
    Transition(
        "refuse_version", _stay(*_PUBLIC), DESK, guards=(_G.PENDING_VERSION,),
        asks=(_F.REASON,), checks=(_C.REASON,), effects=(_E.DROP_PENDING, _E.ANSWER),
    ),
    Transition(
        "mark_substantive", _stay(_S.CONSULTATION), DESK,
        guards=(_G.LAST_WAS_CORRECTION,), effects=(_E.MAKE_SUBSTANTIVE, _E.UNMARK_DECLINE),
    ),
    Transition(
        "publish", _to(_S.PUBLISHED, _S.CONSULTATION), DESK, asks=(_F.REASON,),
        checks=(_C.DUTCH_AND_FRENCH, _C.THRESHOLD_OR_REASON), effects=(_E.UNMARK_DECLINE, _E.ANSWER),
    ),
    Transition(
        "update_details", _DETAILED, EDITORS,
        asks=(_F.DETAILS,), checks=(_C.DETAILS,), effects=(_E.DETAILS,),
    ),
    Transition(
        "propose_decline", _stay(*OWED), DESK, guards=(_G.NO_DECLINE_PENDING, _G.NOT_APPEALED),
        asks=(_F.CATALOGUE, _F.REASON), checks=(_C.CATALOGUE_REASON, _C.REASON), effects=(_E.MARK_DECLINE,),
        destructive=True,
    ),
    Transition(
        "confirm_decline", _to(_S.DECLINED, *OWED), DESK,
        guards=(_G.DECLINE_PENDING_OR_APPEALED, _G.ANOTHER_THAN_PROPOSED),
        asks=(_F.CATALOGUE, _F.REASON), checks=(_C.REASON_UNLESS_PENDING,), effects=(_E.DECLINE, _E.ANSWER),
        destructive=True,
    ),
    Transition(
        "drop_decline", _stay(*OWED), DESK,
        guards=(_G.DECLINE_PENDING,), effects=(_E.UNMARK_DECLINE,),
    ),
    Transition(
        "appeal", _APPEALS, REPRESENTATIVES, guards=(_G.APPEAL_OPEN,),
        asks=(_F.REASON,), checks=(_C.REASON,), effects=(_E.APPEAL, _E.WAIT),
    ),
    Transition(
        "conclude", _to(_S.CONCLUDED, _S.PUBLISHED), REPRESENTATIVES,
        asks=(_F.OUTCOME,), checks=(_C.OUTCOME,), effects=(_E.CONCLUDE,),
    ),
    Transition(
        "follow_up", _stay(_S.CONCLUDED), REPRESENTATIVES,
        asks=(_F.REASON,), checks=(_C.REASON,),
    ),
    Transition(
        "withdraw", _LEAVING, REPRESENTATIVES, asks=(_F.REASON,),
        checks=(_C.REASON_ONCE_KNOWN,), effects=(_E.UNMARK_DECLINE, _E.DROP_PENDING, _E.ANSWER), destructive=True,
    ),
    Transition(
        "unpublish", _to(_S.UNPUBLISHED, _S.PUBLISHED, _S.CONCLUDED), DESK,
        asks=(_F.CATALOGUE, _F.REASON), checks=(_C.CATALOGUE_IF_ANY, _C.REASON),
        effects=(_E.UNPUBLISH, _E.ANSWER), destructive=True,
    ),
    Transition(
        "republish", _to(_S.PUBLISHED, _S.UNPUBLISHED), DESK, guards=(_G.ANOTHER_THAN_UNPUBLISHED,),
        asks=(_F.REASON,), checks=(_C.REASON,), effects=(_E.RESTORE, _E.ANSWER),
    ),
    Transition(
        "keep_unpublished", _stay(_S.UNPUBLISHED), DESK, guards=(_G.APPEAL_WAITS,),
        asks=(_F.REASON,), checks=(_C.REASON,), effects=(_E.ANSWER,), destructive=True,
    ),
)  # fmt: skip
TRANSITIONS: dict[str, Transition] = {row.name: row for row in _ROWS}
