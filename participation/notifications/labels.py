"""What a message says in one sentence: in the bell, and as the subject of its mail. A kind of event is one row.

And the words for what one can choose: groups of kinds, and how one is told.
"""

from participation.initiatives.lifecycle import Status
from participation.languages import lazy as _l
from participation.languages import text as _
from participation.notifications.importance import Channel, Group

SENTENCES = {
    # initiatives
    "submit": _l("%(by)s has submitted a dialogue initiative"),
    "recall": _l("%(by)s has taken its initiative back"),
    "open_consultation": _l("The initiative is now open to the partners"),
    "request_changes": _l("The moderation team asks for changes"),
    "revise": _l("%(by)s has made a new version"),
    "revise_public": _l("%(by)s proposes a new version of a public text"),
    "accept_version": _l("The new version is public"),
    "refuse_version": _l("The moderation team has not accepted the new version"),
    "mark_substantive": _l("The last change counts as a change of substance"),
    "publish": _l("The initiative is public"),
    "update_details": _l("Practical details have changed"),
    "propose_decline": _l("A moderator proposes to decline the initiative"),
    "drop_decline": _l("The proposal to decline has been taken away"),
    "confirm_decline": _l("The moderation team has declined the initiative"),
    "appeal": _l("%(by)s appeals against the decision"),
    "withdraw": _l("%(by)s has withdrawn its initiative"),
    "conclude": _l("%(by)s tells what came of the dialogue"),
    "follow_up": _l("%(by)s has added a follow-up note"),
    "unpublish": _l("The initiative has been taken offline"),
    "republish": _l("The initiative is online again"),
    "keep_unpublished": _l("The appeal has been answered: the initiative stays offline"),
    "co_sign": _l("%(by)s has co-signed the initiative"),
    "reaffirm": _l("%(by)s has confirmed its co-signature"),
    "withdraw_co_signature": _l("%(by)s has withdrawn its co-signature"),
    "hand_over": _l("A colleague has handed a case to you"),
    "another_needed": _l("Another moderator is needed"),
    "prepare_act": _l("%(preparer)s has prepared something for your organisation. It waits for you"),
    "confirm_act": _l("A colleague has confirmed what you prepared"),
    "send_act_back": _l("A colleague has sent back what you prepared"),
    "act_lapsed": _l("What was prepared for your organisation has lapsed"),
    # comments
    "comment": _l("%(by)s has commented on the initiative"),
    "comment_to_desk": _l("%(by)s has written a note to the moderation team"),
    "reply": _l("%(by)s has answered a comment"),
    "hide": _l("The moderation team has hidden a comment of your organisation"),
    "report": _l("A comment has been reported"),
    "contest": _l("%(by)s contests that its comment was hidden"),
    "show_again": _l("The comment of your organisation is shown again"),
    "keep_hidden": _l("The comment of your organisation stays hidden"),
    # organisations
    "confirm_application": _l("Please confirm the application of %(organisation)s"),
    "apply": _l("The application of %(organisation)s has been received"),
    "ask_more": _l("The moderation team would like to know more about %(organisation)s"),
    "answer_more": _l("%(organisation)s has answered the moderation team"),
    "approve": _l("%(organisation)s has joined the network"),
    "decline": _l("The application of %(organisation)s has been declined"),
    "suspend": _l("%(organisation)s is suspended for the moment"),
    "reinstate": _l("%(organisation)s can act again"),
    "merge": _l("%(organisation)s has become part of %(successor)s"),
    "rename": _l("An organisation is now called %(organisation)s"),
    "close": _l("%(organisation)s no longer takes part"),
    "invite": _l("%(inviter)s invites you to %(organisation)s"),
    "ask_to_join": _l("%(asker)s asks to join %(organisation)s"),
    "admit": _l("%(member)s is now a member of %(organisation)s"),
    "refuse": _l("%(organisation)s has answered your wish to join"),
    "accept_invite": _l("%(member)s is now a member of %(organisation)s"),
    "change_role": _l("%(member)s has another role in %(organisation)s"),
    "end_membership": _l("%(member)s is no longer a member of %(organisation)s"),
    "leave": _l("%(member)s has left %(organisation)s"),
    "four_eyes_on": _l("A second representative of %(organisation)s confirms from now on"),
    "four_eyes_end_asked": _l("One representative of %(organisation)s asks to act alone again"),
    "four_eyes_off": _l("One representative of %(organisation)s acts alone from now on"),
    "edit_profile": _l("The profile of %(organisation)s has changed"),
    "revoke_invite": _l("An invitation to %(organisation)s has been revoked"),
    "mandate_ends": _l("The mandate of %(member)s for %(organisation)s ends soon"),
    "mandate_waits": _l("A mandate for %(organisation)s waits for your word"),
    "confirm_mandate": _l("The mandate of %(member)s for %(organisation)s has been confirmed"),
    # accounts
    "sign_in_link": _l("Your link to sign in"),
    "confirm_new_address": _l("Please confirm your new address"),
    "confirm_old_address": _l("Your account is to get another address"),
    "change_address": _l("Your e-mail address has been changed"),
    "change_password": _l("Your password has been changed"),
    "add_factor": _l("Your account has a new second step"),
    "forget_factors": _l("The second steps of your account have been taken away"),
    "print_codes": _l("Your account has new codes on paper"),
    # notifications
    "confirm_follow": _l("Please confirm that you want to be told"),
    "still_to_reaffirm": _l("Your co-signature is still to be confirmed"),
    "commitment_nears": _l("The dialogue you brought something to is near"),
    "outcome_due": _l("What came of the dialogue has not been told yet"),
    "starter_list": _l("Your initiative is public: what to do next"),
    "stands_still": _l("Nothing has moved on your initiative for a while"),
    "hand_over_many": _l("A colleague has handed cases to you"),
    "desk_late": _l("A case waits longer than we promise"),
    "desk_waiting": _l("This waits for the moderation team"),
}
REASON = _l("Reason")
MANDATE = _l("Words of the mandate")
STATEMENT = _l("Statement")
MESSAGE = _l("Message")
AGREED = _l("What was agreed")
COMMENT = _l("Comment")
ANSWERED = _l("The answer")
SEARCH = _l("Your search")
GROUPS = {
    Group.NEEDS_ME: (
        _l("What needs you"),
        _l("A decision about your initiative, a question to you, something to confirm."),
    ),
    Group.NEWS: (_l("News"), _l("What happens to initiatives your organisations take part in, or that you follow.")),
    Group.COMMENTS: (_l("Comments"), _l("On your organisations' initiatives, and answers to your comments.")),
    Group.HOUSE: (
        _l("Your organisation's own matters"),
        _l("What another representative changed: the profile, an invitation. For representatives."),
    ),
    Group.ELSEWHERE: (_l("Comments elsewhere"), _l("On initiatives you only follow.")),
    Group.DESK: (
        _l("What waits for the moderation team"),
        _l("Once a day or a week you get one mail that says how much waits, and only if something does."),
    ),
}
CHANNELS = {
    Channel.AT_ONCE: _l("At once"),
    Channel.DAILY: _l("Once a day"),
    Channel.WEEKLY: _l("Once a week"),
    Channel.NEVER: _l("Never"),
}
# What the proposer can do next where an initiative stands still.
ADVICE = {
    Status.DRAFT: _l("It is a draft that only your members see. Finish it and submit it, or discard it."),
    Status.CHANGES_REQUESTED: _l(
        "The moderation team has sent it back with remarks. Answer them, then submit it again."
    ),
    Status.CONSULTATION: _l(
        "Partners can read it and co-sign. Write to those you ask for help, answer the comments, or revise the text."
    ),
    Status.PUBLISHED: _l("It is public and has no day yet. Agree on one with your partners, or tell what came of it."),
}

RESTORED = "restored"  # the error of a mail that waited in a backup, and may have been sent since


def why_not(error: str) -> str:
    """Say why a mail was not sent: the words of the mail server, or our own."""
    return _("it waited in a restored backup, and may have been sent before") if error == RESTORED else error
