"""A short number for each request: in the log, in the journal, and on an error page to be quoted."""

import secrets

from flask import g, has_request_context


def request_id() -> str:
    """Return the number of this request; a new one where there is none, as in the command line."""
    if not has_request_context():
        return secrets.token_hex(6)
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    found: str = g.request_id
    return found
