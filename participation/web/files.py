"""Static files, in the small form that was made beforehand where there is one: no request compresses anything."""

from pathlib import Path

from flask import Flask, request, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

SMALL = ".gz"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


def shrink(app: Flask) -> None:
    """Let `app` hand out `site.css.gz` for `site.css` to whoever takes gzip."""
    folder = str(app.static_folder)

    def static(filename: str) -> ResponseReturnValue:
        """Send one file below the folder of static files."""
        small = safe_join(folder, filename + SMALL)
        is_small = small is not None and request.accept_encodings.quality("gzip") > 0 and Path(small).is_file()
        answer = send_from_directory(folder, filename + SMALL if is_small else filename, mimetype=_type(filename))
        if is_small:
            answer.content_encoding = "gzip"
            answer.headers["Content-Disposition"] = f"inline; filename={Path(filename).name}"
        answer.vary.add("Accept-Encoding")
        return answer

    app.view_functions["static"] = static


def _type(filename: str) -> str | None:
    """Name the type of the file itself, not of its small form; None lets the ending decide."""
    return TYPES.get(Path(filename).suffix)
