"""What the provider of single sign-on is called, where there is one, and whether a person comes by it."""

from flask import current_app

from participation.accounts import actions
from participation.accounts.models import Person
from participation.extensions import db


def provider() -> str:
    """Name the provider that everyone may sign in with; empty where there is none."""
    settings = current_app.config["SETTINGS"]
    return settings.oidc_name if settings.oidc_issuer else ""


def provider_of(person: Person) -> str:
    """Name the provider that this person has signed in with before; empty where that is not so."""
    issuer = current_app.config["SETTINGS"].oidc_issuer
    return provider() if actions.comes_by(db.session(), issuer, person.id) else ""
