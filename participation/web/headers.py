"""Headers that every answer carries, errors and files included."""

from flask import Flask, Response, g, request

from participation.tongues import LANGUAGES

A_YEAR = 31_536_000
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def guard(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer of `app`."""

    @app.after_request
    def add(answer: Response) -> Response:
        always = ALWAYS | {"Content-Language": g.language} if "language" in g else ALWAYS
        for name, value in always.items():
            if name not in answer.headers:
                answer.headers.add(name, value)  # without the second look that `setdefault` takes
        if secure:
            answer.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
        if not answer.cache_control:
            answer.headers["Cache-Control"] = "no-store" if is_private(answer) else "public, no-cache"
            answer.vary.add("Cookie")
            if request.path.split("/")[1] not in LANGUAGES:  # the browser's wish is followed
                answer.vary.add("Accept-Language")
        return answer


def is_private(answer: Response) -> bool:
    """Tell whether an answer was made for one person: then nothing between may keep it."""
    return "reseau" in request.cookies or "__Host-reseau" in request.cookies or "Set-Cookie" in answer.headers
