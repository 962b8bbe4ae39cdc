"""The pages of the desk."""

from participation.moderation.views import desk, handing
from participation.moderation.views.blueprint import bp

__all__ = ["bp", "desk", "handing"]
