"""Everything that changes an initiative: rights first, then state, then input; then change, journal, outbox."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from participation.errors import AlreadyDone, Incomplete, NotAllowed, Problem, Stale, WrongStatus
from participation.initiatives import content, policy, queries, seconding
from participation.initiatives.checks import Given, check
from participation.initiatives.effects import EFFECTS
from participation.initiatives.lifecycle import Effect, Field, Permission, Status
from participation.initiatives.models import Decision, Initiative, Prepared, Reference, Remark, WorkingCopy
from participation.initiatives.notices import NOTICES
from participation.initiatives.transitions import Transition
from participation.journal import queries as journal
from participation.journal.chain import digest
from participation.organisations.policy import Actor, ActorDeed, Seat, require_seat
from participation.organisations.queries import moderators
from participation.organisations.reference import PROPOSING
from participation.tongues import AUTHENTIC
from participation.web.seen import require_seen

# After these a moderator is due; after a proposal to decline, another one than who made it.
CALLS_FOR_A_MODERATOR = frozenset({"submit", "appeal", "propose_decline"})
WITHOUT_RECORD = frozenset({"take", "release"})  # desk acts that decide nothing


def require_proposing(actor: Actor) -> Seat:
    """Return the seat in force if its organisation may propose; raise `NotAllowed` saying who may."""
    seat = require_seat(actor, mandate=False)
    if seat.pillar not in PROPOSING:
        raise NotAllowed("citizens_only")
    return seat


def create(deed: ActorDeed, title: str, language: str) -> Initiative:
    """Make a draft for the organisation in force; raises `NotAllowed` for any that does not propose."""
    seat = require_proposing(deed.actor)
    problems = content.too_long({"title": title})
    if not title.strip():
        problems["title"] = Problem("missing")
    if language not in AUTHENTIC:
        problems["language"] = Problem("language")
    if problems:
        raise Incomplete(problems)
    number = deed.session.scalars(insert(Reference).values(at=deed.at).returning(Reference.number)).one()
    draft = Initiative(
        reference=f"{deed.at.year}-{number:04d}",
        organisation_id=seat.organisation_id,
        language=language,
        created_at=deed.at,
        changed_at=deed.at,
        copy=WorkingCopy(title=title.strip(), saved_at=deed.at, asks=[], audiences=[]),
        versions=[],
        co_signatures=[],
        decisions=[],
        translations=[],
        voices=[],
    )
    deed.session.add(draft)
    deed.session.flush()
    deed.record("create", draft.subject)
    return draft


def save(deed: ActorDeed, initiative: Initiative, lock: int | None, typed: Mapping[str, Any]) -> None:
    """Write into the working copy what was typed, and nothing that was not in the form.

    An unfinished text is kept as it is. Raises `Stale` where someone else saved since the form was shown, and
    `Incomplete` only for what cannot be kept: no title, or a text beyond its limit.
    """
    autosave(deed, initiative, lock, typed)
    texts = {name: value for name, value in typed.items() if isinstance(value, str)}
    deed.record("edit", initiative.subject, text=digest(repr(sorted(texts.items()))))


def autosave(deed: ActorDeed, initiative: Initiative, lock: int | None, typed: Mapping[str, Any]) -> int:
    """Write into the working copy and nowhere else, and return its new lock.

    The journal hears of it when the button is pressed. Raises as `save` does: an older text never replaces a newer one.
    """
    policy.require(deed.actor, Permission.EDIT, initiative)
    if lock != initiative.copy.lock:
        raise Stale
    if problems := content.unkeepable(typed):
        raise Incomplete(problems)
    for name, value in typed.items():
        setattr(initiative.copy, name, _with_keys(initiative.copy.asks, value) if name == "asks" else value)
    initiative.copy.saved_at = deed.at
    deed.session.flush()
    return initiative.copy.lock


def _with_keys(before: list[dict[str, Any]], asks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let an ask keep its key, so that commitments find it again; the same words are the same ask."""
    known = {ask["key"] for ask in before}
    by_words = {(ask["type"], ask["text"]): ask["key"] for ask in before}
    kept, used = [], set()
    for ask in asks:
        key = ask.get("key") if ask.get("key") in known else by_words.get((ask["type"], ask["text"]))
        if key is None or key in used:
            key = secrets.token_hex(4)
        used.add(key)
        kept.append({**ask, "key": key})
    return kept


