"""How much a kind of event matters to whom, and how one is told of it unless one chooses otherwise: rows.

A new kind is one row of `KINDS`; a test fails until every notice of every package has one.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from participation.outbox.audiences import Audience

USUAL_HOUR = 8  # of the day, in Belgium


class Channel(StrEnum):
    """How one is told besides the bell."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Group(StrEnum):
    """What is chosen together; the most pressing first."""

    ALWAYS = "always"  # of one's own account: cannot be switched off
    NEEDS_ME = "needs_me"
    NEWS = "news"
    COMMENTS = "comments"
    DESK = "desk"  # what waits there, as one message a day with counts
    HOUSE = "house"  # what a colleague did to the organisation itself, for the other representatives
    ELSEWHERE = "elsewhere"  # comments on initiatives one only follows


USUAL: dict[Group, Channel] = {
    Group.ALWAYS: Channel.AT_ONCE,
    Group.NEEDS_ME: Channel.AT_ONCE,
    Group.NEWS: Channel.WEEKLY,
    Group.COMMENTS: Channel.WEEKLY,
    Group.DESK: Channel.DAILY,
    Group.HOUSE: Channel.NEVER,
    Group.ELSEWHERE: Channel.NEVER,
}
CHOSEN = tuple(group for group in Group if group is not Group.ALWAYS)
PRESSING = {group: number for number, group in enumerate(Group)}
COUNTED = "desk_waiting"  # the kind that stands for all that waits at the desk


class Row(NamedTuple):
    """The group of a kind, but for the audiences named."""

    group: Group
    but: Mapping[Audience, Group] = MappingProxyType({})


_OWN = {Audience.PROPOSER: Group.NEEDS_ME}
_BOTH = {**_OWN, Audience.CO_SIGNERS: Group.NEEDS_ME}  # co-signers are asked to confirm
KINDS: dict[str, Row] = {
    # initiatives
    "submit": Row(Group.NEWS),
    "recall": Row(Group.NEWS),
    "open_consultation": Row(Group.NEWS, _OWN),
    "request_changes": Row(Group.NEWS, _OWN),
    "revise": Row(Group.NEWS, {Audience.CO_SIGNERS: Group.NEEDS_ME}),
    "revise_public": Row(Group.NEWS),
    "accept_version": Row(Group.NEWS, _BOTH),
    "refuse_version": Row(Group.NEWS, _OWN),
    "mark_substantive": Row(Group.NEWS, _BOTH),
    "publish": Row(Group.NEWS, _OWN),
    "update_details": Row(Group.NEWS),
    "propose_decline": Row(Group.DESK),
    "drop_decline": Row(Group.DESK),
    "confirm_decline": Row(Group.NEWS, _OWN),
    "appeal": Row(Group.NEWS),
    "withdraw": Row(Group.NEWS),
    "conclude": Row(Group.NEWS),
    "follow_up": Row(Group.NEWS),
    "unpublish": Row(Group.NEWS, _OWN),
    "republish": Row(Group.NEWS, _OWN),
    "keep_unpublished": Row(Group.NEWS, _OWN),
    "co_sign": Row(Group.NEWS),
    "reaffirm": Row(Group.NEWS),
    "withdraw_co_signature": Row(Group.NEWS),
    "hand_over": Row(Group.NEEDS_ME),
    "hand_over_many": Row(Group.NEEDS_ME),
    "another_needed": Row(Group.NEEDS_ME),
    "prepare_act": Row(Group.NEEDS_ME),
    "confirm_act": Row(Group.NEWS),
    "send_act_back": Row(Group.NEEDS_ME),
    "act_lapsed": Row(Group.NEEDS_ME),
    # comments
    "comment": Row(Group.COMMENTS, {Audience.FOLLOWERS: Group.ELSEWHERE}),
    "comment_to_desk": Row(Group.DESK),
    "reply": Row(Group.COMMENTS),
    "hide": Row(Group.NEEDS_ME),
    "report": Row(Group.DESK),
    "contest": Row(Group.DESK),
    "show_again": Row(Group.NEEDS_ME),
    "keep_hidden": Row(Group.NEEDS_ME),
    # organisations
    "confirm_application": Row(Group.ALWAYS),
    "apply": Row(Group.ALWAYS),
    "ask_more": Row(Group.ALWAYS),
    "answer_more": Row(Group.DESK),
    "approve": Row(Group.ALWAYS),
    "decline": Row(Group.ALWAYS),
    "suspend": Row(Group.NEEDS_ME),
    "reinstate": Row(Group.NEEDS_ME),
    "merge": Row(Group.NEEDS_ME),
    "rename": Row(Group.NEWS),
    "close": Row(Group.NEEDS_ME),
    "invite": Row(Group.ALWAYS),
    "ask_to_join": Row(Group.NEEDS_ME),
    "admit": Row(Group.NEWS, {Audience.MEMBER: Group.NEEDS_ME}),
    "refuse": Row(Group.NEEDS_ME),
    "accept_invite": Row(Group.NEWS),
    "change_role": Row(Group.NEWS),
    "end_membership": Row(Group.NEWS, {Audience.MEMBER: Group.NEEDS_ME}),
    "leave": Row(Group.NEWS),
    "four_eyes_on": Row(Group.NEEDS_ME),
    "four_eyes_end_asked": Row(Group.NEEDS_ME),
    "four_eyes_off": Row(Group.NEEDS_ME),
    "edit_profile": Row(Group.HOUSE),
    "revoke_invite": Row(Group.HOUSE),
    "mandate_ends": Row(Group.NEEDS_ME),
    "mandate_waits": Row(Group.NEEDS_ME, {Audience.MODERATORS: Group.NEEDS_ME}),  # the count does not hold it
    "confirm_mandate": Row(Group.NEEDS_ME),
    # accounts
    "sign_in_link": Row(Group.ALWAYS),
    "confirm_new_address": Row(Group.ALWAYS),
    "confirm_old_address": Row(Group.ALWAYS),
    "change_address": Row(Group.ALWAYS),
    "change_password": Row(Group.ALWAYS),
    "add_factor": Row(Group.ALWAYS),
    "forget_factors": Row(Group.ALWAYS),
    "print_codes": Row(Group.ALWAYS),
    # notifications
    "confirm_follow": Row(Group.ALWAYS),
    "still_to_reaffirm": Row(Group.NEEDS_ME),
    "commitment_nears": Row(Group.NEEDS_ME),
    "outcome_due": Row(Group.NEEDS_ME),
    "starter_list": Row(Group.NEEDS_ME),
    "stands_still": Row(Group.NEEDS_ME),
    "desk_late": Row(Group.NEEDS_ME, {Audience.MODERATORS: Group.NEEDS_ME}),
    COUNTED: Row(Group.DESK),
}


def group_of(kind: str, audience: str) -> Group:
    """Return the group of a kind for one audience; what a moderator only might do waits for the count of the day."""
    row, meant = KINDS[kind], Audience(audience)
    return row.but.get(meant, Group.DESK if meant is Audience.MODERATORS else row.group)


def channel(chosen: Mapping[str, str], group: Group, *, stopped: bool = False) -> Channel:
    """Return how somebody who chose this is told; what concerns the own account always comes, and at once."""
    if group is Group.ALWAYS:
        return Channel.AT_ONCE
    return Channel.NEVER if stopped else Channel(chosen.get(group, USUAL[group]))
