"""The desk: what waits, and one case at a time."""
