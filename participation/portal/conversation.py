"""Plain values of the conversation on an initiative's page: it reads, and asks policy what to offer."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from markupsafe import Markup

from participation.comments import policy, queries
from participation.comments.labels import ACTS, SCOPE_NOTES
from participation.comments.lifecycle import Scope, State
from participation.comments.models import Comment
from participation.extensions import db
from participation.initiatives import policy as initiatives
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative
from participation.languages import spoken
from participation.languages import text as _
from participation.organisations import naming
from participation.organisations.policy import Actor
from participation.organisations.reference import NEUTRAL, PILLARS
from participation.portal.dossier import address, organisation_address
from participation.reasons.models import Reason
from participation.web import formats

Reasons = Mapping[str, Reason]


def talk(actor: Actor, initiative: Initiative, page: int) -> dict[str, Any]:
    """Return one page of threads, oldest first, each with its replies; the newest threads are on the first page."""
    session = db.session()
    found, answers = queries.talk(session, actor, initiative.id, page)
    begun = found[: queries.THREADS][::-1]
    said = [*begun, *(reply for one in begun for reply in answers.get(one.id, ()))]
    for one in said:
        queries.bind(one, initiative, None)
    reasons = queries.reasons(session, [one.hidden_code for one in said if one.is_gone])
    names = naming.of_people(session, {one.person_id for one in said if _names_author(actor, one)})
    here = address(initiative)
    return {
        "threads": [
            (
                _drawn(actor, one, reasons, names),
                [_drawn(actor, a, reasons, names) for a in answers.get(one.id, ())],
            )
            for one in begun
        ],
        "earlier_href": f"{here}?talk={page + 1}#conversation" if len(found) > queries.THREADS else "",
        "later_href": f"{here}?talk={page - 1}#conversation" if page > 1 else "",
        "join_href": "" if actor.person_id else f"/{spoken()}/join",
        "comment_href": f"{here}/comment" if initiatives.allows(actor, Permission.COMMENT, initiative) else "",
    }


def _drawn(actor: Actor, one: Comment, reasons: Reasons, names: naming.Names) -> dict[str, Any]:
    """Return the arguments of the macro that draws one comment."""
    initiative, who = one.initiative, one.organisation
    acts = policy.open_acts(actor, one)
    base = url_for("comments.one", public_id=one.public_id) if acts else ""
    return {
        "key": one.public_id,
        "name": one.name_then(spoken()) or _("Moderation team"),
        "href": organisation_address(who) if who else "",
        "look": PILLARS[who.pillar].look if who else NEUTRAL,
        "label": _("Proposer") if one.organisation_id == initiative.organisation_id else "",
        "iso": formats.iso_day(one.at),
        "date_words": formats.local_moment(one.at, spoken()),
        "text": _in_place(one, reasons, read=policy.may_read(actor, one)) if one.is_gone else _lines(one.text),
        "lang": "" if one.is_gone else one.language,
        "note": " · ".join(_notes(actor, one, names)),
        "links": [(act.address, ACTS[act.name], f"{base}/{act.address}") for act in acts],
        "is_gone": one.is_gone,
    }


def _lines(text: str) -> Markup:
    """Keep the lines as they were typed; nothing in them is markup and no address becomes a link."""
    return Markup("<p>%s</p>") % Markup("<br>").join(text.split("\n"))


def _in_place(one: Comment, reasons: Reasons, *, read: bool) -> Markup:
    """Say what became of it; its own organisation and the moderators still read the words below."""
    said = [_lines(words) for words in _notice(one, reasons, read=read)]
    if read:
        said += [_quote(caption, words, language) for caption, words, language in _kept(one) if words]
    return Markup("").join(said)


def _quote(caption: str, words: str, language: str) -> Markup:
    return Markup('<p>{}</p><blockquote lang="{}">{}</blockquote>').format(caption, language, _lines(words))


def _kept(one: Comment) -> list[tuple[str, str, str]]:
    """List what it said and what was said about it, each with its language."""
    moderators = one.hidden_language or one.language
    return [
        (_("The comment was:"), one.text, one.language),
        (_("The moderator wrote:"), one.hidden_words, moderators),
        (_("The organisation contested:"), one.contest_words, one.language),
        (_("The other moderator wrote:"), one.decision_words, moderators),
    ]


def _notice(one: Comment, reasons: Reasons, *, read: bool) -> list[str]:
    if one.taken_back_at is not None:
        return [_("Taken back on %(date)s by whoever wrote it.", date=formats.local_day(one.taken_back_at, spoken()))]
    reason = reasons.get(one.hidden_code or "")
    rows = [
        _("A moderator has hidden this comment. Reason: %(reason)s", reason=reason.titles[spoken()] if reason else "")
    ]
    if not read or one.hidden_at is None:
        return rows
    rows.append(_("Hidden on %(date)s by a person, not by a machine.", date=formats.local_day(one.hidden_at, spoken())))
    if one.state is State.HIDDEN:
        rows.append(_("The organisation that wrote it can contest this once. Another moderator then decides."))
    if one.state is State.CONTESTED:
        rows.append(_("Contested: another moderator will decide."))
    if one.state is State.KEPT_HIDDEN:
        rows.append(_("Contested: another moderator has decided that it stays hidden."))
    return rows


def _names_author(actor: Actor, one: Comment) -> bool:
    return actor.is_moderator or (one.organisation_id is not None and one.organisation_id in actor.organisations)


def _notes(actor: Actor, one: Comment, names: naming.Names) -> list[str]:
    """Say who reads it, where that is not everyone, whether it was edited, and to its own people who wrote it."""
    rows: list[str] = []
    is_public = one.scope is Scope.PUBLIC and one.initiative.published_at is not None
    if one.parent_id is None and not is_public:
        rows.append(str(SCOPE_NOTES[one.scope]))
    if one.edited_at is not None:
        rows.append(_("edited on %(date)s", date=formats.local_moment(one.edited_at, spoken())))
    if _names_author(actor, one):
        name = names.on(one.person_id, one.person.name, one.organisation, one.at, spoken())
        rows.append(_("written by %(name)s", name=name))
    return rows
