"""Working days, counted by day and at once."""

from datetime import date, timedelta

import pytest

from participation.web.working_days import last_late_day, working_days_after, working_days_between

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("began", [MONDAY + timedelta(days=n) for n in range(7)])
def test_counting_at_once_is_counting_day_by_day(began: date) -> None:
    for length in range(40):
        last = began + timedelta(days=length)
        slowly = sum((began + timedelta(days=n)).weekday() < 5 for n in range(1, length + 1))
        assert working_days_between(began, last) == slowly


def test_a_promise_ends_with_its_last_day() -> None:
    answer_by = working_days_after(MONDAY, 10)
    assert working_days_between(MONDAY, answer_by) == 10
    assert last_late_day(answer_by, 10) < MONDAY
    assert last_late_day(answer_by + timedelta(days=1), 10) == MONDAY


def test_nothing_is_younger_than_today() -> None:
    assert working_days_between(MONDAY, MONDAY - timedelta(days=3)) == 0
