"""The page of one prepared act, for the members of its organisation alone, and what its representatives do there."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from participation import clock
from participation.accounts.models import Person
from participation.confirming import actions, forms, queries
from participation.errors import DomainError, Incomplete, NotFound
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import ACTS
from participation.initiatives.models import Initiative, Prepared
from participation.initiatives.vocabulary import LONGEST
from participation.languages import lazy as _l
from participation.languages import text as _
from participation.organisations import naming
from participation.organisations.actions.four_eyes import has_second
from participation.organisations.policy import require_in_force
from participation.organisations.queries import members
from participation.organisations.session import begin_deed, current_actor
from participation.web import formats
from participation.web.refusals import come_back_to

bp = Blueprint("confirming", __name__, url_prefix="/<lang>/workspace/prepared/<int:number>")
DONE = {
    "confirm": _l("Confirmed. It has taken effect now."),
    "send-back": _l("Sent back. Your colleague reads your words."),
    "take-back": _l("Taken back. Nothing was done in your organisation's name."),
}
ENDS = {
    "confirmed": _l("Confirmed by %(name)s on %(moment)s."),
    "sent_back": _l("Sent back by %(name)s on %(moment)s."),
    "taken_back": _l("Taken back by %(name)s on %(moment)s."),
    "lapsed": _l("Nobody confirmed it in time, or the text changed: it lapsed on %(moment)s."),
}


@bp.get("/")
def prepared(number: int) -> ResponseReturnValue:
    """Show what is to be confirmed, word for word."""
    return _page(number, forms.SettleForm(formdata=None))


@bp.post('/<any("confirm", "send-back", "take-back"):act>')
def settle(number: int, act: str) -> ResponseReturnValue:
    """Confirm it, send it back with a word, or take back what one prepared oneself."""
    sent, leads_to = forms.SettleForm(), url_for("confirming.prepared", number=number)
    come_back_to(partial(_page, number, sent), leads_to)
    deed = begin_deed(sent, leads_to)
    # The initiative first, and alone: whoever confirms may change it.
    initiative, _row = _known(number)
    initiative = policy.require_known(
        deed.actor, initiatives.one(deed.session, initiative.reference, initiatives.TO_CHANGE)
    )
    row = _own(queries.to_settle(deed.session, number))
    require_in_force(deed.actor, sent.organisation.data)
    if act == "confirm":
        actions.confirm(deed, initiative, row)
    elif act == "send-back":
        actions.send_back(deed, initiative, row, sent.reason.data or "")
    else:
        actions.take_back(deed, initiative, row)
    deed.session.commit()
    flash(str(DONE[act]), "success")
    return redirect(leads_to, 303)


def _own(found: Prepared | None) -> Prepared:
    """Return what an organisation of the actor prepared; to everyone else there is nothing."""
    if found is None or found.organisation_id not in current_actor().organisations:
        raise NotFound
    return found


def _known(number: int) -> tuple[Initiative, Prepared]:
    """Load both; what one may not know of any more, one confirms no more."""
    row = _own(queries.one(db.session(), number))
    reference = queries.reference_of(db.session(), row)
    return policy.require_known(current_actor(), initiatives.one(db.session(), reference)), row


def _page(number: int, sent: forms.SettleForm, error: DomainError | None = None) -> str:
    initiative, row = _known(number)
    actor = current_actor()
    sent.prepare(actor.hat)
    sent.show(error.problems if isinstance(error, Incomplete) else {})
    waits = row.ended_at is None and row.until > clock.now()
    mine = row.prepared_by_id == actor.person_id
    speaks = actor.acts_for(mandate=True) == row.organisation_id
    return render_template(
        "confirming/prepared.html",
        form=sent,
        conflict=error,
        number=number,
        act=row.act.replace("_", "-"),
        label=ACTS[row.act],
        reference=initiative.reference,
        organisation=row.organisation.name_in(g.language),
        longest=LONGEST["reason"],
        may_settle=waits and speaks and not mine,
        may_take_back=waits and speaks and mine,
        nobody_else=waits and not has_second(members(db.session(), row.organisation_id), clock.now()),
        members=url_for("organisations.members", slug=row.organisation.slug),
        ending=_ending(row),
        **_said(initiative, row),
    )


def _said(initiative: Initiative, row: Prepared) -> dict[str, Any]:
    """Return what was typed, who typed it, and whether the text is still the same."""
    version = initiative.version(row.version) if row.version else None
    asks = {ask.key: ask.text for ask in version.asks} if version else {}
    changed = row.lock != initiative.copy.lock if row.version is None else row.version != initiative.shown
    return {
        "title": version.title if version else initiative.copy.title,
        "title_language": initiative.language,
        "version": row.version or 0,
        "read": url_for("drafting.version", reference=initiative.reference, number=row.version)
        if row.version
        else url_for("portal.preview", reference=initiative.reference),
        "statement": row.statement or "",
        "statement_language": row.language,
        "brought": [(asks[key], n) for key, n in row.commitments.items() if key in asks and n.strip() not in {"", "0"}],
        "by": _name(row, row.prepared_by),
        "at": formats.local_moment(row.at, g.language),
        "until": formats.local_moment(row.until, g.language) if row.ended_at is None else "",
        "has_changed": changed and row.ended_at is None,
        "again": f"/{g.language}/initiatives/{initiative.reference}/{row.act.replace('_', '-')}",
        "word": row.word,
    }


def _ending(row: Prepared) -> str:
    if row.ended_at is None or row.ended_as is None:
        return "" if row.until > clock.now() else _("Nobody confirmed it in time.")
    name = _name(row, row.ended_by) if row.ended_by else ""
    return str(ENDS[row.ended_as]) % {"name": name, "moment": formats.local_moment(row.ended_at, g.language)}


def _name(row: Prepared, who: Person) -> str:
    """Name a colleague, or say that it was a former member where he or she asked for that."""
    names = naming.of_people(db.session(), {who.id})
    return names.on(who.id, who.name, row.organisation, row.at, g.language)
