"""For whom an event may be meant; the outbox knows the words, and nobody behind them."""

from enum import StrEnum


class Audience(StrEnum):
    """Whom a notice is for; the worker turns each into people, and asks sight again when sending."""

    PROPOSER = "proposer"  # the proposing organisation's members
    CO_SIGNERS = "co_signers"  # members of organisations whose co-signature is in force
    COMMENTERS = "commenters"  # members of organisations that commented
    PARTNERS = "partners"  # representatives of approved organisations of the pillars that are asked
    MODERATORS = "moderators"
    HOLDER = "holder"  # the moderator who got a case in hand by this very act
    AUTHOR = "author"  # the organisation that wrote the comment in question
    ORGANISATION = "organisation"  # the members of the organisation in question
    REPRESENTATIVES = "representatives"  # who holds a mandate of the organisation that acted
    PREPARER = "preparer"  # who prepared what another representative was to confirm
    MANDATED = "mandated"  # who may act for the organisation in question
    ASKER = "asker"  # who asked to join an organisation
    PERSON = "person"  # whose own account it is about
    INVITED = "invited"  # who is asked to join an organisation
    MEMBER = "member"  # whose membership it is about, which may have ended
    APPLICANT = "applicant"  # who asked for the organisation to join
    ADMINISTRATORS = "administrators"
    FOLLOWERS = "followers"  # who asked to be told of this initiative, or of what fits a filter
    SIGNATORY = "signatory"  # the organisation whose co-signature is the event's detail
    ADDRESS = "address"  # an address that the row in question names, whoever reads there
    FOLLOWER = "follower"  # the address that asked to follow
