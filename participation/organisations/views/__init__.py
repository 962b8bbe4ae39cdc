"""The pages of joining, of the desk's rulings, of members and invitations, and of an organisation's profile."""

from participation.organisations.views import (
    accepting,
    confirming,
    four_eyes,
    invitations,
    joining,
    members,
    moved,
    profile,
    ruling,
)
from participation.organisations.views.blueprint import bp

__all__ = [
    "accepting", "bp", "confirming", "four_eyes", "invitations", "joining", "members", "moved", "profile", "ruling",
]  # fmt: skip
