"""The templates' environment, and single components."""

from collections.abc import Callable, MutableMapping
from types import FunctionType
from typing import Any

from flask import current_app
from flask.templating import Environment as FlaskEnvironment
from jinja2 import Template
from jinja2.runtime import Context as JinjaContext
from jinja2.runtime import Macro
from markupsafe import Markup


class Context(JinjaContext):
    """Call macros and plain functions straight: Jinja looks anew at each of them for what it wants to be given."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # as Jinja's
        """Call what a template calls."""
        is_macro = type(called) is Macro
        if not is_macro and (type(called) is not FunctionType or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **kwargs)
        for name in ("_loop_vars", "_block_vars"):  # for those who ask for the context
            kwargs.pop(name, None)
        return called(self.eval_ctx, *args, **kwargs) if is_macro else called(*args, **kwargs)


class Environment(FlaskEnvironment):
    """Find each template in one look, and give it its globals as one plain dictionary.

    Jinja chains two and compares their names at every import of a macro, which on a page of many small components takes
    a tenth of the time; where templates do not change under a running process, looking for them takes another part.
    """

    context_class = Context

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's
    ) -> Template:
        """Return a template, as Jinja does."""
        if globals or self.auto_reload or isinstance(name, Template):
            return super().get_template(name, parent, globals)
        known: dict[str, Template] = vars(self).setdefault("known", {})
        if (found := known.get(name)) is None:
            found = known[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Put what the template is given over what all templates have."""
        return {**self.globals, **(d or {})}


def component(name: str) -> Callable[..., Markup]:
    """Return the macro of a component, for a piece that is drawn once and kept."""
    found: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(f"components/{name}.html").module, name)
    return found
