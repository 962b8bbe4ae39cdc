"""The page, generated from the macros there are."""

import re
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from participation.assets import SCHEMES
from participation.languages import text as _
from participation.styleguide import controls, lists, pictures, words
from participation.styleguide.sample import Sample, Samples
from participation.styleguide.values import values

PLAIN = (
    words.cards, words.signed, words.texts, lists.talk, lists.listed, lists.mentioned, lists.work, lists.networks,
    controls.buttons, controls.fields, controls.choices, controls.refusals, controls.filters, controls.ways,
    controls.frames, controls.notices, pictures.figures, pictures.places, pictures.sessions, pictures.emblems,
)  # fmt: skip

bp = Blueprint("styleguide", __name__)
FOLDER = Path(__file__).parents[2] / "templates" / "components"
SAID = re.compile(r"\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)


def components() -> list[str]:
    """Name every macro that pages are made of."""
    return sorted(path.stem for path in FOLDER.glob("*.html"))


def samples(language: str) -> Samples:
    """Return what is shown of each, in the language chosen."""
    shown: Samples = {}
    for group in (words.marks, words.parts, lists.furniture):
        shown |= group(language)
    for plain in PLAIN:
        shown |= plain()
    return shown


@bp.get("/<lang>/styleguide")
def styleguide() -> ResponseReturnValue:
    """Show every component in every state, as the reader's device has it or in a scheme of choice."""
    scheme = request.args.get("scheme", "")
    shown = samples(g.language)
    return render_template(
        "styleguide/styleguide.html",
        scheme=scheme if scheme in SCHEMES else "",
        schemes=[("", _("As on your device")), *_schemes()],
        values=values(current_app.config["SETTINGS"].brand_dir),
        parts=[(name, *_drawn(name, shown.get(name, []))) for name in components()],
    )


def _schemes() -> list[tuple[str, str]]:
    names = {
        "light": _("Light"),
        "dark": _("Dark"),
        "contrast": _("High contrast"),
        "dark-contrast": _("High contrast, dark"),
    }
    return [(key, names[key]) for key in SCHEMES]


def _drawn(name: str, of: list[Sample]) -> tuple[str, list[tuple[str, Any]]]:
    """Return what the macro's file says of it, and each of its samples."""
    said = SAID.match((FOLDER / f"{name}.html").read_text("utf-8"))
    macro = getattr(current_app.jinja_env.get_template(f"components/{name}.html").module, name)
    return " ".join(said[1].split()) if said else "", [(str(one.state), one.drawn(macro)) for one in of]
