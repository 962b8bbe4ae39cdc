"""How each language is written: what may not stand in its texts, and where those texts are."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from babel.messages.pofile import read_po

from participation.languages import FOLDER

ROOT = FOLDER.parent
PLACEHOLDER = re.compile(r"%\([a-z_]+\)s|%%")
NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+\.\S+|<[^>]*>")
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
SIGNS = {  # of print, not of a typewriter
    "straight apostrophe": r"\w'\w|'s ",
    "straight quotation mark": r'"',
    "three dots for an ellipsis": r"\.\.\.",
    "two spaces, or one at an end": r"  |^ | $",
}
BAD = {
    "fr": SIGNS
    | {
        # A time ("14:02") has no space after its colon, so it is none of this.
        "no narrow space before a sign": r"(?<![\u202f;:!?])[;:!?]+(?=[\s»)]|$)",
        "no narrow space inside guillemets": r"«(?!\u202f)|(?<!\u202f)»",
        "quotation marks of another language": r"[„“”\u2018]",
        "a number parted from its sign": r"\d [%€]|\d \d{3}\b|n°(?!\u00a0)",
        "a day parted from its month": rf"\d (?:{MONTHS})\b",
        "a number parted from what it counts": r"\d (?:ans|minutes|jours|heures)\b",
    },
    "de": SIGNS | {"quotation marks of another language": r"[”«»\u2018]|„[^“]*$|^[^„]*“"},
    "nl": SIGNS | {"quotation marks of another language": r"[„“”«»]|\u2018[^\u2019]*$"},
}
INFORMAL = {
    "fr": r"\b(?:tu|toi|te|ton|ta|tes)\b|\bt\u2019",
    "de": r"\b(?:du|dich|dir|dein\w*|euch|euer|eure\w*)\b",
    "nl": r"\b(?:je|jij|jou|jouw|jullie|jezelf)\b",
}
# Words of the glossary that have a wrong neighbour, and what a reader may not be taken for.
WRONG_WORDS = {
    "fr": r"\bsoumett\w+|\bsoumis\w*|jours ouvrés|\bcourriel|\bdépubli|initiative citoyenne|troisième âge|invalide",
    "de": r"Aktenzeichen|Rettungsdienst|Unterschriftensammlung|ungültig|Sicherheitskr[aä]ft\w*|Redakteur",
    "nl": r"burgerinitiatief|niet weerhouden|inloggen|\bopslaan\b|afgewezen|bejaarden|\bongeldig\b|\bprinten\b",
}


def catalogue(language: str) -> Iterator[str]:
    """List the translations of a catalogue, each form of a plural by itself."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        for message in read_po(source, locale=language):
            if message.id:
                yield from [message.string] if isinstance(message.string, str) else message.string or ()


def reference(language: str) -> Iterator[str]:
    """List the texts of pillars, kinds, reasons and places."""
    for path in sorted((ROOT / "participation").rglob("*.toml")):
        yield from _under(language, tomllib.loads(path.read_text("utf-8")))


def examples(language: str) -> Iterator[str]:
    """List the texts of the demo data that say of themselves in which language they are."""
    for path in sorted((ROOT / "participation" / "demo" / "data").glob("*.json")):
        yield from _under(language, json.loads(path.read_text("utf-8")))


def _under(language: str, value: Any) -> Iterator[str]:  # noqa: ANN401  # whatever JSON and TOML hold
    """Find every text that a key `language` leads to."""
    if isinstance(value, list):
        value = dict(enumerate(value))
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == language and isinstance(inner, str):
                yield inner
            elif key == language and isinstance(inner, list):
                yield from (one for one in inner if isinstance(one, str))
            else:
                yield from _under(language, inner)


def faults(language: str, text: str) -> list[str]:
    """Name what is not written as the language is; addresses and markup are no words."""
    bare = PLACEHOLDER.sub("x", NOT_WORDS.sub("x", text))
    return [name for name, pattern in BAD[language].items() if re.search(pattern, bare)]
