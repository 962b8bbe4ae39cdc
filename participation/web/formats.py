"""Dates, times and numbers as people of each language write them; each costs once."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from participation.clock import BRUSSELS

# The courtesy language writes the European way.
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}
# No line ends between a number and what it counts, nor before a sign of French that stands apart from its word.
BOUND, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
PLAIN = dict.fromkeys(LOCALES, f"d{BOUND}MMMM y") | {"de": f"d.{BOUND}MMMM y", "en": "d MMMM y"}
FIRST = {"fr": f"d'er'{BOUND}MMMM y"}  # the first of a month, where that is said in another way
WEEKDAY = {"nl": "EEEE ", "fr": "EEEE ", "de": "EEEE, ", "en": "EEEE "}
HOURS = {"nl": f"{{h}}{BOUND}uur", "fr": f"{{h}}{BOUND}h", "de": f"{{h}}{BOUND}Uhr", "en": "{h}:00"}
MINUTES = {
    "nl": f"{{h}}.{{m}}{BOUND}uur", "fr": f"{{h}}{BOUND}h{BOUND}{{m}}", "de": f"{{h}}:{{m}}{BOUND}Uhr", "en": "{h}:{m}",
}  # fmt: skip
COLON = {"nl": ":", "fr": f"{NARROW}:", "de": ":", "en": ":"}  # after a label that markup parts from what it labels


def begun(words: str) -> str:
    """Write words as they begin a line."""
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=8000)
def day(value: date, language: str) -> str:
    """Write a day, `9 maart 2027`."""
    return format_date(value, _pattern(value, language), locale=LOCALES[language])


@lru_cache(maxsize=8000)
def long_day(value: date, language: str) -> str:
    """Write a day with its weekday, `dinsdag 9 maart 2027`."""
    return format_date(value, WEEKDAY[language] + _pattern(value, language), locale=LOCALES[language])


def _pattern(value: date, language: str) -> str:
    return FIRST.get(language, PLAIN[language]) if value.day == 1 else PLAIN[language]


@lru_cache(maxsize=2000)
def days(first: date, last: date, language: str) -> str:
    """Write from when to when, saying once what both have in common: `2` to `23 maart 2027`."""
    locale = Locale.parse(LOCALES[language])
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    parts = zip((first, last), locale.interval_formats["yMMMd"][differs], strict=True)
    return "".join(format_date(day, pattern.replace("MMM", "MMMM"), locale=locale) for day, pattern in parts)


@lru_cache(maxsize=2000)
def month(value: date, language: str) -> str:
    """Write a month, `maart 2027`."""
    return format_date(value, "LLLL y", locale=LOCALES[language])


@lru_cache(maxsize=2000)
def hour(text: str, language: str) -> str:
    """Write an hour given as HH:MM, `14 uur`; anything else comes back as it is."""
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit()):
        return text
    pattern = HOURS if minutes == "00" else MINUTES
    return pattern[language].format(h=int(hours), m=minutes)


def local_day(instant: datetime, language: str) -> str:
    """Write the day of an instant, as it is in Belgium."""
    return day(instant.astimezone(BRUSSELS).date(), language)


def local_time(instant: datetime, language: str) -> str:
    """Write the time of an instant, as it is in Belgium."""
    return hour(f"{instant.astimezone(BRUSSELS):%H:%M}", language)


def local_moment(instant: datetime, language: str) -> str:
    """Write day and time of an instant."""
    return f"{local_day(instant, language)}, {local_time(instant, language)}"


def iso_day(instant: datetime) -> str:
    """Write the day of an instant for machines."""
    return instant.astimezone(BRUSSELS).date().isoformat()


@lru_cache(maxsize=2000)
def number(value: int, language: str) -> str:
    """Write a whole number with the language's own separators."""
    return format_decimal(value, locale=LOCALES[language])


@lru_cache(maxsize=2000)
def percent(part: int, whole: int, language: str) -> str:
    """Write a share in whole percents; empty where there is nothing to share."""
    return format_percent(part / whole, locale=LOCALES[language]) if whole else ""


def listed(names: Iterable[str], language: str) -> str:
    """Name one thing after the other, the last with its "and"."""
    return _listed(tuple(names), language)


@lru_cache(maxsize=2000)
def _listed(names: tuple[str, ...], language: str) -> str:
    return format_list(names, locale=LOCALES[language])
