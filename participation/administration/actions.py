"""The acts of an administrator, journalled like any other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from participation.accounts.models import Person, SignedIn
from participation.administration import queries
from participation.deeds import Subject
from participation.errors import AlreadyDone, Incomplete, NotFound, Problem, WrongStatus
from participation.jobs import actions as jobs
from participation.journal.chain import digest
from participation.journal.queries import Stretch
from participation.notifications import actions as mails
from participation.notifications.models import Mail
from participation.organisations.policy import ActorDeed, require_administrator
from participation.reasons.models import Reason
from participation.tongues import LANGUAGES
from participation.web.seen import require_seen

LONGEST = {"code": 40, "title": 80, "wording": 400}
CODE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
MOST_NAMED = 20  # faults that one entry names
ROLES = {"moderator": "is_moderator", "administrator": "is_administrator"}


@dataclass(frozen=True)
class Wording:
    """What a reason is called and says, language by language."""

    titles: Mapping[str, str]
    wordings: Mapping[str, str]
    hides_page: bool


def add_reason(deed: ActorDeed, code: str, wording: Wording) -> None:
    """Add a reason at the end of the catalogue."""
    require_administrator(deed.actor)
    problems = _problems(wording)
    if not CODE.fullmatch(code) or len(code) > LONGEST["code"]:
        problems["code"] = Problem("not_a_code")
    elif deed.session.get(Reason, code) is not None:
        problems["code"] = Problem("taken")
    if problems:
        raise Incomplete(problems)
    last = deed.session.scalar(select(func.max(Reason.position)))
    made = Reason(code=code, position=(last or 0) + 1, retired=False)
    _write(made, wording)
    deed.session.add(made)
    _record(deed, "add_reason", made)


def worded(reason: Reason) -> dict[str, object]:
    """Return how a reason is worded, field by field of the form."""
    titles: dict[str, object] = {f"title_{code}": reason.titles[code] for code in LANGUAGES}
    wordings = {f"wording_{code}": reason.wordings[code] for code in LANGUAGES}
    return titles | wordings | {"hides_page": reason.hides_page}


def change_reason(deed: ActorDeed, code: str, wording: Wording, seen: str | None = None) -> None:
    """Word a reason anew; what was decided before reads the new words. Raises `Stale` where somebody was faster."""
    found = _one(deed, code)
    require_seen(seen, worded(found))
    if problems := _problems(wording):
        raise Incomplete(problems)
    _write(found, wording)
    _record(deed, "change_reason", found)


def retire_reason(deed: ActorDeed, code: str, *, retired: bool) -> None:
    """Take a reason off the list of choices, or put it back; decisions that named it keep it."""
    found = _one(deed, code)
    if found.retired is retired:
        raise AlreadyDone
    found.retired = retired
    _record(deed, "retire_reason" if retired else "offer_reason", found)


def delete_reason(deed: ActorDeed, code: str) -> None:
    """Delete a reason nobody ever gave; one that was used raises `WrongStatus` and can be retired."""
    found = _one(deed, code)
    _record(deed, "delete_reason", found)
    try:
        with deed.session.begin_nested():
            deed.session.delete(found)
            deed.session.flush()
    except IntegrityError:
        raise WrongStatus("used", "reason_used") from None


def name_role(deed: ActorDeed, person_id: int, role: str, *, holds: bool) -> Person:
    """Make a person moderator or administrator, or no longer; one administrator always stays."""
    require_administrator(deed.actor)
    person = deed.session.get(Person, person_id, with_for_update=True)
    if person is None or role not in ROLES:
        raise NotFound
    column = ROLES[role]
    if getattr(person, column) is holds:
        raise AlreadyDone
    if role == "administrator" and not holds and len(_administrators(deed)) == 1:
        raise WrongStatus("last", "last_administrator")
    setattr(person, column, holds)
    if role == "moderator" and not holds:
        _take_hat(deed, person)
    deed.record("name_role", person.subject, role=role, holds=holds)
    return person


def send_again(deed: ActorDeed, mail_id: int) -> None:
    """Let a mail that was given up wait again; one that is no longer given up raises `AlreadyDone`."""
    require_administrator(deed.actor)
    if deed.session.get(Mail, mail_id, with_for_update=True) is None:
        raise NotFound
    if not mails.resend(deed.session, mail_id, deed.at):
        raise AlreadyDone
    deed.record("send_mail_again", Subject("mail", mail_id))


def send_all_again(deed: ActorDeed) -> int:
    """Let every mail that was given up wait again; return how many there were."""
    require_administrator(deed.actor)
    if number := mails.resend_all(deed.session, deed.at):
        deed.record("send_mails_again", Subject("mail", 0), number=number)
    return number


def arrange_network(deed: ActorDeed) -> int:
    """Ask for the drawing of the network to be made anew; return the number of the job."""
    require_administrator(deed.actor)
    return jobs.ask(deed, "network", {})


def note_check(deed: ActorDeed, found: Stretch) -> None:
    """Write down what a look at the journal has found: the next one goes on from there."""
    require_administrator(deed.actor)
    deed.record(
        "check_journal",
        Subject(*queries.CHECKS),
        first=found.first,
        last=found.end.position,
        hash=found.end.hash,
        is_last=found.is_last,
        faults=len(found.faults),
        named=" ".join(f"{fault.wrong}:{fault.number}" for fault in found.faults[:MOST_NAMED]),
    )


def _take_hat(deed: ActorDeed, person: Person) -> None:
    for visit in deed.session.scalars(select(SignedIn).where(SignedIn.person_id == person.id)):
        visit.hat = ""


def _administrators(deed: ActorDeed) -> list[int]:
    """Hold every administrator, so that two cannot take the last two away at once."""
    wanted = select(Person.id).where(Person.is_administrator).order_by(Person.id).with_for_update()
    return list(deed.session.scalars(wanted))


def _one(deed: ActorDeed, code: str) -> Reason:
    require_administrator(deed.actor)
    found = deed.session.get(Reason, code)
    if found is None:
        raise NotFound
    return found


def _write(reason: Reason, wording: Wording) -> None:
    reason.titles = {code: wording.titles[code].strip() for code in LANGUAGES}
    reason.wordings = {code: wording.wordings[code].strip() for code in LANGUAGES}
    reason.hides_page = wording.hides_page


def _record(deed: ActorDeed, kind: str, reason: Reason) -> None:
    said = digest(repr(sorted(reason.titles.items()) + sorted(reason.wordings.items())))
    deed.record(kind, Subject("reason", 0), code=reason.code, text=said)


def _problems(wording: Wording) -> dict[str, Problem]:
    found = {}
    for part, texts in (("title", wording.titles), ("wording", wording.wordings)):
        for code in LANGUAGES:
            words = texts.get(code, "").strip()
            if not words:
                found[f"{part}_{code}"] = Problem("missing")
            elif len(words) > LONGEST[part]:
                found[f"{part}_{code}"] = Problem("too_long", LONGEST[part])
    return found
