"""Word by word, and never for long."""

import time
from datetime import date

import pytest

from participation.web.differences import difference
from participation.web.working_days import working_days_between


def test_only_what_changed_is_marked() -> None:
    assert [tuple(piece) for piece in difference("Coffee with the fire brigade", "Tea with the fire brigade")] == [
        ("removed", "Coffee "), ("added", "Tea "), ("same", "with the fire brigade"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("", "new"), ("old", ""), ("one\ntwo", "one\nthree"), ("a b " * 2000, "b a " * 2000)],
)
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(p.words for p in pieces if p.kind != "added") == old
    assert "".join(p.words for p in pieces if p.kind != "removed") == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 4000, "a " * 3999 + "b"),
        ("x" * 8000, "y" * 8000),
        (" ".join(str(n % 60) for n in range(2400)), " ".join(str(n * 7 % 60) for n in range(2400))),
        ("a b " * 50_000, "b a " * 50_000),
    ],
)
def test_j7_two_long_texts_are_compared_within_a_second_of_work(old: str, new: str) -> None:
    began = time.process_time()  # work, not waiting: other tests run beside this one
    difference(old, new)
    assert time.process_time() - began < 1


def test_weekends_are_no_working_days() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert working_days_between(friday, monday) == 1
    assert working_days_between(monday, friday) == 0
    assert working_days_between(monday, monday) == 0
