"""What a transition does beyond the status. Rights and input have been checked before."""

from collections.abc import Callable

from sqlalchemy import update
from sqlalchemy.orm import Session

from participation.initiatives import content
from participation.initiatives.checks import Given
from participation.initiatives.lifecycle import Effect, Status, VersionState
from participation.initiatives.models import PRACTICAL, Decision, Initiative, Translation, Version, Words
from participation.organisations.policy import ActorDeed
from participation.places.data import municipality, normalise
from participation.reasons.models import Reason


def show(deed: ActorDeed, initiative: Initiative, version: Version) -> None:
    """Make `version` the one its readers see, and let the search find it."""
    initiative.shown = version.number
    for name in PRACTICAL:
        setattr(initiative, name, getattr(initiative.copy, name))
    index(deed.session, initiative)


def index(session: Session, initiative: Initiative) -> None:
    """Write anew what the search looks through: the shown text, its translations, its proposer and its place."""
    version = initiative.shown_version
    place = municipality(version.municipality)
    texts = [version.title, version.summary, version.body, initiative.organisation.name, initiative.reference]
    texts += [*initiative.organisation.names.values(), *(place.names.values() if place else ())]
    texts += [
        part
        for made in initiative.translations
        if made.version == version.number
        for part in (made.title, made.summary)
    ]
    session.merge(Words(initiative_id=initiative.id, folded=normalise(" ".join(texts))))


def _freeze(deed: ActorDeed, initiative: Initiative, given: Given, _decision: Decision | None) -> None:
    """Make the working copy the next version; the same text twice is one version."""
    fixed = content.fixed_of_copy(initiative.copy)
    kept = [v for v in initiative.versions if v.state is not VersionState.REFUSED]
    if kept and content.fixed_of_version(kept[-1]) == fixed:
        show(deed, initiative, kept[-1])
        return
    version = content.freeze(fixed, len(initiative.versions) + 1, deed.at)
    version.substantive = not (given.correction and initiative.versions)
    at_once = initiative.published_at is None
    version.state = VersionState.ACCEPTED if at_once else VersionState.PENDING
    initiative.versions.append(version)
    if version.number == 1:
        of_draft = (Translation.initiative_id == initiative.id) & (Translation.version == 0)
        deed.session.execute(update(Translation).where(of_draft).values(version=1))
    if at_once:
        show(deed, initiative, version)


def _show_pending(deed: ActorDeed, initiative: Initiative, given: Given, _decision: Decision | None) -> None:
    pending = initiative.pending
    if pending is not None:
        pending.state = VersionState.ACCEPTED
        pending.substantive = not given.correction
        show(deed, initiative, pending)


def _drop_pending(_deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    if (pending := initiative.pending) is not None:
        pending.state = VersionState.REFUSED


def _make_substantive(_deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    initiative.shown_version.substantive = True


def _wait(deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    """Let it wait for the desk; a revision in consultation takes effect at once and waits for nobody."""
    if initiative.status is not Status.CONSULTATION:
        initiative.waiting_since = initiative.waiting_since or deed.at


def _take(deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    initiative.taken_by_id, initiative.taken_at = deed.actor.person_id, deed.at


def _release(_deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    initiative.taken_by_id = initiative.taken_at = None


def _answer(_deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    """Put it out of hand; it goes on waiting where a revision or an appeal has had no answer yet."""
    initiative.taken_by_id = initiative.taken_at = None
    if initiative.pending is None and not initiative.appeal_waits:
        initiative.waiting_since = None


def _mark_decline(_deed: ActorDeed, initiative: Initiative, _given: Given, decision: Decision | None) -> None:
    initiative.decline = decision


def _unmark_decline(_deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    initiative.decline = None


def _decline(_deed: ActorDeed, initiative: Initiative, _given: Given, decision: Decision | None) -> None:
    """Confirm in the words of the first moderator, unless the second found others."""
    proposed = initiative.decline
    if proposed is not None and decision is not None:
        decision.reason_code = decision.reason_code or proposed.reason_code
        decision.words = decision.words or proposed.words
    initiative.decline = None


def _appeal(deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    initiative.appealed_at = deed.at


def _unpublish(deed: ActorDeed, initiative: Initiative, _given: Given, decision: Decision | None) -> None:
    reason = deed.session.get(Reason, decision.reason_code) if decision and decision.reason_code else None
    initiative.page_hidden = reason is not None and reason.hides_page
    initiative.left_status = Status.CONCLUDED if initiative.outcome else Status.PUBLISHED
    initiative.appealed_at = None  # each taking down may be appealed against once


def _restore(_deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    initiative.status = initiative.left_status or Status.PUBLISHED
    initiative.left_status = None
    initiative.page_hidden = False


def _conclude(_deed: ActorDeed, initiative: Initiative, given: Given, _decision: Decision | None) -> None:
    initiative.outcome, initiative.agreed = given.outcome, given.agreed.strip()
    initiative.next_by, initiative.next_on = given.next_by.strip(), content.read_date(given.next_on)


def _details(_deed: ActorDeed, initiative: Initiative, given: Given, _decision: Decision | None) -> None:
    values: dict[str, object] = {name: words.strip() for name, words in given.details.items()}
    if "contact" in given.details:
        values["contact_shown"] = given.contact_shown
    for name, value in values.items():
        setattr(initiative, name, value)
        setattr(initiative.copy, name, value)


def _discard(deed: ActorDeed, initiative: Initiative, _given: Given, _decision: Decision | None) -> None:
    deed.session.delete(initiative)


EFFECTS: dict[Effect, Callable[[ActorDeed, Initiative, Given, Decision | None], None]] = {
    Effect.FREEZE: _freeze,
    Effect.WAIT: _wait,
    Effect.SHOW_PENDING: _show_pending,
    Effect.DROP_PENDING: _drop_pending,
    Effect.MAKE_SUBSTANTIVE: _make_substantive,
    Effect.TAKE: _take,
    Effect.RELEASE: _release,
    Effect.ANSWER: _answer,
    Effect.MARK_DECLINE: _mark_decline,
    Effect.UNMARK_DECLINE: _unmark_decline,
    Effect.DECLINE: _decline,
    Effect.APPEAL: _appeal,
    Effect.UNPUBLISH: _unpublish,
    Effect.RESTORE: _restore,
    Effect.CONCLUDE: _conclude,
    Effect.DETAILS: _details,
    Effect.DISCARD: _discard,
}
