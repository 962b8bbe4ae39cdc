"""The platform with one page more: the least a page of this stack costs, to compare the others with."""

from flask import Flask, current_app
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from participation.app import create_app
from participation.extensions import db
from participation.initiatives.models import Initiative
from participation.settings import Settings

BARE = (
    "<!doctype html><title>Bare</title><ul>"
    "{% for row in rows %}<li>{{ row.reference }}: {{ row.language }}, {{ row.hour }}</li>{% endfor %}</ul>"
)


def bare() -> str:
    """Draw twenty entities of one query, with nothing around them."""
    rows = db.session.scalars(select(Initiative).limit(20)).all()
    return current_app.jinja_env.get_template("bare.html").render(rows=rows)


def build(settings: Settings) -> Flask:
    """Build the application with the bare page."""
    app = create_app(settings)
    app.jinja_env.loader = ChoiceLoader([DictLoader({"bare.html": BARE}), app.create_global_jinja_loader()])
    app.add_url_rule("/bare", view_func=bare)
    return app


def __getattr__(name: str) -> Flask:
    """Make the application when the server asks for it, not when a test imports this."""
    if name != "app":
        raise AttributeError(name)
    return build(Settings.from_env())
