"""The life of an initiative as data: statuses, roles, permissions, and the words of which transitions are made."""

from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """Where an initiative stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    CONSULTATION = "consultation"
    PUBLISHED = "published"
    CONCLUDED = "concluded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNPUBLISHED = "unpublished"


class Stage(NamedTuple):
    """What sight is keyed by: the status alone cannot tell a withdrawal before publication from one after it."""

    status: Status
    ever_published: bool = False
    taken_down: bool = False  # by a moderator; withdrawing it then does not bring the text back
    page_hidden: bool = False  # for a reason so serious that strangers find no notice either


class Role(StrEnum):
    """What an actor is to one initiative; each has its two readings in `relations`."""

    PUBLIC = "public"
    MEMBER = "member"  # of the proposer, whichever organisation is in force: sees
    EDITOR = "editor"  # the proposer is in force: writes
    REPRESENTATIVE = "representative"  # the same with a mandate: acts in its name
    PARTNER = "partner"  # member of any organisation of the network: sees
    INVOLVED = "involved"  # member of one that ever co-signed or commented: knows
    COMMENTER = "commenter"  # any approved organisation is in force: comments
    CO_SIGNER = "co_signer"  # an approved organisation other than the proposer, with a mandate: co-signs
    SIGNATORY = "signatory"  # a co-signature of the organisation in force stands, with a mandate: reaffirms, withdraws
    MODERATOR = "moderator"  # sees
    DESK = "desk"  # a moderator at the desk who belongs to no side and took no part before an appeal: acts


class Permission(StrEnum):
    """What a role may do that is no transition."""

    VIEW = "view"  # the text
    KNOW = "know"  # that it exists, its state and date, and the version one signed
    EDIT = "edit"
    TRANSLATE = "translate"
    CHECK_TRANSLATION = "check_translation"
    HAND_OVER = "hand_over"  # a case to another moderator, who may decide it
    COMMENT = "comment"
    CO_SIGN = "co_sign"
    REAFFIRM = "reaffirm"
    WITHDRAW_CO_SIGNATURE = "withdraw_co_signature"


class Guard(StrEnum):
    """What a transition asks of the initiative beyond its status; each is one question in `policy`."""

    NEVER_SUBMITTED = "never_submitted"
    SOMETHING_WAITS = "something_waits"
    NOT_TAKEN = "not_taken"
    TAKEN_BY_ME = "taken_by_me"
    PENDING_VERSION = "pending_version"
    NO_PENDING_VERSION = "no_pending_version"
    LAST_WAS_CORRECTION = "last_was_correction"
    NOT_APPEALED = "not_appealed"  # then one moderator decides alone
    NO_DECLINE_PENDING = "no_decline_pending"
    DECLINE_PENDING_OR_APPEALED = "decline_pending_or_appealed"
    DECLINE_PENDING = "decline_pending"
    ANOTHER_THAN_PROPOSED = "another_than_proposed"
    APPEAL_OPEN = "appeal_open"
    APPEAL_WAITS = "appeal_waits"
    ANOTHER_THAN_UNPUBLISHED = "another_than_unpublished"


class Check(StrEnum):
    """What a transition asks of its input; each is one check in `actions`."""

    COMPLETE = "complete"
    CHANGED = "changed"
    REMARKS = "remarks"
    CHECKLIST = "checklist"
    REASON = "reason"
    REASON_ONCE_KNOWN = "reason_once_known"
    CATALOGUE_REASON = "catalogue_reason"
    CATALOGUE_IF_ANY = "catalogue_if_any"
    REASON_UNLESS_PENDING = "reason_unless_pending"
    THRESHOLD_OR_REASON = "threshold_or_reason"
    DUTCH_AND_FRENCH = "dutch_and_french"
    OUTCOME = "outcome"
    DETAILS = "details"


class Field(StrEnum):
    """What the form of a transition asks for, in this order."""

    CHECKLIST = "checklist"
    REMARKS = "remarks"
    CORRECTION = "correction"
    CATALOGUE = "catalogue"
    OUTCOME = "outcome"
    DETAILS = "details"
    REASON = "reason"


class Effect(StrEnum):
    """What a transition does beyond the status; each is one function in `effects`."""

    FREEZE = "freeze"  # the working copy becomes the next version
    WAIT = "wait"  # for the desk, from now on
    SHOW_PENDING = "show_pending"
    DROP_PENDING = "drop_pending"
    MAKE_SUBSTANTIVE = "make_substantive"
    TAKE = "take"
    RELEASE = "release"
    ANSWER = "answer"  # it waits no longer, and is in nobody's hands
    MARK_DECLINE = "mark_decline"
    UNMARK_DECLINE = "unmark_decline"
    DECLINE = "decline"
    APPEAL = "appeal"
    UNPUBLISH = "unpublish"
    RESTORE = "restore"  # to the status it left
    CONCLUDE = "conclude"
    DETAILS = "details"
    DISCARD = "discard"


class VersionState(StrEnum):
    """Whether readers may see a version."""

    ACCEPTED = "accepted"
    PENDING = "pending"  # a revision of a published text, not yet accepted
    REFUSED = "refused"


Roles = frozenset[Role]
EVERYONE: Roles = frozenset(Role)
MEMBERS: Roles = frozenset({Role.MEMBER})
TEAM: Roles = MEMBERS | {Role.MODERATOR}
EDITORS: Roles = frozenset({Role.EDITOR})
REPRESENTATIVES: Roles = frozenset({Role.REPRESENTATIVE})
DESK: Roles = frozenset({Role.DESK})

DRAFT = Stage(Status.DRAFT)
SUBMITTED = Stage(Status.SUBMITTED)
CHANGES_REQUESTED = Stage(Status.CHANGES_REQUESTED)
CONSULTATION = Stage(Status.CONSULTATION)
PUBLISHED = Stage(Status.PUBLISHED, ever_published=True)
CONCLUDED = Stage(Status.CONCLUDED, ever_published=True)
DECLINED = Stage(Status.DECLINED)
WITHDRAWN_BEFORE = Stage(Status.WITHDRAWN)
WITHDRAWN_AFTER = Stage(Status.WITHDRAWN, ever_published=True)
WITHDRAWN_HIDDEN = Stage(Status.WITHDRAWN, ever_published=True, taken_down=True)
UNPUBLISHED = Stage(Status.UNPUBLISHED, ever_published=True, taken_down=True)
WITHDRAWN_UNSEEN = WITHDRAWN_HIDDEN._replace(page_hidden=True)
UNPUBLISHED_UNSEEN = UNPUBLISHED._replace(page_hidden=True)
STAGES = (
    DRAFT, SUBMITTED, CHANGES_REQUESTED, CONSULTATION, PUBLISHED,
    CONCLUDED, DECLINED, WITHDRAWN_BEFORE, WITHDRAWN_AFTER, WITHDRAWN_HIDDEN, UNPUBLISHED,
    WITHDRAWN_UNSEEN, UNPUBLISHED_UNSEEN,
)  # fmt: skip
CLOSED_TO_PARTNERS = (SUBMITTED, CHANGES_REQUESTED, DECLINED, WITHDRAWN_BEFORE)
ALIVE = (DRAFT, SUBMITTED, CHANGES_REQUESTED, CONSULTATION, PUBLISHED)

VIEW: dict[Stage, Roles] = {
    DRAFT: MEMBERS,
    SUBMITTED: TEAM,
    CHANGES_REQUESTED: TEAM,
    CONSULTATION: TEAM | {Role.PARTNER, Role.INVOLVED},
    PUBLISHED: EVERYONE,
    CONCLUDED: EVERYONE,
    DECLINED: TEAM,
    WITHDRAWN_BEFORE: TEAM,
    WITHDRAWN_AFTER: EVERYONE,
    WITHDRAWN_HIDDEN: TEAM | {Role.INVOLVED},
    UNPUBLISHED: TEAM | {Role.INVOLVED},
    WITHDRAWN_UNSEEN: TEAM | {Role.INVOLVED},
    UNPUBLISHED_UNSEEN: TEAM | {Role.INVOLVED},
}
NOTICE_ONLY = (WITHDRAWN_HIDDEN, UNPUBLISHED)
KNOW = (
    VIEW | {stage: VIEW[stage] | {Role.INVOLVED} for stage in CLOSED_TO_PARTNERS} | dict.fromkeys(NOTICE_ONLY, EVERYONE)
)
SIGNED_AND_OPEN = frozenset({Role.SIGNATORY})
PERMISSIONS: dict[Permission, dict[Stage, Roles]] = {
    Permission.VIEW: VIEW,
    Permission.KNOW: KNOW,
    Permission.EDIT: dict.fromkeys(
        (DRAFT, CHANGES_REQUESTED, CONSULTATION, PUBLISHED, UNPUBLISHED, UNPUBLISHED_UNSEEN), EDITORS
    ),
    Permission.TRANSLATE: dict.fromkeys(ALIVE, EDITORS) | dict.fromkeys(ALIVE[1:], EDITORS | DESK),
    Permission.CHECK_TRANSLATION: dict.fromkeys(ALIVE, EDITORS) | dict.fromkeys(ALIVE[1:], EDITORS | DESK),
    Permission.HAND_OVER: dict.fromkeys((SUBMITTED, CONSULTATION, PUBLISHED, UNPUBLISHED, UNPUBLISHED_UNSEEN), DESK),
    Permission.COMMENT: dict.fromkeys((CONSULTATION, PUBLISHED, CONCLUDED), frozenset({Role.COMMENTER})),
    Permission.CO_SIGN: dict.fromkeys((CONSULTATION, PUBLISHED), frozenset({Role.CO_SIGNER})),
    Permission.REAFFIRM: dict.fromkeys((CONSULTATION, PUBLISHED), SIGNED_AND_OPEN),
    Permission.WITHDRAW_CO_SIGNATURE: dict.fromkeys((s for s in STAGES if s != DRAFT), SIGNED_AND_OPEN),
}
# Where an organisation asks for four eyes: a second representative confirms these. What takes the name away again
# (to recall, to withdraw) is done by one alone, and at once: nobody is to wait for a colleague to stop something.
SECONDED = frozenset({"submit", "co_sign", "reaffirm"})
CHECKLIST = (
    "citizen_proposer", "safety_profession", "no_individual_case", "no_private_person",
    "clear_asks", "dates", "no_advertising",
)  # fmt: skip
