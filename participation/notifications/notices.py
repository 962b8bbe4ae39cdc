"""What the worker tells by itself, and the mail that asks a follower to confirm: rows, as in every package."""

from participation.notifications.importance import COUNTED
from participation.outbox.audiences import Audience

HANDED_MANY = "hand_over_many"  # of cases put into one's hands by one press of a colleague
NOTICES: dict[str, tuple[Audience, ...]] = {
    "confirm_follow": (Audience.FOLLOWER,),
    "still_to_reaffirm": (Audience.SIGNATORY,),
    "commitment_nears": (Audience.SIGNATORY,),
    "outcome_due": (Audience.PROPOSER,),
    "starter_list": (Audience.PROPOSER,),
    "stands_still": (Audience.PROPOSER,),
    "desk_late": (Audience.MODERATORS,),
    HANDED_MANY: (Audience.PERSON,),
    COUNTED: (Audience.MODERATORS,),
}
