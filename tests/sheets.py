"""The one form of our style sheets; `make format` puts them into it."""

from pathlib import Path

from cssbeautifier import beautify
from cssbeautifier.css.options import BeautifierOptions

from participation.settings import STATIC


def sheets() -> list[Path]:
    """List the style sheets we write."""
    return sorted(path for path in STATIC.rglob("*.css") if "dist" not in path.parts)


def formatted(sheet: str) -> str:
    """Give every declaration a line of its own."""
    options = BeautifierOptions(
        {"indent_size": 2, "end_with_newline": True, "newline_between_rules": False, "space_around_combinator": True}
    )
    return str(beautify(sheet, options))


if __name__ == "__main__":
    for path in sheets():
        path.write_text(formatted(path.read_text("utf-8")), "utf-8")
