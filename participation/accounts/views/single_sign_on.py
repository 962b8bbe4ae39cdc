"""Signing in through an OpenID provider: it says who, the platform alone says for whom one may act."""

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from requests.exceptions import RequestException

from participation import clock
from participation.accounts import actions
from participation.accounts.policy import Way
from participation.accounts.views.blueprint import bp
from participation.accounts.views.second_step import let_in
from participation.db import begin_write
from participation.errors import NotFound
from participation.extensions import db
from participation.web.links import local_path

ONWARD = "sso_onward"  # in the cookie, for the minute one is away
EXTENSION = "reseau.provider"
PATIENCE = 10  # seconds for each answer of the provider


def _provider() -> OAuth:
    """Return the client of the configured provider, made once an application."""
    settings = current_app.config["SETTINGS"]
    if not settings.oidc_issuer:
        raise NotFound
    if EXTENSION not in current_app.extensions:
        oauth = OAuth()
        oauth.register(
            "provider",
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": PATIENCE},
        )
        oauth.init_app(current_app)
        current_app.extensions[EXTENSION] = oauth
    return current_app.extensions[EXTENSION].provider


@bp.get("/sign-in/provider")
def to_provider() -> ResponseReturnValue:
    """Go to the provider, and remember where one wanted to be."""
    session[ONWARD] = [local_path(request.args.get("next")), request.args.get("kept", "")[:100]]
    back = current_app.config["SETTINGS"].public_url + url_for("accounts.from_provider")
    try:
        answer: ResponseReturnValue = _provider().authorize_redirect(back)
    except (OAuthError, RequestException):
        return render_template("accounts/provider_failed.html"), 503
    return answer


@bp.get("/sign-in/provider/return")
def from_provider() -> ResponseReturnValue:
    """Take the provider's word for who this is, once its signature, its audience and our nonce are in order."""
    try:
        claims = _provider().authorize_access_token().get("userinfo") or {}
    except (OAuthError, RequestException, ValueError, KeyError):
        return render_template("accounts/provider_failed.html"), 422
    wanted, kept = session.pop(ONWARD, ["", ""])
    email = str(claims.get("email") or "") if claims.get("email_verified") is True else ""
    begin_write(db.session())
    issuer = current_app.config["SETTINGS"].oidc_issuer
    person = actions.known_by(db.session(), issuer, str(claims.get("sub") or ""), email, clock.now())
    if person is None:
        db.session.rollback()
        return render_template("accounts/provider_unknown.html", email=str(claims.get("email") or "")), 403
    return redirect(let_in(person, Way.PROVIDER, wanted, kept), 303)
