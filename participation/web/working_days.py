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
