"""Put a session's token into the browser's cookie, under a fresh name."""

from flask import session
from flask_login import login_user


def enter(token: str) -> None:
    """Sign this browser in; whatever it carried as a visitor ends."""
    session.clear()
    login_user(_Entering(token))


class _Entering:
    """What Flask-Login needs at the moment of signing in: the token for the cookie."""

    is_active = is_authenticated = True

    def __init__(self, token: str) -> None:
        self.token = token

    def get_id(self) -> str:
        return self.token
