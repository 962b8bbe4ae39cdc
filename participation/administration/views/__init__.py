"""Administrators' pages, in four rooms that share one blueprint. For everyone else there are no such pages."""

from participation.administration.views import journal, mails, people, reasons
from participation.administration.views.blueprint import bp

__all__ = ["bp", "journal", "mails", "people", "reasons"]
