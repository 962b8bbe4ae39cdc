"""Every mail in every language with invented data, for whoever works on the words; not there in production."""

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from participation.errors import NotFound
from participation.notifications import samples
from participation.notifications.views.blueprint import bp

# A mail brings its own style; the logo is fetched, and nothing else.
APART = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"


def _in_development() -> None:
    if current_app.config["SETTINGS"].production:
        raise NotFound


@bp.get("/mails/")
def mails() -> ResponseReturnValue:
    """List every kind of mail."""
    _in_development()
    return render_template("notifications/mails.html", kinds=samples.NAMES)


@bp.get("/mails/<kind>")
def mail(kind: str) -> ResponseReturnValue:
    """Show one mail as text in every language, with links to it as HTML."""
    _in_development()
    if kind not in samples.NAMES:
        raise NotFound
    return render_template("notifications/mail.html", kind=kind, parts=samples.in_every_language(kind))


@bp.get("/mails/<kind>/html")
def mail_as_html(kind: str) -> ResponseReturnValue:
    """Show one mail as a mail reader would, on a page of its own that may do nothing."""
    _in_development()
    if kind not in samples.NAMES:
        raise NotFound
    answer = Response(samples.as_html(kind), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = APART
    return answer
