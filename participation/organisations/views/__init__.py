"""The pages of joining, of the desk's rulings, of members and invitations, and of an organisation's profile."""

from participation.organisations.views import accepting, four_eyes, invitations, joining, members, profile, ruling
from participation.organisations.views.blueprint import bp

__all__ = ["accepting", "bp", "four_eyes", "invitations", "joining", "members", "profile", "ruling"]
