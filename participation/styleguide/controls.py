"""Samples of what one presses, fills in and follows."""

from types import SimpleNamespace
from typing import Any

from flask import current_app
from markupsafe import Markup
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm

from participation import errors
from participation.languages import lazy as _l
from participation.languages import text as _
from participation.styleguide.sample import DE, FR, LONG, NL, PARAGRAPH, Sample, Samples
from participation.web.forms import options

HERE = "#main"
KINDS = ("main", "", "quiet", "danger", "main danger", "small", "quiet small", "full")


class SampleForm(PlainForm):  # type: ignore[misc]  # WTForms ships no types
    """One field of each sort; it is never sent."""

    title = StringField(_l("Title"))
    body = TextAreaField(_l("Text"))
    day = DateField(_l("Date"))
    language = SelectField(_l("Language"), choices=options([("nl", "Nederlands"), ("fr", "Français")]))
    kind = RadioField(_l("What kind of date?"), choices=options([("a", _l("to be agreed")), ("b", _l("Date"))]))
    mandate = BooleanField(_l("I have a mandate to do this"))
    version = HiddenField()


def _form(prefix: str, wrong: str = "", **values: Any) -> SampleForm:  # noqa: ANN401  # what fields hold
    """Make a form whose ids no other has; `wrong` stands at every field."""
    form = SampleForm(prefix=prefix, data=values)
    for field in form:
        field.errors = [wrong] if wrong else []
    return form


def buttons() -> Samples:
    """Show what one presses."""
    return {
        "button": [
            *(Sample(kind or _("Usual"), {"label": _("Save"), "kind": kind}) for kind in KINDS),
            Sample(_("Long, in another language"), {"label": DE, "kind": "main"}),
        ],
        "link_button": [
            *(Sample(kind or _("Usual"), {"href": HERE, "label": _("Edit"), "kind": kind}) for kind in KINDS),
            Sample(_("Long, in another language"), {"href": HERE, "label": LONG}),
        ],
        "actions": [
            Sample(_("Usual"), {"label": _("Save"), "back_href": HERE}),
            Sample(
                _("What cannot be taken back"),
                {"label": _("Delete the draft"), "kind": "main danger", "back_href": HERE, "back_label": _("Back")},
            ),
            Sample(_("Within reach of the thumb on a telephone"), {"label": DE, "sticky": True}),
        ],
        "put_on_hat": [
            Sample(_("Usual"), {"hat": SimpleNamespace(address=HERE, csrf="", here=HERE, hat="")}),
        ],
        "passkey": [Sample(_("Usual"), {"options": "{}", "step": "get", "label": _("Use a passkey")}, ("form.stack",))],
        "preview": [Sample(_("Usual"), {"for_id": "f1-body", "url": HERE}, ("form.stack",))],
        "repeat": [
            Sample(
                _("Usual"),
                {"add_label": _("Add a question"), "removed_words": _("The question has been taken away.")},
                call=Markup("<p>{}</p>").format(_("Question %(number)s to partners", number=1)),
            ),
        ],
        "autosave": [Sample(_("Usual"))],
    }


def fields() -> Samples:
    """Show what one fills in."""
    plain, filled, bad = (
        _form("f1"),
        _form("f2", title=LONG, body=PARAGRAPH),
        _form("f3", _("This is needed."), title=NL),
    )
    hint = _("For example 2027-03")
    return {
        "field": [
            Sample(_("Empty"), {"field": plain.title, "hint": hint, "limit": 120}),
            Sample(_("Not required"), {"field": plain.day, "optional": True}),
            Sample(_("A choice"), {"field": plain.language}),
            Sample(_("Several lines"), {"field": plain.body}),
            Sample(_("Long, in another language"), {"field": filled.title, "lang": "de", "limit": 120}),
            Sample(_("Several lines, filled"), {"field": filled.body, "lang": "nl", "rows": 4}),
            Sample(_("With an error"), {"field": bad.title, "hint": hint, "limit": 120, "lang": "nl"}),
            Sample(_("Several lines, with an error"), {"field": bad.body}),
        ],
    }


