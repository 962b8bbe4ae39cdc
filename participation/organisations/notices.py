"""Which act on an organisation is told to which audience: rows. Each row has a template of its own for the mail."""

from participation.outbox.audiences import Audience

NOTICES: dict[str, tuple[Audience, ...]] = {
    "confirm_application": (Audience.ADDRESS,),  # carries the link with the token
    "apply": (Audience.APPLICANT, Audience.MODERATORS),
    "ask_more": (Audience.APPLICANT,),
    "answer_more": (Audience.MODERATORS,),
    "approve": (Audience.APPLICANT,),  # carries the link of the invitation: `accounts.tokens.link_for`
    "decline": (Audience.APPLICANT,),
    "suspend": (Audience.ORGANISATION, Audience.MODERATORS),
    "reinstate": (Audience.ORGANISATION, Audience.MODERATORS),
    "merge": (Audience.ORGANISATION, Audience.MODERATORS),
    "rename": (Audience.ORGANISATION, Audience.MODERATORS),
    "close": (Audience.ORGANISATION, Audience.MODERATORS),
    "invite": (Audience.INVITED,),  # carries the link with the token
    "ask_to_join": (Audience.MANDATED,),
    "admit": (Audience.MEMBER, Audience.ORGANISATION),
    "refuse": (Audience.ASKER,),
    "accept_invite": (Audience.ORGANISATION,),
    "change_role": (Audience.ORGANISATION,),
    "end_membership": (Audience.MEMBER, Audience.ORGANISATION),
    "leave": (Audience.ORGANISATION,),
    "four_eyes_on": (Audience.ORGANISATION,),
    "four_eyes_end_asked": (Audience.ORGANISATION,),
    "four_eyes_off": (Audience.ORGANISATION,),
    "edit_profile": (Audience.REPRESENTATIVES,),
    "revoke_invite": (Audience.REPRESENTATIVES,),
    "mandate_ends": (Audience.ORGANISATION,),
    "mandate_waits": (Audience.MODERATORS,),
    "confirm_mandate": (Audience.ORGANISATION,),
}
