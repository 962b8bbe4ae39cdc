"""Static files: small where a small form was made beforehand, and kept for a year under their fingerprint."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, request, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

from participation.fingerprints import fingerprint

A_YEAR, A_MOMENT = 31_536_000, 300  # seconds
SMALL = ".gz"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def shrink(app: Flask) -> None:
    """Let `app` hand out `site.css.gz` for `site.css` to whoever takes gzip, and put fingerprints into addresses."""
    folder = str(app.static_folder)

    def keep_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (found := fingerprint(Path(folder), values["filename"])):
            values.setdefault("v", found)

    def static(filename: str) -> ResponseReturnValue:
        """Send one file below the folder of static files."""
        small = safe_join(folder, filename + SMALL)
        is_small = small is not None and request.accept_encodings.quality("gzip") > 0 and Path(small).is_file()
        answer = send_from_directory(folder, filename + SMALL if is_small else filename, mimetype=_type(filename))
        if is_small:
            answer.content_encoding = "gzip"
            answer.headers["Content-Disposition"] = f"inline; filename={Path(filename).name}"
        answer.vary.add("Accept-Encoding")
        _keep(answer, lasting=request.args.get("v") == fingerprint(Path(folder), filename))
        return answer

    app.url_defaults(keep_fingerprint)
    app.view_functions["static"] = static


def _keep(answer: Response, *, lasting: bool) -> None:
    """Let browsers keep a file: for good under the fingerprint it has now, for a moment under any other or none."""
    keeping = answer.cache_control
    keeping.no_cache, keeping.public = None, True
    keeping.max_age = A_YEAR if lasting else A_MOMENT
    keeping.immutable = lasting


def _type(filename: str) -> str | None:
    """Name the type of the file itself, not of its small form; None lets the ending decide."""
    return TYPES.get(Path(filename).suffix)
