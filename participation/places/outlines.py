"""The provinces as shapes: a path each, and the point where a number has room."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).with_name("outlines.toml")  # made by `tracing`


class Area(NamedTuple):
    """A province on the map of Belgium."""

    path: str  # as SVG draws it
    x: int
    y: int


class Outlines(NamedTuple):
    """The whole map, and how large its paper is."""

    width: int
    height: int
    areas: dict[str, Area]  # by key of the province


@cache
def outlines() -> Outlines:
    """Read the map once."""
    tables = tomllib.loads(SOURCE.read_text("utf-8"))
    areas = {key: Area(row["path"], row["x"], row["y"]) for key, row in tables["areas"].items()}
    return Outlines(tables["width"], tables["height"], areas)