def choices() -> Samples:
    """Show what one chooses from."""
    plain, filled, bad = (
        _form("f1"),
        _form("f2", title=LONG, body=PARAGRAPH),
        _form("f3", _("This is needed."), title=NL),
    )
    hint = _("For example 2027-03")
    return {
        "choices": [
            Sample(_("Usual"), {"field": plain.kind, "hint": hint, "hints": {"a": DE}}),
            Sample(_("In columns"), {"field": filled.kind, "columns": True, "optional": True}),
            Sample(_("With an error"), {"field": bad.kind}),
        ],
        "tick": [
            Sample(_("Usual"), {"field": plain.mandate, "hint": hint}),
            Sample(_("With an error"), {"field": bad.mandate}),
        ],
        "hidden": [Sample(_("Nothing to be seen"), {"form": plain})],
    }


def refusals() -> Samples:
    """Show how a form comes back."""
    return {
        "error_summary": [
            Sample(_("One"), {"errors": [("f3-title", _("Title"), _("This is needed."))]}),
            Sample(_("Several"), {"errors": [("f3-title", _("Title"), _("This is needed.")), ("", "", LONG)]}),
        ],
        "refusal": [Sample(_("Usual"), {"conflict": errors.Stale()})],
    }


def filters() -> Samples:
    """Show what narrows a list."""
    hint = _("For example 2027-03")
    return {
        "filter_field": [
            Sample(_("Empty"), {"name": "s1", "label": _("Search")}),
            Sample(
                _("A choice"), {"name": "s2", "label": _("State"), "options": [("", _("All")), ("x", DE)], "value": "x"}
            ),
            Sample(_("With a hint"), {"name": "s3", "label": _("Month"), "kind": "month", "hint": hint}),
        ],
        "filters": [
            Sample(
                _("Usual"),
                {"action": HERE, "clear_href": HERE, "is_open": True},
                call=Markup("<p>{}</p>").format(_("Search")),
            ),
        ],
        "filter_chips": [Sample(_("Several"), {"rows": [(_("Published"), HERE), (DE, HERE)], "clear_href": HERE})],
    }


def ways() -> Samples:
    """Show what one follows."""
    rows = [(_("Text"), HERE), (_("Date"), HERE), (DE, HERE), (_("Preview"), HERE)]
    return {
        "breadcrumb": [Sample(_("Usual"), {"rows": [(_("Initiatives"), HERE), (DE, HERE), ("2026-0042", "")]})],
        "tabs": [
            Sample(_("Usual"), {"rows": [(_("Text"), HERE, True), (DE, HERE, False)], "label": _("Parts of the page")})
        ],
        "steps": [Sample(_("Usual"), {"current": 2, "total": 4, "labels": rows})],
        # Once: two of them would be two places of one name.
        "pagination": [Sample(_("Usual"), {"page": 2, "previous_href": HERE, "next_href": HERE, "words": FR})],
    }


def frames() -> Samples:
    """Show what holds words."""
    return {
        "panel": [
            *(
                Sample(
                    tone or _("Usual"),
                    {"title": _("In short"), "tone": tone, "level": 4},
                    call=Markup("<p>{}</p>").format(FR),
                )
                for tone in ("", "strong", "washed")
            ),
        ],
        "table": [
            Sample(
                _("Usual"),
                {
                    "caption": _("The last collected mails"),
                    "heads": [_("Day"), _("Sent"), _("Given up")],
                    "rows": [("2.11.2026", "1 042", "0"), (DE, "0", "3")],
                    "numbers": [1, 2],
                },
            ),
            Sample(
                _("Below a heading of its own"),
                {"caption": _("Day"), "heads": [_("Day")], "rows": [(NL,)], "hide_caption": True},
            ),
        ],
        "imprint": [Sample(_("Usual"), {"settings": current_app.config["SETTINGS"]})],
    }


def notices() -> Samples:
    """Show what says how things stand."""
    return {
        "banner": [
            *(
                Sample(kind, {"kind": kind, "title": NL, "text": ""})
                for kind in ("info", "success", "warning", "danger")
            ),
            Sample(
                _("Long, in another language"), {"kind": "warning", "title": _("Attention"), "text": LONG, "lang": "de"}
            ),
        ],
        "empty": [
            Sample(
                _("Usual"),
                {
                    "title": _("Nothing found"),
                    "text": _("Try fewer words, another place or another month."),
                    "href": HERE,
                    "label": _("All initiatives"),
                    "level": 4,
                },
            ),
            Sample(_("Without a way on"), {"title": _("Nothing here yet."), "text": LONG, "level": 4}),
            Sample(
                _("Part of a page"),
                {
                    "title": "",
                    "text": _("Nobody has commented yet. Organisations ask here what they want to know."),
                    "href": HERE,
                    "label": _("Take part with your organisation"),
                },
            ),
        ],
    }
