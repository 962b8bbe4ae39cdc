"""What happened to a thing while somebody was typing: what, by whom, when, and where it is seen as it is now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import g, url_for
from sqlalchemy import select

from participation.accounts.models import Person
from participation.comments import policy as comment_policy
from participation.comments import queries as comments
from participation.comments.labels import ACTS as ON_COMMENTS
from participation.errors import WrongStatus
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives import queries as initiatives
from participation.initiatives.labels import ACTS as ON_INITIATIVES
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.journal import queries as journal
from participation.journal.models import Entry
from participation.languages import text as _
from participation.organisations import naming
from participation.organisations import queries as organisations
from participation.organisations.labels import ACTS as ON_ORGANISATIONS
from participation.organisations.lifecycle import ANSWER, DESK_ACTS, MERGE
from participation.organisations.models import Organisation
from participation.organisations.policy import Actor
from participation.web import formats

PENDING = frozenset({"nothing_pending", "already_pending", "taken"})  # what changed is not the state
OF_COMMENTS = frozenset({"hide", "contest", "show_again", "keep_hidden", "take_back"})  # whoever sees it sees these
OF_ORGANISATIONS = frozenset({*DESK_ACTS, ANSWER.name, MERGE.name, "close", "confirm_mandate"})


class Now(NamedTuple):
    """What is said of it, and the link to it."""

    words: str
    label: str
    href: str


def since(actor: Actor, error: WrongStatus, at: Mapping[str, Any]) -> Now | None:
    """Tell what happened to the thing the address `at` names; None where it names none, or none one may know of."""
    if "public_id" in at:
        return _comment(actor, at["public_id"])
    if "reference" in at:
        return _initiative(actor, error, at["reference"])
    return _organisation(actor, at["slug"]) if "slug" in at else None


def _initiative(actor: Actor, error: WrongStatus, reference: str) -> Now | None:
    found = initiatives.one(db.session(), reference)
    if found is None or not policy.allows(actor, Permission.KNOW, found):
        return None
    address = "moderation.case" if actor.at_the_desk else "portal.initiative"
    href = url_for(address, reference=reference)
    return Now(_said(actor, _led_here(found, error), ON_INITIATIVES), _("See it as it is now"), href)


def _led_here(found: Initiative, error: WrongStatus) -> Entry | None:
    """Return the act that brought it into its state; where it is about what waits, the last act of all."""
    for entry in reversed(journal.history(db.session(), *found.subject)):
        facts = journal.facts(entry)
        if entry.kind not in TRANSITIONS:
            continue
        if error.why in PENDING or (facts.get("to") == found.status and facts.get("from") != found.status):
            return entry
    return None


def _comment(actor: Actor, public_id: str) -> Now | None:
    found = comments.one(db.session(), public_id)
    if found is None or not comment_policy.may_see(actor, found):
        return None
    known = OF_COMMENTS | {"dismiss"} if actor.at_the_desk else OF_COMMENTS
    words = _said(actor, _newest(found.subject, known), ON_COMMENTS)
    return Now(words, _("See it as it is now"), url_for("comments.one", public_id=public_id))


def _organisation(actor: Actor, slug: str) -> Now | None:
    found = organisations.by_slug(db.session(), slug)
    if found is None or not (actor.is_moderator or found.id in actor.organisations):
        return None
    href = url_for("moderation.organisation" if actor.at_the_desk else "organisations.members", slug=slug)
    words = _said(actor, _newest(found.subject, OF_ORGANISATIONS), ON_ORGANISATIONS)
    return Now(words, _("See it as it is now"), href)


def _newest(subject: tuple[str, int], kinds: frozenset[str]) -> Entry | None:
    return next((e for e in reversed(journal.history(db.session(), *subject)) if e.kind in kinds), None)


def _said(actor: Actor, entry: Entry | None, labels: Mapping[str, Any]) -> str:
    if entry is None:
        return ""
    return _(
        "What was done: “%(act)s”, by %(who)s, on %(moment)s.",
        act=labels[entry.kind],
        who=_who(actor, entry),
        moment=formats.local_moment(entry.at, g.language),
    )


def _who(actor: Actor, entry: Entry) -> str:
    """Name who did it as this reader may know: a moderator, the organisation, and to colleagues the person as well."""
    if entry.actor_key == actor.key:
        return _("you")
    if entry.organisation_id is None:
        return _("a moderator")
    of = db.session().get_one(Organisation, entry.organisation_id)
    if not (actor.is_moderator or of.id in actor.organisations):
        return of.name_at(entry.at, g.language)
    return _(
        "%(name)s of %(organisation)s", name=_named(entry.actor_key, of, entry.at), organisation=of.name_in(g.language)
    )


def _named(key: str, of: Organisation, at: datetime) -> str:
    session = db.session()
    name = session.scalar(select(Person.name).where(Person.pseudonym == key)) or ""
    return naming.of_pseudonyms(session, {key}).on(key, name, of, at, g.language)
