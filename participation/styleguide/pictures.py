"""Samples of pictures, each as small as it can be."""

from flask import url_for
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
    alone = {**usual, "key": "sample-three", "bare": True}
    return {
        "bars": [Sample(_("Usual"), usual), Sample(_("Empty"), none), Sample(_("Words stand elsewhere"), alone)],
        "legend": [Sample(_("Usual"), {"rows": [("citizens", NL), ("professions", DE)]})],
        "as_table": [
            Sample(_("Usual"), {}, call=Markup("<p>3</p>")),
            Sample(_("Unfolded"), {"is_open": True}, call=Markup("<p>3</p>")),
        ],
    }


def places() -> Samples:
    """Show a map of two places."""
    areas = [(SQUARE, 150, 130, HERE, f"{NL}: 3", 3, 3), (OTHER, 430, 220, HERE, f"{DE}: 0", 0, 0)]
    drawn = {"areas": areas, "width": 640, "height": 420, "label": _("Map"), "about": _("Usual")}
    return {
        "belgium": [Sample(_("Usual"), drawn)],
        "locator": [Sample(_("Usual"), {"province": "hainaut", "words": NL})],
    }


def emblems() -> Samples:
    """Show what stands for an organisation, and how a logo is chosen."""
    form = {"logo": FileField(_l("Logo")), "logo_kept": HiddenField()}
    chosen, there = BaseForm(form, prefix="sample-logo-"), BaseForm(form, prefix="sample-logo-there-")
    for one in (chosen, there):
        one.process(data={})
    logo = f"{url_for('static', filename='dist/apple-touch-icon.png')}#"  # the macro adds the size
    return {
        "emblem": [
            *(Sample(look, {"face": ("JG", ""), "look": look}) for look in LOOKS),
            Sample(_("Large"), {"face": ("JG", ""), "look": "citizens", "big": True}),
            Sample(_("With a logo"), {"face": ("JG", logo), "look": "citizens", "big": True, "alt": _("Logo")}),
        ],
        "logo_field": [
            Sample(_("Usual"), {"form": chosen}, ("div.stack",)),
            Sample(_("With a logo"), {"form": there, "face": ("JG", logo), "look": "citizens"}, ("div.stack",)),
        ],
    }


def sessions() -> Samples:
    """Show the question before a session ends, closed as every page holds it."""
    actor = {"idle": 3600, "warn": 300, "stay": HERE, "csrf": ""}
    return {
        "stay": [Sample(_("Usual"), {"actor": actor, "key": "sample-stay"})],
        "local_copy": [Sample(_("Nothing to be seen"), {"of": ""})],
    }
