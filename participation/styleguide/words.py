"""Samples of what says something: chips, banners, notes, an initiative's parts, lists."""

from typing import Any

from markupsafe import Markup

from participation.initiatives.labels import ASK_TYPES, STATUSES
from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.reference import PILLARS
from participation.styleguide.sample import DE, FR, LONG, NL, PARAGRAPH, Sample, Samples

HERE = "#main"
LOOKS = ("citizens", "professions", "neighbours", "inspectorate", "owners", "neutral")


def _pillar(look: str, language: str) -> str:
    return next((p.short(language) for p in PILLARS.values() if p.look == look), _("Other"))


def marks(language: str) -> Samples:
    """Show small things that stand inside others."""
    return {
        "pictogram": [
            *(Sample(_pillar(look, language), {"look": look}) for look in LOOKS),
            Sample(_("Large"), {"look": "citizens", "big": True}),
        ],
        "ask_pictogram": [*(Sample(str(words), {"kind": kind}) for kind, words in ASK_TYPES.items())],
        "logo": [Sample(_("Usual"))],
        "illustration": [
            Sample(_("Nothing here yet."), {"name": "table"}),
            Sample(_("Page not found"), {"name": "lost"}),
            Sample(_("Something went wrong on our side"), {"name": "fault"}),
        ],
        "chip": [
            *(Sample(_("Usual"), {"label": _pillar(look, language), "look": look}) for look in LOOKS[:5]),
            Sample(_("Without a pillar"), {"label": _("Draft")}),
            Sample(_("Emphasis"), {"label": _("New"), "strong": True}),
            Sample(_("A link"), {"label": _("Network"), "look": "neighbours", "href": HERE}),
            Sample(_("Long, in another language"), {"label": DE, "lang": "de", "look": "professions"}),
        ],
        "state_chip": [Sample(state, {"state": state, "label": label}) for state, label in STATUSES.items()],
        "language_note": [
            Sample(_("Usual"), {"text": _("You read the original text, in %(language)s.", language=_("Dutch"))})
        ],
        "meter": [
            Sample(_("Empty"), {"signed": [], "needed": 3, "words": _("No partner has co-signed yet")}),
            Sample(_("Half full"), {"signed": ["professions"], "needed": 3, "words": _signed(1)}),
            Sample(_("Full"), {"signed": ["professions", "neighbours", "citizens"], "needed": 3, "words": _signed(3)}),
            Sample(_("More than full"), {"signed": [*LOOKS[:3]] * 4, "needed": 3, "words": _signed(12)}),
            Sample(
                _("Large"), {"signed": ["professions", "neighbours"], "needed": 3, "words": _signed(2), "large": True}
            ),
        ],
    }


def _signed(number: int) -> str:
    return _n("%(number)s partner co-signed", "%(number)s partners co-signed", number)


def _facts() -> list[tuple[str, str]]:
    return [(_("Where"), "Kortrijk, West-Vlaanderen"), (_("When"), _("to be agreed"))]


def _card(**other: Any) -> dict[str, Any]:  # noqa: ANN401  # what the macro takes
    usual = {
        "href": HERE, "reference": "2026-0042", "state": "published", "state_label": STATUSES["published"],
        "kind_label": _("Youth council"), "look": "citizens", "title": NL, "title_lang": "nl", "summary": PARAGRAPH,
        "summary_lang": "nl", "language_note": "", "facts": _facts(), "signed": ["professions", "neighbours"],
        "needed": 3, "meter_words": _signed(2), "level": 4,
    }  # fmt: skip
    return usual | other


def cards() -> Samples:
    """Show an initiative in a list."""
    long = {"title": LONG, "title_lang": "de", "kind_label": DE, "summary": f"{LONG} " * 4, "summary_lang": "de"}
    note = _("Text in %(language)s", language=_("German"))
    empty = {"signed": [], "meter_words": _("No partner has co-signed yet"), "look": "neutral"}
    consulted = {"state": "consultation", "state_label": STATUSES["consultation"]}
    return {
        "card": [
            Sample(_("Usual"), _card(), ("ul.cards", "li")),
            Sample(_("Empty"), _card(summary="", facts=[], **consulted, **empty), ("ul.cards", "li")),
            Sample(_("Long, in another language"), _card(language_note=note, **long), ("ul.cards", "li")),
        ],
    }


