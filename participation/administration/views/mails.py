"""The page of the mails that went out, and of those that did not arrive."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.administration import actions, forms, queries
from participation.administration.chores import worker
from participation.administration.views.blueprint import LARGEST, bp, for_administrators, no_page, press_form
from participation.errors import NotFound
from participation.extensions import db
from participation.languages import text as _
from participation.languages import texts as _n
from participation.notifications import queries as messages
from participation.notifications.importance import Channel
from participation.notifications.labels import CHANNELS, why_not
from participation.organisations.policy import require_in_force
from participation.organisations.session import begin_deed, note_reading
from participation.web import formats
from participation.web.refusals import come_back_to


@bp.get("/mails/")
@for_administrators
def mails() -> ResponseReturnValue:
    """Show when the last digests went, to how many, and what was given up."""
    session = db.session()
    note_reading()
    events, waiting, given_up = messages.outbox(session)
    rows = [
        (formats.day(went.period, g.language), CHANNELS[Channel(went.rhythm)], went.built, went.sent, went.given_up)
        for went in messages.last_digests(session)
    ]
    numbers = len(events), len(waiting), len(given_up)
    parked = [
        (mail.id, mail.recipient, formats.local_moment(mail.given_up_at, g.language), why_not(mail.last_error))
        for mail in given_up[: queries.PAGE]
        if mail.given_up_at
    ]
    return render_template(
        "administration/mails.html", rows=rows, numbers=numbers, parked=parked, form=press_form(),
        worker=worker(session),
    )  # fmt: skip


@bp.post("/mails/<int:mail_id>/send-again")
@for_administrators
def send_again(mail_id: int) -> ResponseReturnValue:
    """Let a mail that was given up go out again."""
    sent, leads_to = forms.PressForm(), url_for("administration.mails")
    come_back_to(no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    if mail_id > LARGEST:
        raise NotFound
    actions.send_again(deed, mail_id)
    deed.session.commit()
    flash(_("The mail will be sent again."), "success")
    return redirect(leads_to, 303)


@bp.post("/mails/send-again")
@for_administrators
def send_all_again() -> ResponseReturnValue:
    """Let all mails that were given up go out again."""
    sent, leads_to = forms.PressForm(), url_for("administration.mails")
    come_back_to(no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    again = actions.send_all_again(deed)
    deed.session.commit()
    flash(_n("%(number)s mail will be sent again.", "%(number)s mails will be sent again.", again), "success")
    return redirect(leads_to, 303)


@bp.post("/network/arrange")
@for_administrators
def arrange_network() -> ResponseReturnValue:
    """Let the drawing of the network be made anew."""
    sent, leads_to = forms.PressForm(), url_for("administration.mails")
    come_back_to(no_page, leads_to)
    deed = begin_deed(sent, leads_to)
    require_in_force(deed.actor, sent.organisation.data)
    number = actions.arrange_network(deed)
    deed.session.commit()
    return redirect(url_for("jobs.job", number=number), 303)
