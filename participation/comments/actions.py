"""Everything that changes a comment: rights first, then state, then input; then change, journal, outbox."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import case, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from participation.comments import policy, queries
from participation.comments.lifecycle import ACTS, TWICE_WITHIN, Scope
from participation.comments.models import Comment, CommentText, Report, unguessable
from participation.comments.notices import audiences
from participation.errors import AlreadyDone, Incomplete, Problem, WrongStatus
from participation.initiatives import policy as initiatives
from participation.initiatives.lifecycle import Permission
from participation.initiatives.models import Initiative, Voice
from participation.initiatives.vocabulary import LONGEST
from participation.journal import queries as journal
from participation.journal.chain import digest
from participation.organisations.models import Organisation
from participation.organisations.policy import ActorDeed
from participation.reasons import checks as reasons
from participation.reasons.models import Reason
from participation.tongues import LANGUAGES

SEEN = frozenset("LNPS")  # letters, numbers, punctuation, signs: what one sees of a text
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show nothing


@dataclass(frozen=True)
class Given:
    """What the form of an act may bring; whatever it did not ask for is empty."""

    text: str = ""
    scope: str = ""
    language: str = ""
    reason: str = ""
    reason_code: str = ""


def comment(deed: ActorDeed, initiative: Initiative, given: Given) -> Comment:
    """Begin a thread in the name of the organisation in force; raise `AlreadyDone` where it was just said."""
    initiatives.require(deed.actor, Permission.COMMENT, initiative)
    problems = _text_problems(given.text)
    if given.scope not in frozenset(Scope):
        problems["scope"] = Problem("not_a_choice")
    if problems:
        raise Incomplete(problems)
    made = _say(deed, initiative, None, Scope(given.scope), given)
    _announce(deed, made, "comment_to_desk" if made.scope is Scope.MODERATORS else "comment", "comment")
    return made


def reply(deed: ActorDeed, parent: Comment, given: Given) -> Comment:
    """Answer a comment, for the same readers; from the desk, answer a note to it."""
    policy.require_open(deed.actor, ACTS["reply"], parent)
    if problems := _text_problems(given.text):
        raise Incomplete(problems)
    made = _say(deed, parent.initiative, parent, parent.scope, given)
    to_desk = made.scope is Scope.MODERATORS and made.organisation_id is not None
    if made.scope is Scope.MODERATORS:
        parent.waiting_since = (parent.waiting_since or deed.at) if to_desk else None
    _announce(deed, made, "comment_to_desk" if to_desk else "reply", "reply")
    return made


def _say(deed: ActorDeed, initiative: Initiative, parent: Comment | None, scope: Scope, given: Given) -> Comment:
    """Write the row, and who spoke; the constraint decides who was first where two come at once."""
    seat, text = deed.actor.in_force, given.text.strip()
    ours = seat.organisation_id if seat else None
    new: dict[str, Any] = {
        "public_id": unguessable(),
        "initiative_id": initiative.id,
        "parent_id": parent.id if parent else None,
        "opened_by_id": parent.opened_by_id if parent else ours,
        "organisation_id": ours,
        "person_id": deed.actor.person_id,
        "membership_id": seat.membership_id if seat else None,
        "scope": scope,
        "text": text,
        "language": given.language if given.language in LANGUAGES else deed.actor.language,
        "at": deed.at,
        "waiting_since": deed.at if scope is Scope.MODERATORS and parent is None else None,
    }
    if earlier := queries.same_said(deed.session, new, deed.at - timedelta(seconds=TWICE_WITHIN)):
        raise AlreadyDone(earlier.public_id)
    minute = int(deed.at.timestamp()) // TWICE_WITHIN
    new["once"] = digest(repr((initiative.id, new["parent_id"], ours, scope, minute, text)))
    made: Comment | None = deed.session.scalar(
        _insert(deed, Comment).values(**new).on_conflict_do_nothing(index_elements=["once"]).returning(Comment)
    )
    if made is None:
        raise AlreadyDone
    queries.bind(made, initiative, parent)
    if ours is not None:
        voice = _insert(deed, Voice).values(initiative_id=initiative.id, organisation_id=ours)
        deed.session.execute(voice.on_conflict_do_nothing())
    return made


def _insert(deed: ActorDeed, table: type[Any]) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if deed.session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


def edit(deed: ActorDeed, one: Comment, given: Given) -> None:
    """Put other words in its place, and keep those that were read before."""
    policy.require_open(deed.actor, ACTS["edit"], one)
    if problems := _text_problems(given.text):
        raise Incomplete(problems)
    if given.text.strip() == one.text:
        raise AlreadyDone
    deed.session.add(CommentText(comment_id=one.id, text=one.text, until=deed.at))
    one.text, one.edited_at = given.text.strip(), deed.at
    one.language = given.language if given.language in LANGUAGES else one.language
    _announce(deed, one, "edit")


def take_back(deed: ActorDeed, one: Comment, _given: Given) -> None:
    """Leave a notice in the place of its words; what was reported about it is settled."""
    _carry(deed, one, "take_back", {})
    one.taken_back_at = deed.at
    _settle(deed, one)
    _announce(deed, one, "take_back")


def report(deed: ActorDeed, one: Comment, given: Given) -> Report:
    """Tell the desk that something is wrong with it; a second report by the same person is added to the first.

    Once the desk has dealt with the first, other words are looked at anew.
    """
    policy.require_open(deed.actor, ACTS["report"], one)
    if problems := _reason_problems(given.reason, 1):
        raise Incomplete(problems)
    words = given.reason.strip()
    row = {"receipt": unguessable()[:10].upper(), "comment_id": one.id, "person_id": deed.actor.person_id}
    row |= {"words": words, "language": deed.actor.language, "at": deed.at}
    first = not any(earlier.handled_at is None for earlier in one.reports)
    made: Report | None = deed.session.scalar(
        _insert(deed, Report)
        .values(**row)
        .on_conflict_do_nothing(index_elements=["comment_id", "person_id"])
        .returning(Report)
    )
    if made is None:
        made = next(r for r in one.reports if r.person_id == deed.actor.person_id)
        if made.handled_at is None or words in made.words:
            return _merge(made, words)
        made.words, made.language, made.at, made.handled_at = words, deed.actor.language, deed.at, None
    deed.record("report", one.subject, report=made.id, reason=digest(words))
    if first:  # the desk is told once, however many report it
        _tell(deed, one, "report")
    return made


def _merge(earlier: Report, words: str) -> Report:
    together = f"{earlier.words}\n\n{words}"
    if words not in earlier.words and len(together) <= LONGEST["reason"]:
        earlier.words = together
    return earlier


def hide(deed: ActorDeed, one: Comment, given: Given) -> None:
    """Put a notice with a reason of the catalogue in its place; its organisation reads the moderator's words."""
    chosen = deed.session.get(Reason, given.reason_code) if given.reason_code else None
    known = {} if chosen and not chosen.retired else {"reason_code": Problem("catalogue_reason")}
    _carry(deed, one, "hide", known | _reason_problems(given.reason))
    one.hidden_at, one.hidden_by_id, one.hidden_code = deed.at, deed.actor.person_id, given.reason_code
    one.hidden_words, one.hidden_language = given.reason.strip(), one.language  # written for its organisation
    _settle(deed, one)
    _announce(deed, one, "hide", reason=digest(given.reason.strip()), code=given.reason_code)


