"""Confirm, send back, take back, and lapse. What is confirmed runs through the very act, with its checks again."""

from collections.abc import Callable

from sqlalchemy import select

from participation.cosigning.actions import Consent, co_sign, reaffirm
from participation.errors import AlreadyDone, Incomplete, NotAllowed, Problem, ReasonMissing, WrongStatus
from participation.initiatives import actions as initiatives
from participation.initiatives.checks import Given
from participation.initiatives.models import Initiative, Prepared, PreparedEnd
from participation.initiatives.seconding import announce
from participation.initiatives.transitions import TRANSITIONS
from participation.initiatives.vocabulary import LONGEST
from participation.journal.chain import digest
from participation.organisations import roster
from participation.organisations.policy import ActorDeed, require_seat

AT_ONCE = 200


def confirm(deed: ActorDeed, initiative: Initiative, prepared: Prepared) -> None:
    """Let it take effect now, by another representative; both have been taken for oneself.

    Raises what the act itself raises: `Stale` where the text has changed, `WrongStatus` where the initiative moved on.
    """
    _require_colleague(deed, prepared)
    if prepared.prepared_by_id == deed.actor.person_id:
        raise NotAllowed("prepared_yourself")
    _require_waiting(deed, initiative, prepared, PreparedEnd.CONFIRMED)
    if prepared.membership_id not in roster.holders(deed.session, prepared.organisation_id, deed.at):
        raise NotAllowed("preparer_gone")
    DOING[prepared.act](deed, initiative, prepared)
    _end(deed, prepared, PreparedEnd.CONFIRMED)
    announce(deed, prepared, "confirm_act", prepared_by=prepared.prepared_by.pseudonym)


def _sign(deed: ActorDeed, initiative: Initiative, prepared: Prepared) -> None:
    signing = {"co_sign": co_sign, "reaffirm": reaffirm}[prepared.act]
    consent = Consent(prepared.version, mandate=True, statement=prepared.statement, commitments=prepared.commitments)
    signing(deed, initiative, consent, prepared)


def _submit(deed: ActorDeed, initiative: Initiative, prepared: Prepared) -> None:
    given = Given(lock=prepared.lock, correction=prepared.correction)
    initiatives.act(deed, initiative, TRANSITIONS[prepared.act], given, prepared)


DOING: dict[str, Callable[[ActorDeed, Initiative, Prepared], None]] = {
    "co_sign": _sign,
    "reaffirm": _sign,
    "submit": _submit,
}


def send_back(deed: ActorDeed, initiative: Initiative, prepared: Prepared, word: str) -> None:
    """End it with a word for who prepared it; what was typed stays readable."""
    _require_colleague(deed, prepared)
    if prepared.prepared_by_id == deed.actor.person_id:
        raise NotAllowed("prepared_yourself")
    _require_waiting(deed, initiative, prepared, PreparedEnd.SENT_BACK)
    if not word.strip():
        raise ReasonMissing(Problem("reason_needed"))
    if len(word) > LONGEST["reason"]:
        raise Incomplete({"reason": Problem("too_long", LONGEST["reason"])})
    prepared.word = word.strip()
    _end(deed, prepared, PreparedEnd.SENT_BACK)
    announce(deed, prepared, "send_act_back", word=digest(prepared.word))


def take_back(deed: ActorDeed, initiative: Initiative, prepared: Prepared) -> None:
    """Let who prepared it take it back."""
    _require_colleague(deed, prepared)
    if prepared.prepared_by_id != deed.actor.person_id:
        raise NotAllowed("not_the_preparer")
    _require_waiting(deed, initiative, prepared, PreparedEnd.TAKEN_BACK)
    _end(deed, prepared, PreparedEnd.TAKEN_BACK)
    announce(deed, prepared, "take_act_back")


def _require_colleague(deed: ActorDeed, prepared: Prepared) -> None:
    """Raise `NotAllowed` unless a representative of that very organisation acts."""
    if require_seat(deed.actor, mandate=True).organisation_id != prepared.organisation_id:
        raise NotAllowed("another_seat")


def _require_waiting(deed: ActorDeed, initiative: Initiative, prepared: Prepared, wanted: PreparedEnd) -> None:
    if prepared.ended_as is wanted and prepared.ended_by_id == deed.actor.person_id:
        raise AlreadyDone
    if prepared.ended_at is not None or prepared.until <= deed.at:
        raise WrongStatus(initiative.status, "prepared_ended")


def _end(deed: ActorDeed, prepared: Prepared, how: PreparedEnd) -> None:
    prepared.ended_at, prepared.ended_as, prepared.ended_by_id = deed.at, how, deed.actor.person_id


def lapsed(deed: ActorDeed) -> list[Prepared]:
    """List what has waited too long, the oldest first."""
    over = select(Prepared).where(Prepared.ended_at.is_(None), Prepared.until <= deed.at)
    return list(deed.session.scalars(over.order_by(Prepared.id).limit(AT_ONCE).with_for_update(skip_locked=True)))


def lapse(deed: ActorDeed) -> int:
    """End what has waited for fourteen days, and tell both sides; return how many."""
    found = lapsed(deed)
    for one in found:
        one.ended_at, one.ended_as = deed.at, PreparedEnd.LAPSED
        announce(deed, one, "act_lapsed")
    return len(found)
