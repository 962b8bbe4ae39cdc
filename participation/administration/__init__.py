"""What administrators look after: the catalogue of reasons, and who moderates. They read no text by it."""
