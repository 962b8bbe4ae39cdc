"""What administrators look after: reasons, who moderates, mails that did not arrive. They read no text by it."""
