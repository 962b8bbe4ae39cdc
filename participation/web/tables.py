"""Tables for a spreadsheet: quoted as RFC 4180 wants it, and nothing in them that would be taken for a formula."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

# What a formula begins with, in full width too; tab and line end are skipped by some programs, and NUL by others.
FORMULAS = frozenset("=+-@＝＋－＠\t\r\n\x00")  # noqa: RUF001  # the wide ones are meant


def table(rows: Iterable[Iterable[Any]]) -> str:
    """Write rows of values; what a spreadsheet would take for a formula is marked as text."""
    written = StringIO()
    csv.writer(written).writerows([_harmless(value) for value in row] for row in rows)
    return written.getvalue()


def _harmless(value: Any) -> Any:  # noqa: ANN401  # of any column
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULAS else value
