"""Which act on an organisation is told to which audience: rows. Each row has a template of its own for the mail."""

from participation.outbox.audiences import Audience

NOTICES: dict[str, tuple[Audience, ...]] = {
    "apply": (Audience.APPLICANT, Audience.MODERATORS),
    "ask_more": (Audience.APPLICANT,),
    "approve": (Audience.APPLICANT,),  # carries the link of the invitation: `accounts.tokens.link_for`
    "decline": (Audience.APPLICANT,),
    "suspend": (Audience.ORGANISATION, Audience.MODERATORS),
    "reinstate": (Audience.ORGANISATION, Audience.MODERATORS),
}
