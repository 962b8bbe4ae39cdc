"""The page of an initiative in pieces, kept for visitors: an act leaves standing what it did not touch.

The conversation goes by what happened to its comments, the rest by what happened to the initiative; each by what
happened to the organisations it names, and by any reason, the language and the day.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import current_app, g
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from participation import clock
from participation.drafting import page as drafting
from participation.extensions import db
from participation.initiatives import policy
from participation.initiatives.labels import ACTS
from participation.initiatives.lifecycle import SECONDED, Permission
from participation.initiatives.models import Initiative
from participation.journal.queries import Step
from participation.notifications.page import wishes
from participation.organisations.policy import VISITOR, Actor
from participation.portal import conversation, covers, drawn, page
from participation.portal.invitation import described
from participation.web.kept import Kept

MOST = 2000  # of each piece: some 15 and 5 kB
OFFERED = (
    Permission.EDIT, Permission.TRANSLATE, Permission.CHECK_TRANSLATION,
    Permission.CO_SIGN, Permission.REAFFIRM, Permission.WITHDRAW_CO_SIGNATURE,
)  # fmt: skip
FIRST = ("co-sign", "reaffirm")  # what a partner came for: within reach of the thumb
HEAD = ("reference", "state", "title", "summary", "translation", "readers", "ending", "cover", "event", "feed")
Key = tuple[object, ...]
Act = tuple[str, LazyString, bool]  # address, words, whether it cannot be undone


class Told(NamedTuple):
    """What the head of the page needs, and all the page shows but the conversation."""

    head: dict[str, Any]
    top: Markup
    text: Markup
    rest: Markup


def for_visitors(reference: str, asked: int) -> dict[str, Any] | None:
    """Return the pieces with page `asked` of the conversation; None where a visitor does not read the text."""
    if (now := drawn.happened(reference)) is None:
        return None
    tellings: Kept[Key, Told] = current_app.extensions.setdefault("portal.told", Kept(MOST))
    talks: Kept[Key, Markup] = current_app.extensions.setdefault("portal.talks", Kept(MOST))
    of = reference, g.language, clock.today()
    told_by: Key = (*of, now._replace(comments=0, voices=None))
    talk_by: Key = (*of, now._replace(entries=0, changed_at=None, named=None), asked)
    told, talk = tellings.get(told_by), talks.get(talk_by)
    if told is None or talk is None:
        found, steps = page.loaded(VISITOR, reference)
        if not policy.allows(VISITOR, Permission.VIEW, found):
            return None
        told = told or tellings.put(told_by, _told(found, steps))
        talk = talk or talks.put(talk_by, _drawn("conversation", {"talk": conversation.talk(VISITOR, found, asked)}))
    return {**told.head, "kept": {"top": told.top, "text": told.text, "rest": told.rest, "talk": talk}}


def values(actor: Actor, found: Initiative, steps: list[Step]) -> dict[str, Any]:
    """Return what the page shows this reader, who may read the text, but for the conversation."""
    prepared = drafting.prepared(actor, found)
    acts = _acts(actor, found)
    if any(one["holds_back"] for one in prepared):  # another one would be refused
        acts = [act for act in acts if act[0].replace("-", "_") not in SECONDED]
    shown, cover = page.whole(actor, found, steps), covers.of_public(found)
    return shown | {
        "acts": acts,
        "primary": next((address for address, _label, _hard in acts if address in FIRST), ""),
        "speaks_for": actor.in_force.name_in(g.language) if actor.in_force else "",
        "watching": wishes(db.session(), actor, found),
        "prepared": prepared,
        "cover": cover,
        "event": described(found, cover.address) if cover and shown["calendar"] else None,
    }


def _acts(actor: Actor, found: Initiative) -> list[Act]:
    """List what the actor can do; what cannot be undone stands last, and a visitor is never offered anything."""
    if actor.person_id is None:
        return []
    acts = [(t.address, ACTS[t.name], t.destructive) for t in policy.open_transitions(actor, found)]
    acts += [
        (permission.value.replace("_", "-"), ACTS[permission.value], False)
        for permission in OFFERED
        if policy.allows(actor, permission, found) and page.makes_sense(actor, permission, found)
    ]
    return sorted(acts, key=lambda act: act[2])


def _told(found: Initiative, steps: list[Step]) -> Told:
    shown = values(VISITOR, found, steps) | {"chrome": {"actor": None}}
    top, text, rest = (_drawn(f"initiative_{name}", shown) for name in ("top", "text", "rest"))
    return Told({name: shown[name] for name in HEAD}, top, text, rest)


def _drawn(name: str, shown: Mapping[str, Any]) -> Markup:
    """Draw one template by itself."""
    return Markup(current_app.jinja_env.get_template(f"portal/{name}.html").render(shown))  # noqa: S704  # drawn with everything escaped
