"""The year is chosen at loading; the month of the year stays."""

from datetime import date, timedelta
from typing import Any

AHEAD, BEHIND = timedelta(days=45), timedelta(days=100)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def day_of(row: dict[str, Any] | None, end: str, today: date) -> date:
    """Return the first or last day (`from`, `to`) of a dialogue; today where it has no date."""
    if row is None or not row.get(end):
        return today
    return _in(row[end], _year(row, today))


def _year(row: dict[str, Any], today: date) -> int:
    if row["year"] == "future":
        return next(y for y in range(today.year, today.year + 3) if _in(row["from"], y) >= today + AHEAD)
    last = row.get("to") or row["from"]
    return next(y for y in range(today.year, today.year - 4, -1) if _in(last, y) <= today - BEHIND)


def _in(day: dict[str, Any], year: int) -> date:
    """Return the day in `year`; with a weekday the first such day on or after it."""
    found = date(year, day["month"], day["day"])
    if day.get("weekday"):
        found += timedelta(days=(WEEKDAYS.index(day["weekday"]) - found.weekday()) % 7)
    return found
