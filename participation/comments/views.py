"""The pages of a comment. A POST reads: compute, begin, load anew, check, act, commit, answer."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.comments import actions, policy, queries
from participation.comments.forms import CommentForm
from participation.comments.labels import ACTS, CONSEQUENCES, DONE, IN_THE_NAME, SCOPE_HINTS
from participation.comments.lifecycle import ACTS as ROWS
from participation.comments.lifecycle import Hand, Scope
from participation.comments.models import Comment, Report
from participation.errors import AlreadyDone, DomainError, Incomplete
from participation.extensions import db
from participation.initiatives import policy as initiatives
from participation.initiatives import queries as initiative_queries
from participation.initiatives.labels import WRITTEN_IN
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.initiatives.vocabulary import LONGEST
from participation.languages import text as _
from participation.organisations.naming import on_the_button
from participation.organisations.policy import Actor, require_in_force
from participation.organisations.session import begin_deed, current_actor, note_where
from participation.reasons.queries import offered
from participation.web import formats
from participation.web.forms import options
from participation.web.limits import Pace, require_pace
from participation.web.refusals import come_back_to

bp = Blueprint("comments", __name__, url_prefix="/<lang>")
PACES = {True: Pace("comments", 30, 300), False: Pace("acts on comments", 100, 300)}  # words for all to read, or not
BY_ADDRESS = {row.address: row for row in ROWS.values()}
ADDRESS = "/comments/<public_id>/<any({}):act>".format(", ".join(f'"{address}"' for address in BY_ADDRESS))


@bp.get("/initiatives/<reference>/comment")
def new(reference: str) -> ResponseReturnValue:
    """Show the form of a comment, with its scopes and in whose name it is."""
    actor = current_actor()
    initiative = initiatives.require_known(actor, initiative_queries.one(db.session(), reference))
    initiatives.require(actor, Permission.COMMENT, initiative)
    scope = Scope.PARTNERS if initiative.published_at is None else Scope.PUBLIC
    return _new_page(reference, CommentForm(formdata=None, scope=scope, language=g.language))


@bp.post("/initiatives/<reference>/comment")
def comment(reference: str) -> ResponseReturnValue:
    """Begin a thread; the same words again lead to the first ones."""
    sent, leads_to = CommentForm(), url_for("portal.initiative", reference=reference)
    come_back_to(partial(_new_page, reference, sent), leads_to)
    _require_calm(writes=True)
    given = sent.given()
    deed = begin_deed(sent, leads_to)
    found = initiative_queries.one(deed.session, reference, initiative_queries.TO_HANG_ON)
    initiative = initiatives.require_known(deed.actor, found)
    require_in_force(deed.actor, sent.organisation.data)
    try:
        made = actions.comment(deed, initiative, given)
    except AlreadyDone as again:
        raise _at(again, leads_to) from None
    leads_to = _beside(leads_to, made.public_id)
    note_where(deed, sent, leads_to)
    deed.session.commit()
    flash(str(DONE["comment"]), "success")
    return redirect(leads_to, 303)


@bp.get("/comments/<public_id>")
def one(public_id: str) -> ResponseReturnValue:
    """Lead to a comment in its conversation."""
    found = policy.require_seen(current_actor(), queries.one(db.session(), public_id))
    return redirect(_place(db.session(), current_actor(), found), 303)


@bp.get(ADDRESS)
def form(public_id: str, act: str) -> ResponseReturnValue:
    """Show the form of an act to whoever can do it now."""
    found = policy.require_seen(current_actor(), queries.one(db.session(), public_id))
    policy.require_open(current_actor(), BY_ADDRESS[act], found)
    text, language = (found.text, found.language) if act == "edit" else ("", g.language)
    return _page(public_id, act, CommentForm(formdata=None, text=text, language=language))


@bp.post(ADDRESS)
def do(public_id: str, act: str) -> ResponseReturnValue:
    """Do something to a comment, and come back to it."""
    sent, leads_to = CommentForm(), url_for("comments.one", public_id=public_id)
    come_back_to(partial(_page, public_id, act, sent), leads_to)
    _require_calm(writes=act == "reply")
    given = sent.given()
    deed = begin_deed(sent, leads_to)
    found = queries.one(deed.session, public_id, initiative_queries.TO_HANG_ON, held=True)
    found = policy.require_seen(deed.actor, found)
    require_in_force(deed.actor, sent.organisation.data)
    leads_to = _place(deed.session, deed.actor, found)
    try:
        made = actions.DOING[BY_ADDRESS[act].name](deed, found, given)
    except AlreadyDone as again:
        raise _at(again, leads_to.partition("#")[0], public_id) from None
    if isinstance(made, Comment):
        leads_to = _beside(leads_to.partition("#")[0], made.public_id)
    note_where(deed, sent, leads_to)
    deed.session.commit()
    number = made.receipt if isinstance(made, Report) else ""
    flash(str(DONE[BY_ADDRESS[act].name]) % {"number": number}, "success")
    return redirect(leads_to, 303)


def _require_calm(*, writes: bool) -> None:
    actor = current_actor()
    require_pace(PACES[writes], actor.key if actor.person_id else "")


def _beside(page: str, public_id: str) -> str:
    return f"{page}#comment-{public_id}"


def _at(again: AlreadyDone, page: str, public_id: str = "") -> AlreadyDone:
    """Turn the name of the first comment into its address."""
    found = again.where or public_id
    return AlreadyDone(_beside(page, found) if found else page)


def _place(session: Session, actor: Actor, found: Comment) -> str:
    number = queries.page_of(session, actor, found)
    page = url_for("portal.initiative", reference=found.initiative.reference, talk=number if number > 1 else None)
    return _beside(page, found.public_id)


def _new_page(reference: str, sent: CommentForm, error: DomainError | None = None) -> str:
    """Draw the form for the organisation now in force; after a refusal, with what was typed and why."""
    actor = current_actor()
    initiative = initiatives.require_known(actor, initiative_queries.one(db.session(), reference))
    hints = {scope.value: SCOPE_HINTS[scope.value] for scope in Scope}
    if initiative.published_at is not None:
        hints[Scope.PUBLIC.value] = SCOPE_HINTS["public_now"]
    back = url_for("portal.initiative", reference=reference)
    return render_template(
        "comments/form.html", **_drawn(actor, initiative, sent, error), act="comment", asked=("text", "scope"),
        hints=hints, label=ACTS["comment"], button_label=on_the_button(actor, ACTS["comment"], IN_THE_NAME["comment"]),
        consequence=CONSEQUENCES["comment"], back=back, quoted=None,
    )  # fmt: skip


def _page(public_id: str, act: str, sent: CommentForm, error: DomainError | None = None) -> str:
    """Draw the form of an act above the comment it is about."""
    actor, row = current_actor(), BY_ADDRESS[act]
    found = policy.require_seen(actor, queries.one(db.session(), public_id))
    reasons = [(one.code, one.titles[g.language]) for one in offered(db.session())]
    sent.reason_code.choices = options([("", _("Choose")), *reasons])
    return render_template(
        "comments/form.html", **_drawn(actor, found.initiative, sent, error), act=act, asked=row.asks, hints={},
        label=ACTS[row.name], button_label=on_the_button(actor, ACTS[row.name], IN_THE_NAME.get(row.name, "")),
        consequence=CONSEQUENCES[row.name], destructive=row.destructive,
        back=_place(db.session(), actor, found), quoted=_quoted(actor, found),
        reason_in=found.language if Hand.DESK in row.hands else "", language_name=WRITTEN_IN[found.language],
    )  # fmt: skip


def _drawn(actor: Actor, initiative: Initiative, sent: CommentForm, error: DomainError | None) -> dict[str, Any]:
    """Return what both pages show: in whose name, about what, and what is wrong."""
    sent.prepare(actor.hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    said = initiative.shown_version if initiative.shown else initiative.copy
    return {
        "form": sent,
        "conflict": error,
        "title": said.title,
        "title_language": initiative.language,
        "speaks_for": actor.in_force.name_in(g.language) if actor.in_force else "",
        "longest": LONGEST,
        "typed_in": sent.language.data or g.language,
    }


def _quoted(actor: Actor, found: Comment) -> dict[str, Any]:
    """Return the comment an act is about, and for the desk what was said against it."""
    reports = [r for r in found.reports if r.handled_at is None] if actor.at_the_desk else []
    return {
        "name": found.name_then(g.language) or _("Moderation team"),
        "date": formats.local_moment(found.at, g.language),
        "text": found.text if policy.may_read(actor, found) else "",
        "language": found.language,
        "reports": [(r.words, r.language) for r in reports],
        "contest": found.contest_words if actor.at_the_desk else "",
    }
