"""Two people change one thing: a form carries the mark of what it showed, and whoever saves second sees what is new."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from flask import g

from participation.errors import Stale
from participation.languages import text as _
from participation.tongues import LANGUAGES
from participation.web.formats import listed

Both = tuple[str, str, str, str]  # label, what is saved now, what was typed here, language


def mark(now: Mapping[str, object]) -> str:
    """Make a mark of all that a form shows of a thing: another one whatever changes."""
    return hashlib.sha256(repr(sorted(now.items())).encode()).hexdigest()


def require_seen(seen: str | None, now: Mapping[str, object]) -> None:
    """Raise `Stale` where the thing is no longer what the form showed; None comes from what has no form."""
    if seen is not None and seen != mark(now):
        raise Stale


def both(fields: Iterable[Any], now: Mapping[str, object], languages: Mapping[str, str]) -> list[Both]:
    """List each field in which what is saved differs from what was typed, so that whoever typed it can choose."""
    rows = [(f, _in_words(now[f.name]), _in_words(f.data)) for f in fields if f.name in now]
    return [(str(f.label.text), theirs, mine, languages.get(f.name, "")) for f, theirs, mine in rows if theirs != mine]


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return listed((str(LANGUAGES.get(one, one)) for one in value), g.language)
    return str(value or "").replace("\r\n", "\n").strip()
