"""Audiences turned into people: the bell, the mails, and the worker that sees to both."""
