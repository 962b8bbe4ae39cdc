"""Rows by the thousand, for measuring: never where the platform is in use."""
