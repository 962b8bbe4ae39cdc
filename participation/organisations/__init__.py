"""Organisations, their members' mandates, joining, and who acts for which."""
