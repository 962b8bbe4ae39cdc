"""Many rows, and how fast the pages are with them."""
