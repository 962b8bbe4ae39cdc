"""Telling of a barrier, and answering."""

from participation.accounts.mailboxes import address_of
from participation.barriers.models import Barrier
from participation.barriers.vocabulary import LONGEST
from participation.errors import AlreadyDone, Incomplete, Problem, WrongStatus
from participation.organisations.policy import ActorDeed, require_desk


def tell(deed: ActorDeed, given: dict[str, str], language: str) -> Barrier:
    """Lay before the desk what did not work; name and address may be left out."""
    typed = {name: given.get(name, "").strip() for name in ("words", "page", "name", "email")}
    email = address_of(typed["email"]) if typed["email"] else ""
    problems = {name: Problem("too_long", LONGEST[name]) for name, value in typed.items() if len(value) > LONGEST[name]}
    if not typed["words"]:
        problems["words"] = Problem("missing")
    if email is None:
        problems["email"] = Problem("not_an_address")
    if problems or email is None:
        raise Incomplete(problems)
    made = Barrier(at=deed.at, language=language, **(typed | {"email": email}))
    deed.session.add(made)
    deed.session.flush()
    deed.record("tell_of_barrier", made.subject)
    return made


def answer(deed: ActorDeed, found: Barrier, words: str) -> None:
    """Note what was answered, and forget who told it."""
    require_desk(deed.actor)
    if found.answered_at is not None:
        raise AlreadyDone if found.answered_by_id == deed.actor.person_id else WrongStatus("answered")
    said = words.strip()
    if not said or len(said) > LONGEST["answer"]:
        raise Incomplete({"answer": Problem("too_long", LONGEST["answer"]) if said else Problem("missing")})
    found.answered_at, found.answered_by_id, found.answer = deed.at, deed.actor.person_id, said
    found.name = found.email = ""
    deed.session.flush()
    deed.record("answer_barrier", found.subject)
