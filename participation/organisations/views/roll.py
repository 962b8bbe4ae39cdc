"""Plain values for the page of an organisation's members."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import g, url_for

from participation import clock
from participation.errors import NotAllowed
from participation.extensions import db
from participation.languages import text as _
from participation.organisations import labels, naming, page, queries, roster
from participation.organisations.actions import asking
from participation.organisations.lifecycle import MemberRole
from participation.organisations.models import Invitation, JoiningRequest, Membership, Organisation
from participation.organisations.policy import Actor, require_representative, runs
from participation.web import formats

Link = tuple[str, str, str]
OF_PEOPLE = (("invite", "invite_form"), ("joining_link", "joining_link"))
OF_ALL = (
    ("edit_profile", "edit_form"),
    ("four_eyes", "four_eyes_form"),
    ("rename", "rename_form"),
    ("close", "close_form"),
)


def last_day(until: datetime | None) -> date | None:
    """Return the last day of a mandate, which ends with it."""
    return (until - timedelta(seconds=1)).astimezone(clock.BRUSSELS).date() if until else None


def whole(actor: Actor, found: Organisation) -> dict[str, Any]:
    """Return everything the page shows this reader."""
    session, may, belongs = db.session(), _may(actor, found), found.id in actor.organisations
    holders = roster.holders(session, found.id, clock.now())
    people, asked = queries.members(session, found.id), roster.invitations(session, found.id)
    names = naming.of_people(session, {one.invited_by_id for one in asked})
    of_all = _links(OF_ALL, found) if may else []
    if belongs:
        of_all.append(_link("leave", url_for("organisations.leave_form", slug=found.slug)))
    return {
        **page.called(found),
        "slug": found.slug,
        "people": [_person(actor, found, one, holders, may=may) for one in people],
        "invitations": [_invitation(found, one, names, may=may) for one in asked],
        "requests": [_request(found, one) for one in asking.requests(session, found.id)] if may else [],
        "acts": _links(OF_PEOPLE, found) if may else [],
        "of_all": of_all,
        "needs_successor": not any(runs(one, clock.now()) for one in people),
    }


def _links(acts: tuple[tuple[str, str], ...], found: Organisation) -> list[Link]:
    return [_link(act, url_for(f"organisations.{view}", slug=found.slug)) for act, view in acts]


def _may(actor: Actor, found: Organisation) -> bool:
    try:
        require_representative(actor, found)
    except NotAllowed:
        return False
    return True


def _link(act: str, href: str) -> Link:
    return act.replace("_", "-"), str(labels.ACTS[act]), href


def _person(actor: Actor, found: Organisation, one: Membership, holders: set[int], *, may: bool) -> dict[str, Any]:
    own = one.person_id == actor.person_id
    changing: dict[str, Any] = {"slug": found.slug, "number": one.id}
    acts = ("change_role", "end_membership") if may and not own else ()
    return {
        "key": one.id,
        "name": one.person.name,
        "email": one.person.email,
        "is_own": own,
        "role_label": labels.ROLES[one.role],
        "words": one.mandate_words,
        "words_language": found.language,
        "span": _span(one),
        "note": _note(one, holders),
        "acts": [_link(a, url_for("organisations.member_form", act=a.replace("_", "-"), **changing)) for a in acts],
    }


def _span(one: Membership) -> str:
    if one.mandate_from is None:
        return ""
    begun, last = formats.local_day(one.mandate_from, g.language), last_day(one.mandate_until)
    if last is None:
        return _("mandate since %(day)s", day=begun)
    return _("mandate from %(day)s until %(last)s", day=begun, last=formats.day(last, g.language))


def _note(one: Membership, holders: set[int]) -> str:
    if one.role is not MemberRole.REPRESENTATIVE or runs(one, clock.now()):
        return ""
    if one.awaits_desk:
        return _("Waits for a moderator to confirm the mandate.")
    if one.id in holders:
        return _("This mandate has run out. It still holds until a moderator has confirmed a successor.")
    return _("This mandate has run out.")


def _request(found: Organisation, one: JoiningRequest) -> dict[str, Any]:
    places: dict[str, Any] = {"slug": found.slug, "number": one.id}
    is_known = one.person_id is not None
    return {
        "key": one.id,
        "name": one.name,
        "email": one.email,
        "note": _("has an account") if is_known else _("has no account yet, or did not sign in"),
        "on": _("asked on %(day)s", day=formats.local_day(one.at, g.language)),
        "acts": [_link(a, url_for("organisations.request_form", act=a, **places)) for a in ("admit", "refuse")],
    }


def _invitation(found: Organisation, one: Invitation, names: naming.Names, *, may: bool) -> dict[str, Any]:
    places: dict[str, Any] = {"slug": found.slug, "number": one.id}
    acts = ("send_again", "revoke") if may else ()
    is_over = one.until <= clock.now()
    day, inviter = formats.local_moment(one.until, g.language), one.invited_by
    by = names.on(inviter.id, inviter.name, found, one.at, g.language)
    return {
        "key": one.id,
        "email": one.email,
        "role_label": labels.ROLES[one.role],
        "by": _("Invited by %(name)s", name=by),
        "until": _("No longer good since %(day)s", day=day) if is_over else _("Good until %(day)s", day=day),
        "acts": [_link(a, url_for("organisations.invitation_form", act=a.replace("_", "-"), **places)) for a in acts],
    }
