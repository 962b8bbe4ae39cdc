"""What a transition asks of its input: each check names the fields at fault, and none refuses by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from participation import clock
from participation.errors import Problem
from participation.initiatives import content, queries
from participation.initiatives.lifecycle import CHECKLIST, Check, VersionState
from participation.initiatives.models import Initiative
from participation.initiatives.vocabulary import LONGEST, NOT_HELD, OUTCOMES, REMARKABLE
from participation.organisations.policy import ActorDeed
from participation.reasons import checks as reasons
from participation.reasons.models import Reason

Problems = dict[str, Problem]
USUAL = queries.Count(organisations=3, pillars=2)
NEEDED_LANGUAGES = ("nl", "fr")  # before publication


@dataclass(frozen=True)
class Given:
    """What the form of a transition may bring; whatever it did not ask for is empty."""

    lock: int | None = None
    version: int | None = None
    text: Mapping[str, object] = field(default_factory=dict)  # fields of the working copy, to be saved first
    reason: str = ""
    reason_code: str = ""
    correction: bool = False
    remarks: Mapping[str, str] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()
    outcome: str = ""
    agreed: str = ""
    next_by: str = ""
    next_on: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    contact_shown: bool = False
    seen: str | None = None  # the mark of the details the form showed; None where there was no form
    needed: queries.Count = USUAL  # the threshold of this installation


def check(deed: ActorDeed, initiative: Initiative, given: Given, asked: tuple[Check, ...]) -> Problems:
    """Name every problem of every check, in the order of the form."""
    found: Problems = {}
    for one in asked:
        found |= CHECKS[one](deed, initiative, given)
    return found


def _complete(_deed: ActorDeed, initiative: Initiative, _given: Given) -> Problems:
    return content.problems_of(initiative.copy)


def _changed(_deed: ActorDeed, initiative: Initiative, _given: Given) -> Problems:
    last = [v for v in initiative.versions if v.state is not VersionState.REFUSED][-1]
    same = content.fixed_of_copy(initiative.copy) == content.fixed_of_version(last)
    return {"title": Problem("unchanged")} if same else {}


def _remarks(_deed: ActorDeed, _initiative: Initiative, given: Given) -> Problems:
    written = {name: words for name, words in given.remarks.items() if words.strip()}
    found = {
        f"remarks-{name}": Problem("too_long", LONGEST["remark"])
        for name, words in written.items()
        if len(words) > LONGEST["remark"]
    }
    if not set(written) & set(REMARKABLE):
        found["remarks"] = Problem("remark_needed")
    return found


def _checklist(_deed: ActorDeed, _initiative: Initiative, given: Given) -> Problems:
    return {f"check-{line}": Problem("answer_every_line") for line in CHECKLIST if line not in given.ticked}


def _reason(_deed: ActorDeed, _initiative: Initiative, given: Given) -> Problems:
    found = reasons.problem(given.reason)
    return {"reason": found} if found else {}


def _reason_once_known(deed: ActorDeed, initiative: Initiative, given: Given) -> Problems:
    known = initiative.published_at is not None or bool(initiative.co_signatures)
    return _reason(deed, initiative, given) if known or given.reason.strip() else {}


def _catalogue_reason(deed: ActorDeed, _initiative: Initiative, given: Given) -> Problems:
    found = deed.session.get(Reason, given.reason_code) if given.reason_code else None
    return {} if found and not found.retired else {"reason_code": Problem("catalogue_reason")}


def _catalogue_if_any(deed: ActorDeed, initiative: Initiative, given: Given) -> Problems:
    return _catalogue_reason(deed, initiative, given) if given.reason_code else {}


def _reason_unless_pending(deed: ActorDeed, initiative: Initiative, given: Given) -> Problems:
    """Ask for code and words where nobody proposed any; another code or other words must be sound as well."""
    pending = initiative.decline_id is not None
    found: Problems = {}
    if given.reason_code or not pending:
        found |= _catalogue_reason(deed, initiative, given)
    if given.reason.strip() or not pending:
        found |= _reason(deed, initiative, given)
    return found


def _threshold_or_reason(deed: ActorDeed, initiative: Initiative, given: Given) -> Problems:
    count = queries.count_of(deed.session, initiative)
    reached = count.organisations >= given.needed.organisations and count.pillars >= given.needed.pillars
    return {} if reached and not given.reason.strip() else _reason(deed, initiative, given)


def _dutch_and_french(_deed: ActorDeed, initiative: Initiative, _given: Given) -> Problems:
    """Ask for title and summary in both; one that is behind counts, since its readers are told that it is."""
    for language in NEEDED_LANGUAGES:
        made = initiative.translation(language)
        if language != initiative.language and (made is None or not made.title or not made.summary):
            return {"version": Problem("dutch_and_french")}
    return {}


def _outcome(_deed: ActorDeed, initiative: Initiative, given: Given) -> Problems:
    found: Problems = {}
    if given.outcome not in OUTCOMES:
        found["outcome"] = Problem("not_a_choice")
    elif given.outcome != NOT_HELD and not _has_begun(initiative):
        found["outcome"] = Problem("not_yet")
    if not given.agreed.strip():
        found["agreed"] = Problem("missing")
    if given.next_on.strip() and content.read_date(given.next_on) is None:
        found["next_on"] = Problem("not_a_date")
    return found | content.too_long({"agreed": given.agreed, "next_by": given.next_by})


def _has_begun(initiative: Initiative) -> bool:
    first = initiative.shown_version.date_from
    return first is None or first <= clock.today()


def _details(_deed: ActorDeed, initiative: Initiative, given: Given) -> Problems:
    now = {name: str(getattr(initiative, name)) for name in ("hour", "links", "follow_up")} | dict(given.details)
    found = content.detail_problems(now["hour"], now["links"], now["follow_up"], initiative.copy.date_from)
    return found | content.too_long(dict(given.details))


CHECKS: dict[Check, Callable[[ActorDeed, Initiative, Given], Problems]] = {
    Check.COMPLETE: _complete,
    Check.CHANGED: _changed,
    Check.REMARKS: _remarks,
    Check.CHECKLIST: _checklist,
    Check.REASON: _reason,
    Check.REASON_ONCE_KNOWN: _reason_once_known,
    Check.CATALOGUE_REASON: _catalogue_reason,
    Check.CATALOGUE_IF_ANY: _catalogue_if_any,
    Check.REASON_UNLESS_PENDING: _reason_unless_pending,
    Check.THRESHOLD_OR_REASON: _threshold_or_reason,
    Check.DUTCH_AND_FRENCH: _dutch_and_french,
    Check.OUTCOME: _outcome,
    Check.DETAILS: _details,
}
