"""The languages of the interface, and texts in the one of this request or this mail."""

import logging
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import abort, g
from flask_babel import Domain
from flask_babel.speaklater import LazyString

from participation.tongues import LANGUAGES

log = logging.getLogger(__name__)
MOST_NOTED = 1000  # messages a language: a log is no place for a whole catalogue again and again
SOURCE = "en"  # the language the texts are written in: it needs no catalogue
FOLDER = Path(__file__).parents[1] / "translations"


@cache
def catalogue_of(language: str) -> NullTranslations:
    """Return the compiled catalogue, made in memory from its source so that the two can never differ."""
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    found = GNUTranslations(compiled)
    found.add_fallback(Missed(language))
    return found


class Missed(NullTranslations):
    """Answers where a catalogue has no translation: the source text is shown, and what is missing logged once."""

    def __init__(self, language: str) -> None:
        """Keep whose catalogue it stands behind."""
        super().__init__()
        self.language = language
        self.noted: set[str] = set()

    def gettext(self, message: str) -> str:
        """Return the source text."""
        self._note(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the source text for the number."""
        self._note(msgid1)
        return super().ngettext(msgid1, msgid2, n)

    def _note(self, message: str) -> None:
        if message and message not in self.noted and len(self.noted) < MOST_NOTED:
            self.noted.add(message)
            log.warning("No translation into %s: %.200r", self.language, message)


class CatalogueOnce(Domain):  # type: ignore[misc]  # Flask-Babel ships no types
    """Answer Flask-Babel's question for a catalogue from the request, instead of looking it up per text."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue chosen by `choose`."""
        found: NullTranslations = g.catalogue
        return found


def choose(language: str) -> None:
    """Make `language` the one of this request, or of this mail; 404 for one we do not speak."""
    if language not in LANGUAGES:
        abort(404)
    g.language = language
    g.catalogue = catalogue_of(language)


def _here() -> Any:  # noqa: ANN401  # what Flask keeps for a request, whose names are ours
    """Return what stands behind `g`: asked for a name, the proxy fails first, and costs a page a tenth of its time."""
    return g._get_current_object()  # noqa: SLF001  # there is no other name for it


def spoken() -> str:
    """Return the language of this request or mail."""
    found: str = _here().language
    return found


def text(message: str, **values: object) -> str:
    """Translate `message`: a plain function, since Jinja's own wrapper costs fifty times the look-up."""
    translated: str = _here().catalogue.gettext(message)
    return translated % values if values else translated


def texts(one: str, many: str, number: int, **values: object) -> str:
    """Translate a text that depends on `number`, which it may name as `%(number)s`."""
    found: str = _here().catalogue.ngettext(one, many, number)
    return found % {"number": number, **values}


def lazy(message: str, **values: object) -> LazyString:
    """Translate when shown, for labels that are made before any request."""
    return LazyString(text, message, **values)