def _asks(language: str) -> list[Sample]:
    def row(words: str, of: str, found: int) -> tuple[Any, ...]:
        return words, of, found, 3, _("%(found)s of %(number)s found", found=found, number=3)

    offered = _("Offer a room or place"), [_pillar("professions", language)], [(33, "professions", DE)], "host_location"
    shown = {
        _("Usual"): (*row(NL, "nl", 1), *offered),
        _("Empty"): (*row(FR, "fr", 0), "", [], [], ""),
        _("Full"): (*row(FR, "fr", 3), "", [], [(100, "")], ""),
        _("Long, in another language"): (*row(LONG, "de", 2), "", [DE, DE], [(66, "", DE)], "advise"),
    }
    return [Sample(name, {"rows": [one], "key": f"ask-{number}"}) for number, (name, one) in enumerate(shown.items())]


def parts(language: str) -> Samples:
    """Show what an initiative is made of."""
    return {
        "facts": [
            Sample(_("Usual"), {"rows": _facts()}),
            Sample(_("One below the other"), {"rows": _facts(), "tall": True}),
            Sample(_("Long, in another language"), {"rows": [(_("Room or address"), LONG, "de")]}),
        ],
        "asks": _asks(language),
        "timeline": [
            Sample(
                _("Usual"),
                {
                    "rows": [
                        ("2026-11-02", "2.11.2026", _("Submitted"), False),
                        ("2027-03-09", "9.3.2027", _("The dialogue itself"), True),
                    ]
                },
            ),
        ],
        "share": [
            Sample(
                _("Usual"), {"address": "https://reseau.example/nl/initiatives/2026-0042", "title": NL, "poster": HERE}
            )
        ],
    }


def signed() -> Samples:
    """Show who stands behind it."""
    version = _("version %(number)s", number=1)
    behind = _("signed version %(signed)s, not yet version %(shown)s", signed=1, shown=2)
    fire = ("a", "Brandweer Zone Fluvia", HERE, "professions", ("BZ", ""), _("Fire service"), NL, "nl", version, False)
    return {
        "signers": [
            Sample(_("Usual"), {"rows": [fire]}),
            Sample(behind, {"rows": [("b", "ASBL Proxi", HERE, "neighbours", ("AP", ""), "", "", "", behind, True)]}),
            Sample(
                _("Long, in another language"),
                {"rows": [("c", DE, "", "citizens", ("F", ""), DE, LONG, "de", "", False)]},
            ),
        ],
    }


def texts() -> Samples:
    """Show what is written and changed."""
    return {
        "progress": [
            Sample(_("It has begun"), {"done": 0, "whole": 0, "words": _("It has begun.")}),
            Sample(_("Half full"), {"done": 60, "whole": 120, "words": FR}),
        ],
        "diff": [
            Sample(
                _("Usual"),
                {
                    "rows": [("same", "Wij zetten "), ("removed", "vier"), ("added", "zes"), ("same", " tafels.")],
                    "lang": "nl",
                },
            ),
        ],
        "note": [
            Sample(_("Usual"), {"title": _("What this is not"), "text": PARAGRAPH, "lang": "nl"}),
            Sample(_("Without a title"), {"title": "", "text": Markup("<p>{}</p>").format(LONG), "lang": "de"}),
        ],
        "quoted": [
            Sample(_("Usual"), {"words": NL, "lang": "nl"}),
            Sample(_("Folded"), {"words": f"{PARAGRAPH} " * 4, "lang": "nl"}),
        ],
        "decision": [Sample(_("Usual"), {"row": _decision(), "level": 4})],
    }


def _decision() -> dict[str, Any]:
    return {
        "label": _("Ask for changes"), "by": _("Moderation team"), "at": "2.11.2026", "reason": _("Incomplete"),
        "words": PARAGRAPH, "language": "nl", "remarks": [(_("Title"), NL)],
    }  # fmt: skip
