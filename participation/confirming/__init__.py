"""Four eyes: what one representative prepared is confirmed, sent back or taken back."""
