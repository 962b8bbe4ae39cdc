"""The page of the journal: what happened, whether it is sealed, and whether it still says what it said."""

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.administration import actions, forms, page, queries
from participation.administration.views.blueprint import bp, for_administrators, no_page, page_asked, press_form
from participation.extensions import db
from participation.journal import queries as chain
from participation.languages import text as _
from participation.organisations.policy import require_in_force
from participation.organisations.session import begin_deed
from participation.web.refusals import come_back_to


@bp.get("/journal/")
@for_administrators
def journal() -> ResponseReturnValue:
    """List what happened, newest first."""
    shown = page_asked()
    found = queries.entries(db.session(), page.asked(request.args), shown)
    return render_template(
        "administration/journal.html",
        rows=[page.entry(row) for row in found[: queries.PAGE]],
        kinds=page.kinds(),
        asked={name: request.args.get(name, "") for name in page.FILTERS},
        seal=page.seal(),
        page=shown,
        previous_href=page.address(request.args, page=shown - 1) if shown > 1 else "",
        next_href=page.address(request.args, page=shown + 1) if len(found) > queries.PAGE else "",
        file_href=page.address(request.args, "administration.journal_file"),
        form=press_form(),
    )


@bp.get("/journal.csv")
@for_administrators
def journal_file() -> ResponseReturnValue:
    """Hand out all of what is asked for as a table."""
    lines = stream_with_context(page.as_file(page.asked(request.args)))
    headers = {"Content-Disposition": 'attachment; filename="journal.csv"'}
    return Response(lines, mimetype="text/csv", headers=headers)


@bp.post("/journal/check")
@for_administrators
def check_journal() -> ResponseReturnValue:
    """Check a stretch of the chain, from where the last check ended; the look is over before the turn to write."""
    sent, leads_to = forms.PressForm(), url_for("administration.journal")
    come_back_to(no_page, leads_to)
    sent.require_genuine()
    found = chain.verify_on(db.session(), clock.now(), queries.checked_up_to(db.session()))
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    actions.note_check(deed, found)
    deed.session.commit()
    if found.faults:
        flash(_("Something is wrong with the journal. The page says what and where."), "danger")
    else:
        flash(_("Checked: nothing is wrong."), "success")
    return redirect(leads_to, 303)
