"""Addresses given by a browser: a path of ours, or none."""

from urllib.parse import urlsplit


def local_path(given: str | None) -> str:
    """Return `given` if it is a path on this site; empty for anything that could lead elsewhere."""
    path = given or ""
    if not path.startswith("/") or path[1:2] in {"/", "\\"} or any(ord(c) < ord("!") for c in path) or "\\" in path:
        return ""
    parts = urlsplit(path)
    return "" if parts.scheme or parts.netloc else path
