"""Co-sign, confirm again, withdraw. The constraint decides who was first, so no look beforehand is needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.dialects import postgresql, sqlite

from participation.errors import AlreadyDone, Incomplete, Problem, Stale, WrongStatus
from participation.initiatives import actions, policy, seconding
from participation.initiatives.content import read_number, too_long
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import IN_FORCE, Commitment, CoSignature, Ending, Initiative, Prepared
from participation.initiatives.vocabulary import LONGEST, MOST_OF_AN_ASK
from participation.journal.chain import digest
from participation.organisations.policy import ActorDeed, require_seat


@dataclass(frozen=True)
class Consent:
    """The version that was read, the tick that says one may sign, and what one brings."""

    version: int | None
    mandate: bool
    statement: str | None = None  # None: the form had no such field
    commitments: Mapping[str, str] = field(default_factory=dict)  # key of the ask -> how many, as typed


def co_sign(
    deed: ActorDeed, initiative: Initiative, consent: Consent, prepared: Prepared | None = None
) -> Prepared | None:
    """Put the organisation in force under the version that was read; `AlreadyDone` where it stands there.

    Where it stands under an earlier one, the same word would say too much: it is told to confirm instead. Returns
    what waits now for a colleague, where the organisation wants that; `prepared` is what a colleague confirms here.
    """
    policy.require(deed.actor, Permission.CO_SIGN, initiative)
    brought = _require_sound(initiative, consent)
    if prepared is None and not _own(deed, initiative) and seconding.is_seconded(deed, "co_sign"):
        return seconding.prepare(deed, initiative, "co_sign", _typed(consent))
    if not _stand(deed, initiative, consent, brought):
        if any(s.version != consent.version for s in _own(deed, initiative)):
            raise WrongStatus(initiative.status, "reaffirm")
        raise AlreadyDone
    actions.announce(deed, initiative, "co_sign", version=consent.version, prepared_by=seconding.preparer(prepared))
    return None


def reaffirm(
    deed: ActorDeed, initiative: Initiative, consent: Consent, prepared: Prepared | None = None
) -> Prepared | None:
    """Confirm on the version shown now; the earlier row ends and stays. Returns what waits now, as `co_sign` does.

    What was brought to an ask that is still there, and the statement, are carried over unless the form says otherwise.
    """
    policy.require(deed.actor, Permission.REAFFIRM, initiative)
    brought = _require_sound(initiative, consent)
    (standing,) = _own(deed, initiative)
    if standing.version == initiative.shown:
        raise AlreadyDone
    if prepared is None and seconding.is_seconded(deed, "reaffirm"):
        return seconding.prepare(deed, initiative, "reaffirm", _typed(consent))
    asked = {ask.key for ask in initiative.shown_version.asks} - set(consent.commitments)
    brought = {c.ask_key: c.number for c in standing.commitments if c.ask_key in asked} | brought
    said = standing.statement if consent.statement is None else consent.statement
    standing.ended_at, standing.ended_as = deed.at, Ending.REAFFIRMED
    deed.session.flush()
    _stand(deed, initiative, replace(consent, statement=said), brought)
    actions.announce(deed, initiative, "reaffirm", version=consent.version, prepared_by=seconding.preparer(prepared))
    return None


def withdraw(deed: ActorDeed, initiative: Initiative, reason: str) -> None:
    """End the organisation's co-signature, dated and with its reason if one was given."""
    if not _own(deed, initiative) and actions.is_repeat(deed, initiative, "withdraw_co_signature"):
        raise AlreadyDone
    policy.require(deed.actor, Permission.WITHDRAW_CO_SIGNATURE, initiative)
    if len(reason) > LONGEST["reason"]:
        raise Incomplete({"reason": Problem("too_long", LONGEST["reason"])})
    (standing,) = _own(deed, initiative)
    standing.ended_at, standing.ended_as, standing.ending_reason = deed.at, Ending.WITHDRAWN, reason.strip()
    actions.announce(deed, initiative, "withdraw_co_signature", reason=digest(reason.strip()))


def _typed(consent: Consent) -> seconding.Typed:
    return seconding.Typed(consent.version, statement=consent.statement, commitments=consent.commitments)


def _own(deed: ActorDeed, initiative: Initiative) -> list[CoSignature]:
    """List what the organisation in force has in force: one, or none."""
    ours = deed.actor.organisation_id
    return [s for s in initiative.co_signatures if s.organisation_id == ours and s.ended_at is None]


def _require_sound(initiative: Initiative, consent: Consent) -> dict[str, int]:
    """Return what is brought to each ask; raise `Stale` or `Incomplete` before anything changes."""
    if consent.version != initiative.shown:
        raise Stale
    problems = too_long({"statement": consent.statement or ""})
    if not consent.mandate:
        problems["mandate"] = Problem("tick")
    known = {ask.key for ask in initiative.shown_version.asks}
    brought: dict[str, int] = {}
    for key, typed in consent.commitments.items():
        if not typed.strip() or typed.strip() == "0":
            continue
        number = read_number(typed)
        if number is None:
            problems[f"commitment-{key}"] = Problem("not_a_number", MOST_OF_AN_ASK)
        elif key not in known:
            problems[f"commitment-{key}"] = Problem("no_such_ask")
        else:
            brought[key] = number
    if problems:
        raise Incomplete(problems)
    return brought


def _stand(deed: ActorDeed, initiative: Initiative, consent: Consent, brought: Mapping[str, int]) -> bool:
    seat = require_seat(deed.actor, mandate=True)
    insert = sqlite.insert if deed.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = deed.session.scalar(
        insert(CoSignature)
        .values(
            initiative_id=initiative.id,
            version=consent.version,
            organisation_id=seat.organisation_id,
            person_id=deed.actor.person_id,
            membership_id=seat.membership_id,
            statement=(consent.statement or "").strip(),
            language=deed.actor.language,
            ending_reason="",
            at=deed.at,
        )
        .on_conflict_do_nothing(index_elements=["initiative_id", "organisation_id"], index_where=IN_FORCE)
        .returning(CoSignature.id)
    )
    if new is None:
        return False
    deed.session.add_all(
        Commitment(
            co_signature_id=new, ask_key=key, initiative_id=initiative.id, version=initiative.shown, number=number
        )
        for key, number in brought.items()
    )
    return True
