"""The form beside the list: its fields, each drawn once for each choice it offers."""

from collections.abc import Mapping
from functools import cache, lru_cache

from flask import g, url_for
from markupsafe import Markup

from participation.initiatives.labels import AUDIENCES, STATUSES
from participation.languages import lazy as _l
from participation.languages import text as _
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import provinces
from participation.tongues import AUTHENTIC, LANGUAGES
from participation.web import formats
from participation.web.drawing import component

LABELS = {
    "q": _l("Search"),
    "municipality": _l("Municipality"),
    "province": _l("Province or Brussels"),
    "month": _l("Month"),
    "audience": _l("For whom?"),
    "kind": _l("Proposed by"),
    "pillar": _l("Partners asked"),
    "state": _l("State"),
    "language": _l("Language of the text"),
    "sort": _l("Sort"),
}


def fields(given: Mapping[str, str]) -> list[Markup]:
    """Draw the form's fields with what the address gives; what was typed is drawn anew, what was chosen is kept."""
    offered = options(g.language)
    values = {name: given.get(name, "") for name in LABELS}
    return [
        _chosen(g.language, name, value) if not value or value in offered.get(name, {}) else _drawn(name, value)
        for name, value in values.items()
    ]


@lru_cache(maxsize=1000)
def _chosen(language: str, name: str, value: str) -> Markup:  # noqa: ARG001  # of this request: `_` knows it
    return _drawn(name, value)


def _drawn(name: str, value: str) -> Markup:
    offered = options(g.language).get(name)
    rows = None if offered is None else [*([] if name == "sort" else [("", _("All"))]), *offered.items()]
    more = {
        "municipality": {"options_url": url_for("portal.municipalities")},
        "month": {"kind": "month", "hint": _("For example 2027-03")},
    }
    return component("filter_field")(name, str(LABELS[name]), value, rows, **more.get(name, {}))


def _orders() -> dict[str, str]:
    return {"newest": _("newest first"), "date": _("by date"), "place": _("by place")}


@cache
def options(language: str) -> dict[str, dict[str, str]]:
    """List what each filter offers, once for each language: the one of this request."""
    return {
        "province": {key: p.names[language] for key, p in provinces().items()},
        "audience": {key: str(label) for key, label in AUDIENCES.items()},
        "kind": {key: k.label(language) for key, k in KINDS.items() if k.pillar == "citizens"},
        "pillar": {key: p.short(language) for key, p in PILLARS.items()},
        "state": {s: str(STATUSES[s]) for s in ("consultation", "published", "concluded", "withdrawn")},
        "language": {code: LANGUAGES[code] for code in AUTHENTIC},
        "sort": {key: formats.begun(words) for key, words in _orders().items()},
    }