def contest(deed: ActorDeed, one: Comment, given: Given) -> None:
    """Ask that another moderator look at it; its organisation can do so once."""
    _carry(deed, one, "contest", _reason_problems(given.reason))
    one.contested_at, one.contest_words = deed.at, given.reason.strip()
    _announce(deed, one, "contest", reason=digest(given.reason.strip()))


def show_again(deed: ActorDeed, one: Comment, _given: Given) -> None:
    """Give it its words back; that is the last word."""
    _decide(deed, one, "show_again", "", {})


def keep_hidden(deed: ActorDeed, one: Comment, given: Given) -> None:
    """Leave it hidden, with a reason; that is the last word."""
    problems = _reason_problems(given.reason)
    _decide(deed, one, "keep_hidden", given.reason.strip(), problems)


def _decide(deed: ActorDeed, one: Comment, kind: str, words: str, problems: dict[str, Problem]) -> None:
    _carry(deed, one, kind, problems)
    one.decided_at, one.decided_by_id, one.decision_words = deed.at, deed.actor.person_id, words
    _announce(deed, one, kind, reason=digest(words) if words else None)


def dismiss(deed: ActorDeed, one: Comment, _given: Given) -> None:
    """Take its reports off the desk, or a note that needs no answer; nothing changes for its readers."""
    _carry(deed, one, "dismiss", {})
    _settle(deed, one)
    _announce(deed, one, "dismiss")