def act(
    deed: ActorDeed, initiative: Initiative, transition: Transition, given: Given, prepared: Prepared | None = None
) -> Prepared | None:
    """Carry the initiative through one transition. Nothing changes unless everything is in order.

    Returns what waits now for a colleague, where the organisation in force wants that; `prepared` is what a
    colleague confirms here.
    """
    _require_open(deed, initiative, transition)
    if transition.of_the_desk and given.version != version_of(initiative, transition):
        raise Stale  # an old form, after a new version
    if Effect.DETAILS in transition.effects:
        require_seen(given.seen, content.details_of(initiative))
    if given.text:
        save(deed, initiative, given.lock, given.text)
    elif transition.freezes and given.lock != initiative.copy.lock:
        raise Stale
    if problems := check(deed, initiative, given, transition.checks):
        raise Incomplete(problems)
    if prepared is None and seconding.is_seconded(deed, transition.name):
        typed = seconding.Typed(lock=initiative.copy.lock, correction=given.correction)
        return seconding.prepare(deed, initiative, transition.name, typed)
    before = initiative.status
    with deed.session.no_autoflush:  # the constraints across columns hold at the end, not between two effects
        _carry(deed, initiative, transition, given)
    facts = {
        "from": before,
        "to": initiative.status,
        "version": initiative.shown,
        "written": len(initiative.versions),
        "substance": initiative.versions[-1].substantive if initiative.versions else None,
        "reason": digest(given.reason.strip()) if given.reason.strip() else None,
        "prepared_by": seconding.preparer(prepared),
    }
    deed.session.flush()
    announce(deed, initiative, transition.name, _latest_decision(initiative, deed.at), **facts)
    if transition.name in CALLS_FOR_A_MODERATOR:
        _call_for_another(deed, initiative)
    return None


def version_of(initiative: Initiative, transition: Transition) -> int | None:
    """Return the number of the version that whoever makes the transition must have seen."""
    pending = initiative.pending if transition.decides_a_version else None
    return pending.number if pending else initiative.shown


def _require_open(deed: ActorDeed, initiative: Initiative, transition: Transition) -> None:
    try:
        policy.require_open(deed.actor, transition, initiative)
    except WrongStatus:
        if is_repeat(deed, initiative, transition.name):
            raise AlreadyDone from None
        raise
    if Effect.TAKE in transition.effects and initiative.taken_by_id == deed.actor.person_id:
        raise AlreadyDone


def _carry(deed: ActorDeed, initiative: Initiative, transition: Transition, given: Given) -> None:
    decision = _decide(deed, initiative, transition, given)
    initiative.status = transition.moves[initiative.status]
    if initiative.status is Status.PUBLISHED and initiative.published_at is None:
        initiative.published_at, initiative.first_public = deed.at, initiative.shown
    for effect in transition.effects:
        EFFECTS[effect](deed, initiative, given, decision)
    if transition.name not in WITHOUT_RECORD:
        initiative.changed_at = deed.at


def _decide(deed: ActorDeed, initiative: Initiative, transition: Transition, given: Given) -> Decision | None:
    """Record who decided and in which words; an act without either leaves the journal's entry only.

    What the transition does not ask for has been checked by nobody, and is not kept. The words are taken to be in
    the initiative's own language: the desk answers in the language it was addressed in.
    """
    decides = transition.of_the_desk and transition.name not in WITHOUT_RECORD
    words = given.reason.strip() if Field.REASON in transition.asks else ""
    if not decides and not words:
        return None
    remarks = given.remarks if Field.REMARKS in transition.asks else {}
    code = given.reason_code if Field.CATALOGUE in transition.asks else ""
    decision = Decision(
        act=transition.name,
        person_id=deed.actor.person_id,
        by_desk=transition.of_the_desk,
        version=initiative.shown,
        reason_code=code or None,
        words=words,
        language=initiative.language,
        at=deed.at,
        remarks=[Remark(field=name, words=words.strip()) for name, words in remarks.items() if words.strip()],
    )
    initiative.decisions.append(decision)
    return decision


def _latest_decision(initiative: Initiative, at: datetime) -> int | None:
    last = initiative.decisions[-1] if initiative.decisions else None
    return last.id if last is not None and last.at == at else None


def _call_for_another(deed: ActorDeed, initiative: Initiative) -> None:
    """Tell the administrators, once an initiative, that nobody at the desk may decide."""
    if policy.judges(moderators(deed.session, deed.at), initiative) - {deed.actor.person_id}:
        return
    if not queries.was_told(deed.session, "another_needed", initiative):
        for audience in NOTICES["another_needed"]:
            deed.tell("another_needed", initiative.subject, audience)


def is_repeat(deed: ActorDeed, initiative: Initiative, kind: str) -> bool:
    """Tell whether the last thing that happened here is this very act by the same organisation or moderator."""
    last = journal.last(deed.session, *initiative.subject)
    if last is None or last.kind != kind or last.organisation_id != deed.actor.organisation_id:
        return False
    return deed.actor.organisation_id is not None or last.actor_key == deed.actor.key


def announce(
    deed: ActorDeed, initiative: Initiative, kind: str, detail_id: int | None = None, **facts: str | int | bool | None
) -> None:
    """Record an act on an initiative and tell it to the audiences of its row."""
    deed.record(kind, initiative.subject, **facts)
    told = f"{kind}_public" if kind == "revise" and initiative.published_at is not None else kind
    for audience in NOTICES.get(told, ()):
        deed.tell(told, initiative.subject, audience, detail_id)
