"""What takes an initiative off the screen: a sheet of paper, and the square on it that leads back."""

from io import BytesIO
from typing import Any

import segno
from flask import current_app, g, url_for

from participation.initiatives.models import Initiative
from participation.languages import text as _
from participation.organisations.policy import VISITOR
from participation.organisations.reference import KINDS, PILLARS
from participation.portal import dossier
from participation.portal.covers import when
from participation.portal.page import place_of

LONG, LONGEST = 45, 80  # letters of a title from which it is set smaller
MUCH = 480  # letters in all from which everything is set smaller, so that it stays one sheet
BORDER = 4  # free modules around the square, as its standard asks


def address(found: Initiative) -> str:
    """Return the short address, which leads to the page in the language of whoever opens it."""
    origin: str = current_app.config["SETTINGS"].public_url
    return origin + url_for("portal.bare_short", reference=found.reference)


def square(found: Initiative) -> bytes:
    """Draw the address as a QR code, on white and with its free border."""
    drawing = BytesIO()
    title = _("QR code with the address %(address)s", address=address(found))
    code = segno.make(address(found), error="m", micro=False)
    code.save(
        drawing, kind="svg", border=BORDER, light="#ffffff", title=title, omitsize=True, svgclass=None, lineclass=None
    )
    return drawing.getvalue()


def values(found: Initiative) -> dict[str, Any]:
    """Return what the sheet says."""
    said, made = found.shown_version, dossier.translated(VISITOR, found)
    title, summary = (made.title, made.summary) if made else (said.title, said.summary)
    return {
        "reference": found.reference,
        "href": url_for("portal.initiative", reference=found.reference),
        "code": url_for("portal.code", reference=found.reference),
        "look": PILLARS[found.organisation.pillar].look,
        "kind": KINDS[found.organisation.kind].label(g.language),
        "proposer": found.organisation.name_in(g.language),
        "title": title,
        "summary": summary,
        "language": g.language if made else found.language,
        "size": "long longest" if len(title) > LONGEST else "long" if len(title) > LONG else "short",
        "when": when(found),
        "is_full": len(title) + len(summary) + len(found.room) > MUCH,
        "room": found.room,
        "room_language": found.language,
        "place": place_of(said.municipality),
        "address": address(found).partition("://")[2],
    }
