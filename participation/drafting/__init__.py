"""What a proposer does: write, preview, submit."""
