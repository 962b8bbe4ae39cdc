"""Invented organisations and twelve initiatives, told through the actions themselves."""
