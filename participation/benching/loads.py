"""Writing bench rows into a database, many at a time."""

from random import Random
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from participation.accounts.models import Person
from participation.benching import phrases
from participation.benching.rows import NOW, YEARS, Cast, Seat, tell
from participation.comments.models import Comment
from participation.db import Base
from participation.initiatives.models import CoSignature, Initiative, Reference, Translation
from participation.journal import actions as sealing
from participation.journal.models import Pending
from participation.organisations.lifecycle import MemberRole, State
from participation.organisations.models import Membership, Organisation
from participation.organisations.reference import KINDS, PILLARS
from participation.places.data import municipalities, normalise

INITIATIVES, SEED = 20_000, 1830
FEWEST, EACH = 40, 50  # organisations: so many at least, and one more for each so many initiatives
CHUNK = 1_000
# Parents before children; every table that bench rows go into.
ORDER = (
    "person", "organisation", "membership", "initiative", "reference", "version", "version_audience", "ask",
    "working_copy", "decision", "translation", "co_signature", "commitment", "comment", "voice",
    "initiative_words", "journal_entry",
)  # fmt: skip
NUMBERED = ("person", "organisation", "membership", "initiative", "translation", "co_signature", "comment")
FOUNDED = NOW - YEARS * 2
STATES = (State.APPROVED,) * 17 + (State.SUSPENDED, State.CLOSED, State.APPLIED)


def load(session: Session, initiatives: int = INITIATIVES, seed: int = SEED) -> None:
    """Add `initiatives` with all that hangs on them to what is there; call after `begin_write`."""
    cast = _cast(session, seed, FEWEST + initiatives // EACH)
    first = 1 + max(_last(session, Initiative.id), _last(session, Reference.number))
    for begin in range(0, initiatives, CHUNK):
        for number in range(begin, min(begin + CHUNK, initiatives)):
            tell(cast, seed, number, first)
        _write(session, cast.rows)
    while session.scalar(select(func.count()).select_from(Pending)):
        sealing.seal(session)
    _restart_numbers(session)


def is_empty(session: Session) -> bool:
    """Tell whether nobody has proposed anything yet."""
    return session.scalar(select(Initiative.id).limit(1)) is None


def analyse(session: Session) -> None:
    """Let the engine look at what it holds, as it does by itself in time; without it plans are guesses."""
    session.execute(text("ANALYZE"))


def _last(session: Session, column: Any) -> int:  # noqa: ANN401  # a number of any table
    return session.scalar(select(func.coalesce(func.max(column), 0))) or 0


def _write(session: Session, rows: dict[str, list[dict[str, Any]]]) -> None:
    for name in ORDER:
        if found := rows.pop(name, []):
            session.execute(insert(Base.metadata.tables[name]), found)


def _cast(session: Session, seed: int, organisations: int) -> Cast:
    """Write people and organisations, each person a representative of one, and three moderators."""
    chance = Random(seed)  # noqa: S311  # rows, not secrets
    towns = sorted(place.name_in("nl") for place in municipalities().values())
    kinds = [kind for kind in KINDS.values() if kind.pillar != "campaign_owners"]
    person, organisation = _last(session, Person.id), _last(session, Organisation.id)
    membership = _last(session, Membership.id)
    cast = Cast([], [], [])
    cast.last = {table.__tablename__: _last(session, table.id) for table in (CoSignature, Translation, Comment)}
    for number in range(1, organisations + 1):
        kind = kinds[number % len(kinds)]
        ids = organisation + number, person + number, membership + number
        name = f"{kind.label('nl')} {chance.choice(towns)} {number}"
        seat = Seat(*ids, f"bench-{person + number}", kind.pillar, name)
        _found(cast, chance, seat, kind.key, state=STATES[number % len(STATES)])
    for number in range(organisations + 1, organisations + 4):
        seat = Seat(0, person + number, 0, f"bench-{person + number}", "", "")
        cast.rows["person"].append(_person(seat, is_moderator=True))
        cast.desk.append(seat)
    _write(session, cast.rows)
    return cast


def _person(seat: Seat, *, is_moderator: bool) -> dict[str, Any]:
    """Make a person nobody can sign in as: there is no password."""
    return {
        "id": seat.person, "name": f"Bench {seat.person}", "email": f"{seat.key}@bench.example", "language": "nl",
        "pseudonym": seat.key, "created_at": FOUNDED, "is_moderator": is_moderator,
    }  # fmt: skip


def _found(cast: Cast, chance: Random, seat: Seat, kind: str, state: State) -> None:
    language = chance.choice(phrases.LANGUAGES)
    cast.rows["person"].append(_person(seat, is_moderator=False))
    cast.rows["organisation"].append(
        {
            "id": seat.organisation, "slug": f"bench-{seat.organisation}", "name": seat.name, "language": language,
            "sort_name": normalise(seat.name), "names": {language: seat.name}, "pillar": seat.pillar, "kind": kind,
            "about": {language: phrases.sentences(chance, language, 2)}, "state": state, "created_at": FOUNDED,
            "municipality": chance.choice(sorted(municipalities())), "languages": [language],
        }
    )  # fmt: skip
    cast.rows["membership"].append(
        {
            "id": seat.membership, "person_id": seat.person, "organisation_id": seat.organisation,
            "role": MemberRole.REPRESENTATIVE, "mandate_from": FOUNDED,
        }
    )  # fmt: skip
    if state is not State.APPLIED:
        (cast.proposers if PILLARS[seat.pillar].proposes else cast.partners).append(seat)


def _restart_numbers(session: Session) -> None:
    """Let PostgreSQL count on from the numbers given here."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for name in NUMBERED:
        session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))  # noqa: S608  # names of ours
