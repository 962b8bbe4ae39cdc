"""What became of an application, at its secret address; and the answer to what the desk asked there."""

from functools import partial
from hmac import compare_digest

from flask import current_app, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.organisations import forms, labels, naming, queries
from participation.organisations.actions.answering import answer as answer_desk
from participation.organisations.lifecycle import ANSWER, State
from participation.organisations.models import Application, Organisation
from participation.organisations.page import called, exchange
from participation.organisations.reference import KINDS
from participation.organisations.session import begin_visit, current_actor
from participation.organisations.views.blueprint import bp
from participation.organisations.vocabulary import LONGEST
from participation.web import formats
from participation.web.refusals import come_back_to
from participation.web.working_days import working_days_after


@bp.get("/join/<number>/<key>")
def receipt(number: str, key: str) -> ResponseReturnValue:
    """Say what became of an application, to whoever has its link."""
    return _receipt_page(number, key)


@bp.post("/join/<number>/<key>")
def answer(number: str, key: str) -> ResponseReturnValue:
    """Let an answer reach the desk."""
    sent, leads_to = forms.AnswerForm(), url_for("organisations.receipt", number=number, key=key)
    come_back_to(partial(_receipt_page, number, key, sent), leads_to)
    _found(number, key)
    deed = begin_visit(sent, leads_to)
    found, asked = _found(number, key, alone=True)
    answer_desk(deed, found, asked, sent.text.data or "")
    deed.session.commit()
    flash(str(labels.DONE[ANSWER.name]), "success")
    return redirect(leads_to, 303)


def _found(number: str, key: str, *, alone: bool = False) -> tuple[Organisation, Application]:
    found = queries.applied(db.session(), queries.id_of(number), alone=alone)
    asked = found.application if found else None
    if found is None or asked is None or asked.number != number:
        raise NotFound
    if not compare_digest(queries.application_key(current_app.config["SECRET_KEY"], asked).encode(), key.encode()):
        raise NotFound
    return found, asked


def _due(asked: Application) -> str:
    """Name the day by which the desk promises an answer to what waits."""
    since, promised = asked.waiting_since.astimezone(clock.BRUSSELS).date(), current_app.config["SETTINGS"].desk_days
    return formats.day(working_days_after(since, promised), g.language)


def _receipt_page(number: str, key: str, sent: forms.AnswerForm | None = None, error: DomainError | None = None) -> str:
    found, asked = _found(number, key)
    if found.state in ANSWER.sources:  # else there is nothing to fill in, and no cookie to set for it
        sent = sent or forms.AnswerForm(formdata=None)
        sent.prepare(current_actor().hat)
        sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "organisations/receipt.html",
        form=sent if found.state in ANSWER.sources else None,
        conflict=error,
        longest=LONGEST,
        act=ANSWER.address,
        label=naming.button(ANSWER.name, found.name_in(g.language)),
        number=number,
        **called(found),
        kind=KINDS[found.kind].label(g.language),
        at=formats.local_moment(asked.at, g.language),
        standing=labels.STANDING[found.state],
        due=_due(asked) if found.state is State.APPLIED else "",
        said=exchange(found, g.language),
        reason=found.last_words,
        email=asked.applicant_email,
    )
