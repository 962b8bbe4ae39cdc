"""The bell, what one chooses to be told, visitors' follows, and the gallery of mails."""

from participation.notifications.views import bell, choices, follows, gallery, stopping
from participation.notifications.views.blueprint import bp

__all__ = ["bell", "bp", "choices", "follows", "gallery", "stopping"]
