"""Organisations, applications, and the memberships and invitations that let people act for them."""

from participation.organisations.models.application import ApplicantAnswer, Application, UnconfirmedApplication
from participation.organisations.models.membership import Invitation, JoiningLink, JoiningRequest, Membership
from participation.organisations.models.organisation import FormerName, FourEyes, Logo, Organisation, Ruling

__all__ = [
    "ApplicantAnswer", "Application", "FormerName", "FourEyes", "Invitation", "JoiningLink", "JoiningRequest", "Logo",
    "Membership", "Organisation", "Ruling", "UnconfirmedApplication",
]  # fmt: skip
