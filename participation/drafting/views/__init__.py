"""The addresses of this package, in four rooms that share one blueprint."""

from participation.drafting.views import editing, translating, versions, workspace
from participation.drafting.views.blueprint import bp

__all__ = ["bp", "editing", "translating", "versions", "workspace"]