def _carry(deed: ActorDeed, one: Comment, kind: str, problems: dict[str, Problem]) -> None:
    """Check who, then state, then input, and move it to the state of the act's row."""
    try:
        policy.require_open(deed.actor, ACTS[kind], one)
    except WrongStatus:
        if _is_repeat(deed, one, kind):
            raise AlreadyDone from None
        raise
    if problems:
        raise Incomplete(problems)
    one.state = ACTS[kind].target or one.state


def _is_repeat(deed: ActorDeed, one: Comment, kind: str) -> bool:
    """Tell whether the last thing that happened to it is this very act by the same organisation or moderator."""
    last = journal.last(deed.session, *one.subject)
    if last is None or last.kind != kind or last.organisation_id != deed.actor.organisation_id:
        return False
    return deed.actor.organisation_id is not None or last.actor_key == deed.actor.key


def _settle(deed: ActorDeed, one: Comment) -> None:
    one.waiting_since = None
    handled = update(Report).where(Report.comment_id == one.id, Report.handled_at.is_(None))
    deed.session.execute(handled.values(handled_at=deed.at))


def _announce(deed: ActorDeed, one: Comment, told: str, kind: str = "", **facts: str | int | bool | None) -> None:
    """Record what was done to a comment and tell it to the audiences of its row."""
    deed.session.flush()
    text = digest(one.text) if told in SPOKEN else None
    deed.record(kind or told, one.subject, initiative=one.initiative_id, scope=one.scope, text=text, **facts)
    _tell(deed, one, told)


def _tell(deed: ActorDeed, one: Comment, kind: str) -> None:
    for audience in audiences(kind, one.scope):
        deed.tell(kind, one.initiative.subject, audience, one.id)


def _text_problems(text: str) -> dict[str, Problem]:
    if not any(unicodedata.category(sign)[0] in SEEN and sign not in BLANK for sign in text):
        return {"text": Problem("missing")}
    return {"text": Problem("too_long", LONGEST["comment"])} if len(text) > LONGEST["comment"] else {}


def _reason_problems(words: str, shortest: int = reasons.SHORTEST) -> dict[str, Problem]:
    found = reasons.problem(words, shortest)
    return {"reason": found} if found else {}


SPOKEN = frozenset({"comment", "comment_to_desk", "reply", "edit"})
DOING: dict[str, Callable[[ActorDeed, Comment, Given], object]] = {
    "reply": reply,
    "edit": edit,
    "take_back": take_back,
    "report": report,
    "hide": hide,
    "contest": contest,
    "show_again": show_again,
    "keep_hidden": keep_hidden,
    "dismiss": dismiss,
}


def carry_over(deed: ActorDeed, source: Organisation, target: Organisation) -> None:
    """Let the organisation that another has merged into answer for what that one said."""
    own, opened = Comment.organisation_id == source.id, Comment.opened_by_id == source.id
    values = {
        "organisation_id": case((own, target.id), else_=Comment.organisation_id),
        "opened_by_id": case((opened, target.id), else_=Comment.opened_by_id),
    }
    deed.session.execute(update(Comment).where(or_(own, opened)).values(**values))  # threads whole, or not at all
