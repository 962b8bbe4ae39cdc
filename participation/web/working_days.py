"""Working days: Monday to Friday."""

from datetime import date, timedelta

SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """Return the day that is `number` working days after `day`."""
    while number > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            number -= 1
    return day


def working_days_between(first: date, last: date) -> int:
    """Count the working days after `first` up to and with `last`; none where `last` is not later."""
    return sum((first + timedelta(days=n)).weekday() < SATURDAY for n in range(1, (last - first).days + 1))
