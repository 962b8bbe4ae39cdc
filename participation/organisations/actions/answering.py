"""Whoever applied answers what the desk asked; from then on the application waits for the desk again."""

from participation.errors import Incomplete, Problem
from participation.journal.chain import digest
from participation.organisations.actions.joining import require_open
from participation.organisations.actions.telling import announce
from participation.organisations.lifecycle import ANSWER
from participation.organisations.models import ApplicantAnswer, Application, Organisation
from participation.organisations.policy import ActorDeed
from participation.organisations.vocabulary import LONGEST


def answer(deed: ActorDeed, organisation: Organisation, asked: Application, words: str) -> None:
    """Keep the answer, and let the desk's promise count from now; whoever has the secret address may."""
    require_open(organisation, ANSWER)
    said = words.strip()
    if not said or len(said) > LONGEST["text"]:
        raise Incomplete({"text": Problem("too_long", LONGEST["text"]) if said else Problem("missing")})
    row = ApplicantAnswer(organisation_id=organisation.id, words=said, language=asked.language, at=deed.at)
    deed.session.add(row)
    organisation.state, organisation.state_reason, asked.answered_at = ANSWER.target, "", deed.at
    deed.session.flush()
    announce(deed, organisation, ANSWER.name, row.id, text=digest(said))
