"""Long work that somebody asked for, and what is done by the clock."""
