"""The catalogue of reasons a moderator gives: rows, so that a new one needs no release."""
