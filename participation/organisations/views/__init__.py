"""The pages of joining, of the desk's rulings, of members and invitations, and of an organisation's profile."""

from participation.organisations.views import (
    accepting,
    asking,
    confirming,
    digits,
    four_eyes,
    invitations,
    joining,
    leaving,
    members,
    moved,
    profile,
    receipt,
    ruling,
)
from participation.organisations.views.blueprint import bp

__all__ = [
    "accepting", "asking", "bp", "confirming", "digits", "four_eyes", "invitations", "joining", "leaving", "members",
    "moved", "profile", "receipt", "ruling",
]  # fmt: skip
