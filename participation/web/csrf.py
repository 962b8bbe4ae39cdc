"""Form tokens: an HMAC over the name of the session, so that a token dies with it and no row is needed.

A visitor has no session; the page with the form gives the browser a signed cookie to bind the token to.
"""

import hashlib
import hmac
import secrets

from flask import current_app, session

FIELD = "csrf_token"
VISITOR = "visitor"  # the cookie's key for those who are not signed in
SIGNED_IN = "_user_id"  # where Flask-Login keeps the name of the session


def token() -> str:
    """Make a token for this browser; another salt each time, so that compression gives nothing away."""
    salt = secrets.token_hex(8)
    return f"{salt}.{_sign(salt, _name() or _introduce())}"


def is_genuine(given: str | None) -> bool:
    """Tell whether `given` was made for this browser's session."""
    name = _name()
    salt, _, signature = (given or "").partition(".")
    return bool(name and signature) and hmac.compare_digest(signature.encode(), _sign(salt, name or "").encode())


def browser() -> str:
    """Return what tells this browser from others; empty for one that was given no form."""
    return _name() or ""


def _name() -> str | None:
    found = session.get(SIGNED_IN) or session.get(VISITOR)
    return found if isinstance(found, str) else None


def _introduce() -> str:
    session[VISITOR] = secrets.token_urlsafe(16)
    return str(session[VISITOR])


def sign(what: str, name: str) -> str:
    """Return what only this site can make out of a name."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"{what}|{name}".encode(), hashlib.sha256).hexdigest()


def _sign(salt: str, name: str) -> str:
    return sign(f"form|{salt}", name)
