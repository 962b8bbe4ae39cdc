"""The templates' environment, and single components."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import current_app
from flask.templating import Environment as FlaskEnvironment
from markupsafe import Markup


class Environment(FlaskEnvironment):
    """Give each template its globals as one plain dictionary.

    Jinja chains two and compares their names at every import of a macro, which on a page of many small components takes
    a tenth of the time.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Put what the template is given over what all templates have."""
        return {**self.globals, **(d or {})}


def component(name: str) -> Callable[..., Markup]:
    """Return the macro of a component, for a piece that is drawn once and kept."""
    found: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(f"components/{name}.html").module, name)
    return found
