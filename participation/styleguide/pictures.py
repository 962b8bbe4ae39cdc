"""Samples of pictures, each as small as it can be."""

from markupsafe import Markup
from wtforms import FileField, HiddenField
from wtforms.form import BaseForm

from participation.languages import lazy as _l
from participation.languages import text as _
from participation.styleguide.sample import DE, NL, Sample, Samples

HERE = "#main"
LOOKS = ("citizens", "professions", "neighbours", "inspectorate", "owners", "neutral")
SQUARE = "M40 40h220v180h-220z"
OTHER = "M300 60h260v320h-260z"


def figures() -> Samples:
    """Show bars, what explains them, and their table."""
    mixed = [(2, "citizens", NL), (1, "professions", DE)]
    usual = {"key": "sample-one", "label": _("Co-signatures"), "about": _("Usual"), "most": 6}
    usual |= {"rows": [(NL, "3", mixed), (_("Other"), "5", [(5, "")])], "mark": 3, "mark_words": "3"}
    none = {"key": "sample-two", "label": _("Co-signatures"), "about": _("Empty"), "most": 6, "rows": [(NL, "0", [])]}
    return {
        "bars": [Sample(_("Usual"), usual), Sample(_("Empty"), none)],
        "legend": [Sample(_("Usual"), {"rows": [("citizens", NL), ("professions", DE)]})],
        "as_table": [Sample(_("Usual"), {}, call=Markup("<p>3</p>"))],
    }


def places() -> Samples:
    """Show a map of two places."""
    areas = [(SQUARE, 150, 130, HERE, f"{NL}: 3", 3, 3), (OTHER, 430, 220, HERE, f"{DE}: 0", 0, 0)]
    drawn = {"areas": areas, "width": 640, "height": 420, "label": _("Map"), "about": _("Usual")}
    return {"belgium": [Sample(_("Usual"), drawn)]}


def emblems() -> Samples:
    """Show what stands for an organisation, and how a logo is chosen."""
    form = {"logo": FileField(_l("Logo")), "logo_kept": HiddenField()}
    chosen = BaseForm(form, prefix="sample-logo-")
    chosen.process(data={})
    return {
        "emblem": [
            *(Sample(look, {"face": ("JG", ""), "look": look}) for look in LOOKS),
            Sample(_("Usual"), {"face": ("JG", ""), "look": "citizens", "big": True}),
        ],
        "logo_field": [Sample(_("Usual"), {"form": chosen}, ("div.stack",))],
    }


def sessions() -> Samples:
    """Show the question before a session ends, closed as every page holds it."""
    actor = {"idle": 3600, "warn": 300, "stay": HERE, "csrf": ""}
    return {
        "stay": [Sample(_("Usual"), {"actor": actor, "key": "sample-stay"})],
        "local_copy": [Sample(_("Nothing to be seen"), {"of": ""})],
    }
