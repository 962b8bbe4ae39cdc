"""The real list of municipalities: names, official languages, finding one, suggesting some."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.places.data import (
    find,
    municipalities,
    municipality,
    name_of,
    normalise,
    province_name,
    provinces,
    suggest,
)
from participation.tongues import LANGUAGES

ANTWERP, BRUSSELS, GHENT, LIEGE, YPRES = "11002", "21004", "44021", "62063", "33011"


def test_places_have_names_in_every_language_of_the_interface() -> None:
    named = [place.names for place in municipalities().values()] + [province.names for province in provinces().values()]
    assert [names for names in named if set(names) != set(LANGUAGES) or not all(names.values())] == []


def test_every_municipality_lies_in_one_of_the_eleven_values_of_the_filter() -> None:
    found = Counter(place.province for place in municipalities().values())
    assert found == {
        "antwerp": 67, "limburg": 38, "east_flanders": 55, "west_flanders": 62, "flemish_brabant": 63,
        "walloon_brabant": 27, "hainaut": 69, "liege": 84, "luxembourg": 43, "namur": 38, "brussels": 19,
    }  # fmt: skip
    assert sum(found.values()) == 565
    assert set(found) == set(provinces())


@pytest.mark.parametrize(
    ("nis", "nl", "fr", "de", "en"),
    [
        (ANTWERP, "Antwerpen", "Anvers", "Antwerpen", "Antwerp"),
        (BRUSSELS, "Brussel", "Bruxelles", "Brüssel", "Brussels"),
        ("21009", "Elsene", "Ixelles", "Ixelles", "Ixelles"),
        (GHENT, "Gent", "Gand", "Gent", "Ghent"),
        (LIEGE, "Luik", "Liège", "Lüttich", "Liège"),
        (YPRES, "Ieper", "Ypres", "Ypern", "Ypres"),
        ("63001", "Amel", "Amblève", "Amel", "Amel"),
        ("63067", "Sankt Vith", "Saint-Vith", "Sankt Vith", "Sankt Vith"),
        ("63080", "Weismes", "Waimes", "Weismes", "Waimes"),
        ("53053", "Bergen", "Mons", "Mons", "Mons"),
        ("41018", "Geraardsbergen", "Grammont", "Geraardsbergen", "Geraardsbergen"),
    ],
)
def test_a_municipality_is_named_in_the_readers_language_where_it_has_a_name_there(
    nis: str, nl: str, fr: str, de: str, en: str
) -> None:
    assert [name_of(nis, language) for language in ("nl", "fr", "de", "en")] == [nl, fr, de, en]


def test_where_we_know_no_name_the_one_used_on_the_spot_is_shown() -> None:
    assert [name_of(nis, "it") for nis in (GHENT, LIEGE, "63001", "21009")] == ["Gent", "Liège", "Amel", "Ixelles"]
    assert province_name("liege", "it") == "Liège"


def test_a_code_that_nothing_has_shows_as_itself() -> None:
    assert municipality("99999") is None
    assert name_of("99999", "nl") == "99999"
    assert province_name("atlantis", "nl") == "atlantis"


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("liege", ["Luik", "Liège", "Lüttich", "Liège"]),
        ("hainaut", ["Henegouwen", "Hainaut", "Hennegau", "Hainaut"]),
        (
            "brussels",
            [
                "Brussels Hoofdstedelijk Gewest",
                "Région de Bruxelles-Capitale",
                "Region Brüssel-Hauptstadt",
                "Brussels-Capital Region",
            ],
        ),
    ],
)
def test_a_province_is_named_in_every_language(key: str, names: list[str]) -> None:
    assert [province_name(key, language) for language in ("nl", "fr", "de", "en")] == names


def test_the_official_languages_are_those_of_the_region_but_for_nine_municipalities_in_the_east() -> None:
    spoken = Counter((place.region, place.languages) for place in municipalities().values())
    assert spoken == {
        ("flemish", ("nl",)): 285,
        ("brussels", ("nl", "fr")): 19,
        ("walloon", ("fr",)): 252,
        ("walloon", ("de",)): 9,
    }
    german = sorted(place.nis for place in municipalities().values() if place.languages == ("de",))
    assert german == ["63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087"]


@pytest.mark.parametrize(
    ("typed", "nis"),
    [
        (GHENT, GHENT),
        ("  gent ", GHENT),
        ("GAND", GHENT),
        ("Ghent", GHENT),
        ("9000", GHENT),
        ("Liege", LIEGE),
        ("lüttich", LIEGE),
        ("Luettich", LIEGE),
        ("LU\u0308TTICH", LIEGE),  # taken apart, as some keyboards send it
        ("Sint Niklaas", "46021"),
        ("sintniklaas", "46021"),
        ("St-Niklaas", "46021"),
        ("St. Vith", "63067"),
        ("Braine-l'Alleud", "25014"),
        ("braine l\u2019alleud", "25014"),
        ("'s-Gravenbrakel", "55004"),
        ("Arel", "81001"),
        ("Lier", "12021"),
        ("1040", None),  # Brussels or Etterbeek
        ("Gen", None),
        ("Luxemburg", None),
        ("99999", None),
        ("", None),
        ("?", None),
        ("北京", None),
        ("Gent" * 1_000_000, None),
    ],
)
def test_a_code_or_a_whole_name_in_any_language_finds_the_one_municipality_meant(typed: str, nis: str | None) -> None:
    found = find(typed)
    assert (found and found.nis) == nis


def test_each_name_of_each_municipality_finds_it_again() -> None:
    lost = [
        (place.nis, name) for place in municipalities().values() for name in place.names.values() if find(name) != place
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("typed", "language", "names"),
    [
        ("lier", "nl", ["Lier", "Lierde", "Lierneux"]),
        ("bru", "nl", ["Brugelette", "Brugge", "Brunehaut", "Brussel", "La Bruyère"]),
        ("bruxe", "de", ["Brüssel"]),
        ("hal", "nl", ["Halle", "Halen"]),  # Hal is the whole of a name
        ("gra", "nl", ["Grâce-Hollogne", "Graven", "Geraardsbergen", "\u2019s Gravenbrakel"]),  # Grammont
        ("louv", "nl", ["Leuven", "La Louvière", "Ottignies-Louvain-la-Neuve"]),  # Louvain
        ("LOU", "fr", ["Louvain", "La Louvière", "Ottignies-Louvain-la-Neuve"]),
        ("étter", "nl", ["Etterbeek"]),
        ("woluwe lamb", "fr", ["Woluwe-Saint-Lambert"]),
        ("st-gil", "nl", ["Sint-Gillis", "Sint-Gillis-Waas"]),
        ("borgloon", "nl", ["Tongeren-Borgloon"]),
        ("9000", "en", ["Ghent"]),
        ("9000 ge", "en", ["Ghent"]),
        ("1040", "fr", ["Bruxelles", "Etterbeek"]),
        ("ent", "nl", []),  # within a word only
        ("|", "nl", []),
        (" - ", "nl", []),
        ("", "nl", []),
    ],
)
def test_the_beginning_of_words_or_of_a_postcode_suggests_municipalities_best_first(
    typed: str, language: str, names: list[str]
) -> None:
    assert [place.name_in(language) for place in suggest(typed, language)] == names


def test_no_more_than_the_wanted_number_is_suggested() -> None:
    assert len(suggest("b", "nl")) == 8
    assert len(suggest("b", "nl", limit=3)) == 3


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Écaussinnes", "ecaussinnes"),
        ("  Sint-Jans-Molenbeek ", "sint jans molenbeek"),
        ("Fontaine-l\u2019Evêque", "fontaine l eveque"),
        ("Weißenœuvre", "weissenoeuvre"),
        ("\uff19\uff10\uff10\uff10", "9000"),
        ("\u00a0\t\n", ""),
    ],
)
def test_case_accents_and_punctuation_are_folded_away(text: str, folded: str) -> None:
    assert normalise(text) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
