"""The values of the look, read from the sheets that hold them."""

import re
from pathlib import Path

from participation.assets import STATIC, without_comments

FIRST_BLOCK = re.compile(r":root \{([^}]*)\}")
VALUE = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
GROUPS = {
    "colours": re.compile(r"#[0-9a-f]{6}"),
    "space": re.compile(r"s\d"),
    "type": re.compile(r"t-"),
    "radius": re.compile(r"radius|round"),
}


def values(brand: Path) -> dict[str, list[tuple[str, str]]]:
    """List (name, value in light) by group; what belongs to none is `others`."""
    sheets = [brand / "colours.css", STATIC / "css" / "tokens.css"]
    blocks = [FIRST_BLOCK.search(without_comments(sheet.read_text("utf-8"))) for sheet in sheets]
    found: dict[str, list[tuple[str, str]]] = {group: [] for group in (*GROUPS, "others")}
    for name, value in (row for block in blocks if block for row in VALUE.findall(block[1])):
        group = next((g for g, shape in GROUPS.items() if shape.match(value if g == "colours" else name)), "others")
        if "url(" not in value:
            found[group].append((name, value))
    return found
