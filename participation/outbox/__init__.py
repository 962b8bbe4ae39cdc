"""Which event is to be told to which audience; the worker turns audiences into people."""
