"""Enterprise numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.organisations.enterprise import parse, show


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("BE 0428.759.497", "0428759497"),
        ("be0428759497", "0428759497"),
        ("0428.759.497", "0428759497"),
        ("0428759497", "0428759497"),
        ("428759497", "0428759497"),
        ("BE 428.759.497", "0428759497"),
        (" 0428 759\u00a0497 ", "0428759497"),
        ("0428-759-497", "0428759497"),
        ("1000000021", "1000000021"),
        ("", None),
        (" \n", None),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, digits: str | None) -> None:
    assert parse(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "0428759498",  # two last digits that do not fit
        "2428759497",  # no number begins with 2
        "28759497",
        "00428759497",
        "NL0428759497",
        "BE",
        "0428.759.49x",
        "٠٤٢٨٧٥٩٤٩٧",  # digits, but not those of the register
        "BEBE0428759497",
        "9" * 100_000,
    ],
)
def test_what_is_no_such_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(text)


@given(st.integers(min_value=0, max_value=19_999_999))
def test_whatever_the_register_may_hand_out_is_read_again_as_shown(stem: int) -> None:
    digits = f"{stem:08}{97 - stem % 97:02}"
    assert parse(digits) == parse(show(digits)) == parse(f"BE {show(digits)}") == digits


def test_it_is_shown_in_the_groups_of_the_register() -> None:
    assert show("0428759497") == "0428.759.497"
