"""Visitors follow an initiative or a filter by e-mail, without an account: asked on a page, agreed to in a mail.

A GET changes nothing: a scanner that opens every link of a mail agrees to nothing.
"""

from functools import partial
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts.mailboxes import address_of
from participation.errors import DomainError, Incomplete, NotFound, Problem
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.languages import text as _
from participation.notifications import filters, following
from participation.notifications.forms import ButtonForm, FollowForm
from participation.notifications.models import Follow
from participation.notifications.views.blueprint import bp
from participation.organisations.policy import VISITOR
from participation.organisations.session import begin_visit
from participation.web.limits import Pace, network, require_pace
from participation.web.refusals import come_back_to

PER_ADDRESS = Pace("follows of one address", most=5)
PER_NETWORK = Pace("follows from one network", most=20)


@bp.get("/tell-me")
def tell_me() -> ResponseReturnValue:
    """Show where a visitor asks to be told of one initiative, or of what fits the filter of the list."""
    asked = request.args.get("initiative", "")
    search = "" if asked else filters.canonical(request.args)
    return _page(FollowForm(formdata=None, initiative=asked, search=search))


@bp.post("/tell-me")
def ask_to_be_told() -> ResponseReturnValue:
    """Send the mail that asks for agreement; the answer is the same for every address."""
    sent = FollowForm()
    about, leads_to = _about(sent)
    come_back_to(partial(_page, sent), leads_to)
    sent.require_genuine()
    address = address_of((sent.email.data or "").strip().lower())
    if address is None:
        raise Incomplete({"email": Problem("not_an_address")})
    require_pace(PER_ADDRESS, address)
    require_pace(PER_NETWORK, network())
    deed = begin_visit(sent, leads_to)
    following.ask(deed, address, about, g.language)
    deed.session.commit()
    flash(_("We have sent a mail to %(address)s. Open it and press the button to agree.", address=address), "success")
    return redirect(leads_to, 303)


def _public(reference: str) -> Initiative:
    """Load what visitors may read: nobody is told by e-mail of anything else."""
    return policy.require_seen(VISITOR, initiatives.one(db.session(), reference))


def _about(sent: FollowForm) -> tuple[str, str]:
    """Return what is to be followed, in one spelling, and the page it is about."""
    if reference := sent.initiative.data:
        found = filters.of_initiative(_public(reference).id)
        return found, url_for("portal.initiative", reference=reference)
    about = filters.canonical(filters.values_of(sent.search.data or ""))
    return about, f"{url_for('portal.index')}?{about.removeprefix(filters.FILTER)}"


def _page(sent: FollowForm, error: DomainError | None = None) -> str:
    about, back = _about(sent)
    sent.prepare("")
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    return render_template(
        "notifications/tell_me.html",
        form=sent,
        conflict=error,
        back=back,
        **_named(_public(sent.initiative.data) if sent.initiative.data else None, about),
    )


def _named(initiative: Initiative | None, about: str) -> dict[str, Any]:
    """Name what is followed: one initiative, what fits a search, everything; nothing where nobody may read it now."""
    searched = "" if initiative else filters.searched(about, g.language)
    return {
        "title": initiative.shown_version.title if initiative else "",
        "title_language": initiative.language if initiative else "",
        "searched": searched,
        "is_everything": about.startswith(filters.FILTER) and not searched,
    }


def _readable(about: str) -> Initiative | None:
    """Load the initiative that is followed, where it is one and visitors may read it."""
    if not about.startswith(filters.INITIATIVE):
        return None
    found = initiatives.by_ids(db.session(), [int(about.removeprefix(filters.INITIATIVE))])
    return next((one for one in found.values() if policy.allows(VISITOR, Permission.VIEW, one)), None)


@bp.get("/follow/<token>")
def agreement(token: str) -> ResponseReturnValue:
    """Show the one button that agrees."""
    return _agreement(_asking(token))


@bp.post("/follow/<token>")
def agree(token: str) -> ResponseReturnValue:
    """Note the agreement; pressed twice it shows the same."""
    sent = ButtonForm()
    deed = begin_visit(sent)
    following.agree(deed, _asking(token))
    deed.session.commit()
    return _agreement(_asking(token))


def _asking(token: str) -> Follow:
    found = following.asking(db.session(), current_app.config["SECRET_KEY"], token, clock.now())
    if found is None:
        raise NotFound
    return found


def _agreement(found: Follow) -> str:
    stop = following.stop_of_follow(current_app.config["SECRET_KEY"], found.id, found.address)
    return render_template(
        "notifications/agreement.html", form=ButtonForm(formdata=None), address=found.address,
        is_agreed=found.confirmed_at is not None, stop=url_for("notifications.stop", token=stop),
        days=following.CONFIRMED_WITHIN.days, **_named(_readable(found.about), found.about),
    )  # fmt: skip
