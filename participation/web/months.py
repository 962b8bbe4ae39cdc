"""A month as an address names it."""

from datetime import date

DECEMBER = 12


def month(given: str) -> tuple[date, date] | None:
    """Read `YYYY-MM` as its first day and the first day after it; None where it is no month."""
    try:
        first = date.fromisoformat(f"{given}-01")
    except ValueError:
        return None
    if first.year >= date.max.year:
        return None
    last = first.month == DECEMBER
    return first, date(first.year + last, 1 if last else first.month + 1, 1)
