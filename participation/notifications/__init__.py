"""Who is told what: the bell, the mails, and the worker that sends them."""
