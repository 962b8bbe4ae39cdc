"""The page of a job: how far it is, and what came of it. For everyone but its owner there is no such page."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.errors import NotFound, WrongStatus
from participation.extensions import db
from participation.jobs import labels, queries
from participation.jobs.lifecycle import OPEN, State
from participation.jobs.models import Job
from participation.languages import text as _
from participation.languages import texts as _n
from participation.organisations.session import current_actor
from participation.web import formats
from participation.web.words import say_refused

bp = Blueprint("jobs", __name__, url_prefix="/<lang>/jobs")
TYPES = {"json": "application/json", "zip": "application/zip"}
LARGEST = 2**31 - 1  # number of a row


@bp.get("/<int:number>")
def job(number: int) -> ResponseReturnValue:
    """Show how far a job is, and what came of it."""
    if current_actor().person_id is None:
        return redirect(url_for("accounts.sign_in", next=request.path), 303)
    found = _own(number)
    return render_template(
        "jobs/job.html",
        words=labels.KINDS[found.kind],
        state=found.state.value,
        is_open=found.state in OPEN,
        has_failed=found.state is State.FAILED,
        done=found.done,
        whole=found.whole,
        said=_said(found),
        refused=[(name, _where(found, name), say_refused(kind, why)) for name, kind, why in _refused(found)],
        titles=_titles(found),
        not_done=_not_done(found),
        look=url_for("jobs.state", number=number),
        here=url_for("jobs.job", number=number),
        file=url_for("jobs.file", number=number) if found.file_name else "",
        is_outdated=bool(found.file_name) and queries.is_outdated(db.session(), found),
        outdated=say_refused("WrongStatus", "outdated_file"),
        back=_back(found),
    )


@bp.get("/<int:number>/state")
def state(number: int) -> ResponseReturnValue:
    """Say how far a job is, for the script of its page."""
    found = _own(number)
    return {"open": found.state in OPEN, "done": found.done, "whole": found.whole, "words": _said(found)}


@bp.get("/<int:number>/file")
def file(number: int) -> ResponseReturnValue:
    """Hand out what a job has made; not any more once something in it has been taken offline."""
    found = _own(number)
    content = queries.content(db.session(), found)
    if content is None:
        raise NotFound
    if queries.is_outdated(db.session(), found):
        raise WrongStatus(found.state, "outdated_file")
    kind = TYPES[found.file_name.rpartition(".")[2]]
    return content, {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{found.file_name}"'}


def _refused(found: Job) -> list[tuple[str, str, str]]:
    return list(found.result.get("refused", []))


def _where(found: Job, name: str) -> str:
    """Lead to what could not be done."""
    if found.kind == "reports":
        return url_for("comments.one", public_id=name)
    return url_for("moderation.case", reference=name)


def _titles(found: Job) -> dict[str, tuple[str, str]]:
    """Name the cases that could not be done, as far as whoever asked may read them: title and language."""
    references = [name for name, _kind, _why in _refused(found)]
    return queries.titles(db.session(), current_actor(), references) if references else {}


def _not_done(found: Job) -> str:
    number = len(_refused(found))
    if found.kind == "reports":
        return _n("Not done for %(number)s comment", "Not done for %(number)s comments", number)
    return _n("Not done for %(number)s case", "Not done for %(number)s cases", number)


def _own(number: int) -> Job:
    found = queries.own(db.session(), current_actor().person_id, number) if number <= LARGEST else None
    if found is None:
        raise NotFound
    return found


def _said(found: Job) -> str:
    """Say in a sentence how a job stands."""
    if found.state is State.WAITING:
        return _("It waits for its turn. It begins by itself, usually within seconds.")
    if found.state is State.FAILED:
        return str(labels.FAULTS[found.result["fault"]])
    if found.state is State.DONE:
        return _came_of(found)
    if not found.whole:
        return _("It has begun.")
    done, whole = (formats.number(one, g.language) for one in (found.done, found.whole))
    return _("%(done)s of %(whole)s done", done=done, whole=whole)


def _came_of(found: Job) -> str:
    number = found.result.get("number", 0)
    if found.kind == "cases":
        return _n("Done for %(number)s case.", "Done for %(number)s cases.", number)
    if found.kind == "reports":
        return _n("%(number)s comment has left the list.", "%(number)s comments have left the list.", number)
    if found.kind == "network":
        return _n(
            "Done: %(number)s organisation has its place.", "Done: %(number)s organisations have their places.", number
        )
    until = formats.local_moment(queries.kept_until(found), g.language)
    return _n(
        "The file is ready, with %(number)s initiative. It is kept until %(until)s.",
        "The file is ready, with %(number)s initiatives. It is kept until %(until)s.",
        number,
        until=until,
    )


def _back(found: Job) -> tuple[Any, str]:
    """Say where it was asked for."""
    return {
        "public_data": (_("To the statistics"), url_for("portal.statistics")),
        "cases": (_("Back to the cases"), url_for("moderation.desk")),
        "reports": (_("Back to the comments"), url_for("moderation.comments")),
        "network": (_("Back to the mails"), url_for("administration.mails")),
    }[found.kind]
