"""Samples of what is listed, said and shown on the home page."""

from typing import Any

from flask import url_for

from participation.initiatives.labels import STATUSES
from participation.languages import text as _
from participation.organisations.reference import PILLARS
from participation.styleguide.sample import DE, FR, LONG, NL, PARAGRAPH, Sample, Samples

HERE = "#main"


def talk() -> Samples:
    """Show what organisations say."""
    said: dict[str, Any] = {
        "name": "Brandweer Zone Fluvia", "href": HERE, "look": "professions", "label": "", "iso": "2026-11-02",
        "date_words": "2.11.2026", "text": PARAGRAPH, "lang": "nl",
    }  # fmt: skip
    links = [("reply", _("Reply"), HERE), ("report", _("Report"), HERE)]
    return {
        "comment": [
            Sample(_("Usual"), {"key": "s1", **said, "links": links}, ("ol.talk", "li")),
            Sample(
                _("Taken back"),
                {"key": "s2", **said, "text": _("Nothing here yet."), "lang": "", "is_gone": True},
                ("ol.talk", "li"),
            ),
            Sample(
                _("Long, in another language"),
                {
                    "key": "s3",
                    **said,
                    "text": LONG,
                    "lang": "de",
                    "note": _("In the name of %(organisation)s", organisation=DE),
                    "label": _("New"),
                },
                ("ol.talk", "li"),
            ),
        ],
    }


def mentioned() -> Samples:
    """Show what an organisation does."""
    mention: dict[str, Any] = {
        "href": HERE, "reference": "2026-0042", "state": "concluded", "state_label": STATUSES["concluded"], "title": NL,
        "title_language": "nl", "version": _("version %(number)s", number=2), "statement": FR,
        "statement_language": "fr", "brought": [(2, NL, "nl")],
        "fulfilled": _("Fulfilled: its proposer reports that the dialogue took place."),
    }  # fmt: skip
    return {
        "mentions": [
            Sample(_("Usual"), {"rows": [mention]}),
            Sample(
                _("Long, in another language"),
                {
                    "rows": [
                        {
                            **mention,
                            "title": LONG,
                            "title_language": "de",
                            "version": "",
                            "statement": "",
                            "brought": [],
                            "fulfilled": "",
                        }
                    ]
                },
            ),
        ],
    }


def listed() -> Samples:
    """Show an organisation in a list."""
    return {
        "organisation_row": [
            Sample(
                _("Usual"),
                {
                    "href": HERE,
                    "name": "Brandweer Zone Fluvia",
                    "look": "professions",
                    "face": ("BZ", ""),
                    "kind_label": _("Fire service"),
                    "place": "Kortrijk",
                },
                ("ul.directory",),
            ),
            Sample(
                _("Long, in another language"),
                {"href": HERE, "name": DE, "look": "citizens", "face": ("F", ""), "kind_label": DE, "words": LONG},
                ("ul.directory",),
            ),
        ],
    }


def work() -> Samples:
    """Show what is to be done."""
    return {
        "work_row": [
            Sample(
                _("Usual"),
                {
                    "href": HERE,
                    "title": NL,
                    "lang": "nl",
                    "reference": "2026-0042",
                    "state": "draft",
                    "state_label": STATUSES["draft"],
                    "next_words": _("to be agreed"),
                    "button_href": HERE,
                    "button_label": _("Edit"),
                    "level": 4,
                },
                ("ul.work",),
            ),
            Sample(
                _("New"),
                {"href": HERE, "title": LONG, "lang": "de", "is_new": True, "words": DE, "level": 4},
                ("ul.work",),
            ),
        ],
    }


def networks() -> Samples:
    """Show organisations that stand together."""
    nodes = [
        (90, 90, 30, "citizens", "A"),
        (220, 200, 26, "professions", "B"),
        (340, 90, 22, "neighbours", "C"),
        (360, 280, 10, "owners", "D"),
    ]
    links = [(0, 1, 3), (1, 2, 1)]
    return {
        "network": [
            Sample(_("Usual"), {"nodes": nodes, "links": links, "label": _("The network")}),
            Sample(
                _("With names that lead on"),
                {
                    "nodes": [(320 + x, *rest[:-1], NL, HERE, "Brandweer Zone Fluvia") for x, *rest in nodes],
                    "links": links,
                    "label": _("The network"),
                    "width": 1080,
                    "height": 340,
                    "key": "round",
                    "about": FR,
                },
            ),
        ],
        "circles": [Sample(_("Usual"), {"rows": [("citizens", NL, HERE), ("neutral", LONG, HERE)]})],
    }


def furniture(language: str) -> Samples:
    """Show the bands of the home page."""
    steps = [(_("Propose"), _("A citizen organisation writes one text, in its own language.")), (_("Discuss"), LONG)]
    return {
        "figures": [Sample(_("Usual"), {"rows": [(_("Initiatives"), "1 042"), (DE, "0"), (_("Network"), "12")]})],
        "how_it_works": [Sample(_("Usual"), {"rows": steps, "level": 4})],
        "pillars": [
            Sample(
                _("Usual"),
                {"rows": [(p.look, p.short(language), p.role_note(language), HERE) for p in PILLARS.values()]},
            )
        ],
        "join": [
            Sample(
                _("Usual"),
                {
                    "title": _("New key partners are always welcome"),
                    "text": LONG,
                    "href": url_for("portal.about"),
                    "label": _("Register your organisation"),
                },
            )
        ],
    }
