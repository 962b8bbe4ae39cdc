"""Everything that changes an organisation: joining, its members and their mandates, its profile, its end."""

from participation.organisations.actions.joining import apply, require_open, rule

__all__ = ["apply", "require_open", "rule"]
