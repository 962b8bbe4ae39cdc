"""Where one goes on after signing in."""

from urllib.parse import urlencode

from flask import url_for

from participation.web.links import local_path

KEPT = "kept"  # in an address: the token of what was typed before signing in


def onward(wanted: str | None, kept: str | None) -> str:
    """Return the page that was asked for, with the token of what was typed there; else the own work."""
    path = local_path(wanted)
    if not path or not kept:
        return path or url_for("drafting.workspace")
    return f"{path}{'&' if '?' in path else '?'}{urlencode({KEPT: kept})}"
