"""What organisations say about an initiative, and what becomes of it."""
