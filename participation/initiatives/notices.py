"""Which act is told to which audience: rows. Each row has a template of its own for the mail."""

from participation.outbox.audiences import Audience

_P, _C, _V, _M = Audience.PROPOSER, Audience.CO_SIGNERS, Audience.COMMENTERS, Audience.MODERATORS
_F = Audience.FOLLOWERS
NOTICES: dict[str, tuple[Audience, ...]] = {
    "submit": (_P, _M),
    "recall": (_P,),
    "open_consultation": (_P, Audience.PARTNERS, _C, _V),
    "request_changes": (_P, _C, _V),
    "revise": (_P, _C),
    "revise_public": (_P, _M),
    "accept_version": (_P, _C, _F),
    "refuse_version": (_P,),
    "mark_substantive": (_P, _C),
    "publish": (_P, _C, _V, _F),
    "update_details": (_P, _C, _F),
    "propose_decline": (_M,),
    "drop_decline": (_M,),
    "confirm_decline": (_P, _C, _V),
    "appeal": (_P, _M),
    "withdraw": (_P, _C, _V, _M, _F),
    "conclude": (_P, _C, _V, _F),
    "follow_up": (_P, _C, _V, _F),
    "unpublish": (_P, _C, _V, _F),
    "republish": (_P, _C, _V, _F),
    "keep_unpublished": (_P,),
    "co_sign": (_P, _F),
    "reaffirm": (_P,),
    "withdraw_co_signature": (_P,),
    "hand_over": (Audience.HOLDER,),
    "another_needed": (Audience.ADMINISTRATORS,),  # too few moderators belong to no side
}
# Told inside one organisation alone: what one representative prepared, and what became of it.
SECONDING: dict[str, tuple[Audience, ...]] = {
    "prepare_act": (Audience.REPRESENTATIVES,),
    "confirm_act": (Audience.PREPARER,),
    "send_act_back": (Audience.PREPARER,),
    "act_lapsed": (Audience.REPRESENTATIVES, Audience.PREPARER),
}
