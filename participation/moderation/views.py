"""The desk: what waits, oldest first; each case opens on the initiative's own page."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from participation import clock
from participation.comments.labels import WAITING as KINDS_WAITING
from participation.comments.queries import Waiting, for_the_desk
from participation.errors import NotFound
from participation.extensions import db
from participation.initiatives.labels import STATUSES
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative
from participation.languages import LANGUAGES
from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.session import current_actor
from participation.web import formats

bp = Blueprint("moderation", __name__, url_prefix="/<lang>")
WAITING = or_(Initiative.waiting_since.is_not(None), Initiative.status == Status.CONSULTATION)


@bp.get("/desk/")
def desk() -> ResponseReturnValue:
    """List what waits, oldest first, with its age and language."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    if not actor.is_moderator:
        raise NotFound
    waiting = select(Initiative).where(WAITING, Initiative.status != Status.DRAFT)
    whole = waiting.options(selectinload(Initiative.versions), joinedload(Initiative.taken_by))
    order = Initiative.waiting_since.is_(None), Initiative.waiting_since, Initiative.id
    found = db.session.scalars(whole.order_by(*order).limit(100))
    return render_template("moderation/desk.html", rows=[_row(i) for i in found])


def _row(found: Initiative) -> dict[str, object]:
    words = [LANGUAGES[found.language]]
    if found.waiting_since:
        days = (clock.now() - found.waiting_since).days
        words.append(_n("waits for %(number)s day", "waits for %(number)s days", days))
    if found.taken_by and found.taken_at:
        since = formats.local_moment(found.taken_at, g.language)
        words.append(_("taken by %(name)s since %(time)s", name=found.taken_by.name, time=since))
    return {
        "href": url_for("moderation.case", reference=found.reference),
        "title": found.shown_version.title,
        "lang": found.language,
        "reference": found.reference,
        "state": found.status.value,
        "state_label": STATUSES[found.status],
        "words": " · ".join(words),
    }


@bp.get("/desk/comments")
def comments() -> ResponseReturnValue:
    """List what waits among the comments, oldest first: reports, contests and notes."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    if not actor.is_moderator:
        raise NotFound
    rows = [_comment_row(waiting) for waiting in for_the_desk(db.session(), actor)]
    return render_template("moderation/comments.html", rows=rows)


def _comment_row(waiting: Waiting) -> dict[str, object]:
    words = [str(KINDS_WAITING[waiting.kind])]
    if waiting.reports:
        words.append(_n("%(number)s report", "%(number)s reports", waiting.reports))
    words += [waiting.organisation or _("Moderation team"), formats.local_moment(waiting.since, g.language)]
    return {
        "href": url_for("comments.one", public_id=waiting.public_id),
        "title": waiting.title,
        "lang": waiting.title_language,
        "reference": waiting.reference,
        "words": " · ".join(words),
        "excerpt": waiting.excerpt,
        "excerpt_language": waiting.language,
        "kind": waiting.kind,
        "key": waiting.public_id,
    }


@bp.get("/desk/<reference>")
def case(reference: str) -> ResponseReturnValue:
    """Lead to the page of the initiative, which carries the acts of the desk."""
    if not current_actor().is_moderator:
        raise NotFound
    return redirect(url_for("portal.initiative", reference=reference), 303)
