"""Words in a drawing stand on two lines at most, and long ones are parted where one would part them by hand."""

import pytest
from flask_babel.speaklater import LazyString
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from participation.organisations.reference import KINDS, PILLARS
from participation.tongues import LANGUAGES
from participation.web.lines import HELD, SOFT_HYPHEN, held, in_lines, parted

LONGEST = 30
MOST_ON_A_PHONE = 36  # signs beside a figure, on the narrowest of them


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Jeugdraad Gent", ("Jeugdraad Gent",)),
        ("Brandweer Zone Voorbeeld-Oost", ("Brandweer Zone", "Voorbeeld-Oost")),
        ("Sankt-Vith-Weywertz-Eupen", ("Sankt-Vith-", "Weywertz-Eupen")),
        ("Nachbarschaftsinformationsnetzwerke", ("Nachbarschafts-", "informationsnetzwerke")),
        ("Supportersfederatie De Oostkant", ("Supportersfederatie", "De Oostkant")),
        ("x" * 40, ("x" * 20 + "-", "x" * 20)),
    ],
)
def test_words_are_parted_where_one_would_part_them(words: str, lines: tuple[str, ...]) -> None:
    assert in_lines(words, 18) == lines


@given(st.text(min_size=1), st.integers(4, 40))
def test_no_sign_is_lost_and_there_are_two_lines_at_most(words: str, longest: int) -> None:
    found = in_lines(words, longest)
    whole = "".join(words.split())
    assert len(found) <= 2
    assert "".join("".join(found).split()) in {whole, *(f"{whole[:at]}-{whole[at:]}" for at in range(len(whole)))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_pillar_and_a_kind_has_room_beside_a_figure_on_a_telephone(language: str) -> None:
    names = [one.short(language) for one in PILLARS.values()] + [one.label(language) for one in KINDS.values()]
    lines = {line: len(line) for name in names for line in in_lines(name, LONGEST)}
    assert {line: long for line, long in lines.items() if long > MOST_ON_A_PHONE} == {}


def test_a_word_is_parted_at_its_joints_only_and_a_short_one_never() -> None:
    assert parted("Nachbarschaftsinformationsnetzwerke").split(SOFT_HYPHEN) == [
        "Nachbarschafts",
        "informations",
        "netzwerke",
    ]
    assert parted("Das Netzwerk der Senioren") == "Das Netzwerk der Senioren"
    assert parted(LazyString(lambda: "Seniorenorganisation")) == f"Senioren{SOFT_HYPHEN}organisation"


def test_a_mail_is_not_parted_at_its_hyphen_and_markup_stays_markup() -> None:
    assert held("Keep me posted by e-mail") == f"Keep me posted by e{HELD}mail"
    assert held(Markup("<b>E-Mail</b>")) == Markup("<b>E-Mail</b>").replace("-", HELD)
    assert held("co-sign") == "co-sign"
