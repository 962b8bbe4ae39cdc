"""People who can sign in, and their sessions."""
