"""What an event is about: who may be told of it, and what may be said to whom; one module a package that tells."""
