"""What a signed-in person is told, how, and about which initiatives."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.accounts.session import begin_own_deed, current_person, to_sign_in
from participation.errors import DomainError
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.languages import text as _
from participation.notifications import following, queries
from participation.notifications.forms import OF_MODERATORS, PreferenceForm
from participation.notifications.importance import CHOSEN, USUAL_HOUR, Group, channel
from participation.notifications.labels import GROUPS
from participation.notifications.views.blueprint import bp
from participation.organisations.session import begin_deed
from participation.web.forms import ActingForm, number
from participation.web.refusals import come_back_to

LAST_HOUR = 23
COMMON = frozenset({Group.NEEDS_ME, Group.NEWS})  # what most people choose; the rest stands folded


@bp.get("/account/notifications")
def preferences() -> ResponseReturnValue:
    """Show what one has chosen, or what is usual."""
    person = current_person()
    if person is None:
        return to_sign_in()
    kept = queries.preferences(db.session(), [person.id]).get(person.id)
    stopped = kept is not None and kept.stopped_at is not None
    usual = {group.value: channel(kept.channels if kept else {}, group, stopped=stopped).value for group in CHOSEN}
    return _page(PreferenceForm(formdata=None, hour=str(kept.hour if kept else USUAL_HOUR), **usual))


@bp.post("/account/notifications")
def choose() -> ResponseReturnValue:
    """Keep what was chosen."""
    sent, leads_to = PreferenceForm(), url_for("notifications.preferences")
    come_back_to(partial(_page, sent), leads_to)
    deed = begin_own_deed(sent, leads_to)
    hour = number(sent.hour.data)
    kept_hour = hour if hour is not None and hour <= LAST_HOUR else USUAL_HOUR
    following.choose(deed.session, deed.actor.person.id, sent.channels(), kept_hour)
    deed.session.commit()
    flash(_("Saved."), "success")
    return redirect(leads_to, 303)


def _page(form: PreferenceForm, error: DomainError | None = None) -> str:
    person = current_person()
    assert person is not None  # noqa: S101  # the views have asked
    form.prepare("")
    shown = [group for group in CHOSEN if person.is_moderator or group not in OF_MODERATORS]
    common, seldom = (
        [(form[group.value], str(GROUPS[group][1])) for group in shown if (group in COMMON) is wanted]
        for wanted in (True, False)
    )
    more = " · ".join(str(field.label.text) for field, _hint in seldom)
    return render_template(
        "notifications/preferences.html", form=form, common=common, seldom=seldom, more=more, conflict=error
    )


@bp.post('/initiatives/<reference>/<any("follow", "mute", "as-usual"):wish>')
def watch(reference: str, wish: str) -> ResponseReturnValue:
    """Follow an initiative, mute it, or leave it as it usually is; only of what one may read."""
    leads_to = url_for("portal.initiative", reference=reference)
    deed = begin_deed(ActingForm(), leads_to)
    found = policy.require_seen(deed.actor, initiatives.one(deed.session, reference))
    person_id = deed.actor.person_id
    assert person_id is not None  # noqa: S101  # a deed is begun by nobody else
    if wish == "as-usual":
        following.unwatch(deed.session, person_id, found.id)
    else:
        following.watch(deed.session, person_id, found.id, follows=wish == "follow")
    deed.session.commit()
    said = {"follow": _("You follow this initiative."), "mute": _("You get no more mails about this initiative.")}
    flash(said.get(wish, _("You are told as usual.")), "success")
    return redirect(leads_to, 303)
