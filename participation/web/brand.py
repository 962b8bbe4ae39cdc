"""Whose platform this is: its name, and the logo and colours of the folder its campaign brings."""

import re
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

LOGO, COLOURS = "logo.svg", "colours.css"
SCRIPTED = re.compile(r"<script|<style|\son[a-z]+\s*=|\shref\s*=|<!|<\?", re.IGNORECASE)
VALUE = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})\b", re.IGNORECASE)


class Brand(NamedTuple):
    """What templates, mails and pictures show of it."""

    name: str
    logo: Markup
    folder: Path

    @property
    def colours(self) -> dict[str, str]:
        """Name the colours in light, as `#rrggbb`."""
        light = (self.folder / COLOURS).read_text("utf-8").split("@media")[0]
        return dict(VALUE.findall(light))


def load(name: str, folder: Path) -> Brand:
    """Read the brand; raise `ValueError` for a logo that is more than a drawing."""
    drawing = (folder / LOGO).read_text("utf-8").strip()
    if not drawing.startswith("<svg ") or SCRIPTED.search(drawing):
        raise ValueError(f"{folder / LOGO} must be one plain <svg> element, without scripts, styles and links.")
    return Brand(name, Markup(drawing), folder)  # noqa: S704  # a file of the installation, checked above
