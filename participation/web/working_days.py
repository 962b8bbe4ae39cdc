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
    """Count the working days after `first` up to and with `last`; whole weeks at once."""
    weeks, rest = divmod(max((last - first).days, 0), 7)
    extra = sum((first + timedelta(days=n)).weekday() < SATURDAY for n in range(1, rest + 1))
    return weeks * SATURDAY + extra


def last_late_day(today: date, promised: int) -> date:
    """Return the latest day on which what began to wait is past the promise of so many working days today."""
    day = today
    while working_days_between(day, today) <= promised:
        day -= timedelta(days=1)
    return day
