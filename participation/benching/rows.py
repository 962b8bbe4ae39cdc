"""The rows of one initiative with all that hangs on it: plain values that follow from the seed alone."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from participation.benching import phrases
from participation.comments.lifecycle import Scope
from participation.initiatives.lifecycle import Status, VersionState
from participation.initiatives.vocabulary import ASK_TYPES, AUDIENCES, OUTCOMES
from participation.journal.chain import canonical, digest
from participation.places.data import municipalities, normalise

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
YEARS = timedelta(days=730)
# Of a hundred: mostly public, and some in every state.
SHARES = {
    Status.PUBLISHED: 62, Status.CONCLUDED: 18, Status.CONSULTATION: 6, Status.SUBMITTED: 3, Status.DRAFT: 3,
    Status.CHANGES_REQUESTED: 2, Status.DECLINED: 2, Status.WITHDRAWN: 2, Status.UNPUBLISHED: 2,
}  # fmt: skip
PATHS = {
    Status.DRAFT: (),
    Status.SUBMITTED: ("submit",),
    Status.CHANGES_REQUESTED: ("submit", "request_changes"),
    Status.CONSULTATION: ("submit", "open_consultation"),
    Status.DECLINED: ("submit", "propose_decline", "confirm_decline"),
    Status.PUBLISHED: ("submit", "open_consultation", "publish"),
    Status.CONCLUDED: ("submit", "open_consultation", "publish", "conclude"),
    Status.WITHDRAWN: ("submit", "open_consultation", "publish", "withdraw"),
    Status.UNPUBLISHED: ("submit", "open_consultation", "publish", "unpublish"),
}
ENDINGS = {"request_changes", "confirm_decline", "withdraw", "unpublish"}  # come with words
BY_DESK = {"request_changes", "open_consultation", "publish", "propose_decline", "confirm_decline", "unpublish"}

SCOPES = (Scope.PUBLIC, Scope.PUBLIC, Scope.PUBLIC, Scope.PARTNERS)

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Seat:
    """Who acts in the bench: a person in an organisation."""

    organisation: int
    person: int
    membership: int
    key: str
    pillar: str
    name: str


@dataclass
class Cast:
    """All who act, the last number given out in each table, and the rows made so far."""

    proposers: list[Seat]
    partners: list[Seat]
    desk: list[Seat]
    last: dict[str, int] = field(default_factory=dict)
    rows: Rows = field(default_factory=lambda: defaultdict(list))


@dataclass
class Story:
    """One initiative while its rows are made."""

    cast: Cast
    chance: Random
    id: int
    status: Status
    language: str
    proposer: Seat
    created: datetime
    texts: list[str] = field(default_factory=list)
    asks: dict[int, list[str]] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """Whether it was ever published."""
        return "publish" in PATHS[self.status]

    def number(self, table: str) -> int:
        """Take the next number of a table."""
        self.cast.last[table] += 1
        return self.cast.last[table]

    def at(self, days: float) -> datetime:
        """Return an instant after the creation."""
        return self.created + timedelta(days=days)

    def add(self, table: str, **values: Any) -> None:  # noqa: ANN401  # a column's value
        """Add a row."""
        self.cast.rows[table].append(values)


def tell(cast: Cast, seed: int, number: int, first_id: int) -> None:
    """Add the rows of the initiative with this number; the same seed and number make the same rows."""
    chance = Random(seed * 1_000_003 + number)  # noqa: S311  # rows, not secrets
    status = chance.choices(list(SHARES), list(SHARES.values()))[0]
    language = chance.choices(phrases.LANGUAGES, (55, 38, 7))[0]
    created = NOW - YEARS * chance.random() - timedelta(days=60)
    story = Story(cast, chance, first_id + number, status, language, chance.choice(cast.proposers), created)
    versions = chance.choices((1, 2, 3), (70, 22, 8))[0] if len(PATHS[status]) > 1 else len(PATHS[status])
    place = chance.choice(_places())
    town = municipalities()[place].name_in(language)
    _initiative(story, versions)
    for version in range(1, versions + 1):
        _version(story, version, place, town)
    _copy(story, town)
    _history(story)
    if versions:
        _translations(story, versions, place)
    if "open_consultation" in PATHS[status]:
        _co_signatures(story, versions)
        _comments(story)
    if versions:
        names = [story.proposer.name, *municipalities()[place].names.values()]
        story.add("initiative_words", initiative_id=story.id, folded=normalise(" ".join([*story.texts, *names])))


@cache
def _places() -> list[str]:
    return sorted(municipalities())


def _initiative(story: Story, versions: int) -> None:
    status, steps = story.status, len(PATHS[story.status])
    waits = status in {Status.SUBMITTED, Status.CONSULTATION}
    concluded = status is Status.CONCLUDED
    story.add(
        "initiative", id=story.id, reference=f"{story.created.year}-{story.id:04}",
        organisation_id=story.proposer.organisation, language=story.language, status=status, created_at=story.created,
        waiting_since=story.at(9) if waits else None, published_at=story.at(30) if story.is_public else None,
        changed_at=story.at(10 * steps), shown=versions or None, first_public=versions if story.is_public else None,
        left_status=Status.PUBLISHED if status is Status.UNPUBLISHED else None,
        outcome=story.chance.choice(OUTCOMES) if concluded else None,
        agreed=phrases.sentences(story.chance, story.language, 2) if concluded else "", next_by="", hour="14:00",
    )  # fmt: skip
    story.add("reference", number=story.id, at=story.created)


def _version(story: Story, number: int, place: str, town: str) -> None:
    chance, language = story.chance, story.language
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(540)) if chance.random() < 0.9 else None  # noqa: PLR2004  # a share of what is made up
    said = {
        "title": phrases.title(chance, language, town), "summary": phrases.sentences(chance, language, 2),
        "body": phrases.body(chance, language),
    }  # fmt: skip
    story.add(
        "version", initiative_id=story.id, number=number, **said, municipality=place, date_from=day, date_to=None,
        date_kind="fixed_day" if day else "to_be_agreed", limits=phrases.LIMITS[language],
        substantive=number == 1 or chance.random() < 0.2, state=VersionState.ACCEPTED,  # noqa: PLR2004  # a share of what is made up
        created_at=story.at(number),
    )  # fmt: skip
    story.texts = list(said.values())
    for position, audience in enumerate(chance.sample(AUDIENCES, chance.randint(1, 3))):
        story.add("version_audience", initiative_id=story.id, number=number, audience=audience, position=position)
    story.asks[number] = [f"a{position}" for position in range(chance.randint(1, 4))]
    pillars = sorted({seat.pillar for seat in story.cast.partners})
    for position, key in enumerate(story.asks[number]):
        story.add(
            "ask", initiative_id=story.id, version=number, key=key, position=position, number=chance.randint(1, 5),
            type=chance.choice(ASK_TYPES), pillar=chance.choice(pillars), text=phrases.WANTED[language],
        )  # fmt: skip


def _copy(story: Story, town: str) -> None:
    title = story.texts[0] if story.texts else phrases.title(story.chance, story.language, town)
    story.add("working_copy", initiative_id=story.id, title=title, saved_at=story.created, lock=1)


def _history(story: Story) -> None:
    desk = story.chance.choice(story.cast.desk)
    steps = enumerate(("create", *PATHS[story.status]))
    for step, act in steps:
        seat = desk if act in BY_DESK else story.proposer
        at = story.at(10 * step)
        _entry(story, act, at, seat)
        if act in BY_DESK | ENDINGS:
            words = phrases.sentences(story.chance, story.language, 1) if act in ENDINGS else ""
            story.add(
                "decision", initiative_id=story.id, act=act, person_id=seat.person, by_desk=act in BY_DESK, version=1,
                words=words, language=story.language, at=at,
            )  # fmt: skip


def _entry(story: Story, act: str, at: datetime, seat: Seat, subject: tuple[str, int] | None = None) -> None:
    kind, number = subject or ("initiative", story.id)
    columns = {
        "kind": act, "actor_key": seat.key, "organisation_id": seat.organisation or None,
        "subject_kind": kind, "subject_id": number, "request_id": "bench",
    }  # fmt: skip
    body = canonical({**columns, "at": at.isoformat(), "facts": {}})
    story.add("journal_entry", body=body, digest=digest(body), at=at, **columns)


def _translations(story: Story, versions: int, place: str) -> None:
    chance = story.chance
    for language in phrases.LANGUAGES:
        wanted = language != "de" or chance.random() < 0.4  # noqa: PLR2004  # German may follow
        if language == story.language or not wanted:
            continue
        said = {
            "title": phrases.title(chance, language, municipalities()[place].name_in(language)),
            "summary": phrases.sentences(chance, language, 2),
        }
        version = versions if chance.random() < 0.9 else 1  # noqa: PLR2004  # the others are behind
        story.add(
            "translation", id=story.number("translation"), initiative_id=story.id, language=language, version=version,
            **said, made_by_id=story.proposer.organisation, at=story.at(12),
        )  # fmt: skip
        story.texts += said.values()


def _co_signatures(story: Story, versions: int) -> None:
    chance = story.chance
    for seat in chance.sample(story.cast.partners, min(chance.randint(0, 7), len(story.cast.partners))):
        signature = story.number("co_signature")
        version = versions if chance.random() < 0.8 else chance.randint(1, versions)  # noqa: PLR2004  # a share of what is made up
        ended = chance.random() < 0.05  # noqa: PLR2004  # a share of what is made up
        story.add(
            "co_signature", id=signature, initiative_id=story.id, version=version,
            organisation_id=seat.organisation, person_id=seat.person, membership_id=seat.membership,
            statement=phrases.sentences(chance, story.language, 1), language=story.language, at=story.at(15),
            ended_at=story.at(25) if ended else None, ended_as="withdrawn" if ended else None,
        )  # fmt: skip
        _entry(story, "co_sign", story.at(15), seat)
        if chance.random() < 0.5:  # noqa: PLR2004  # a share of what is made up
            story.add(
                "commitment", co_signature_id=signature, initiative_id=story.id, version=version,
                ask_key=chance.choice(story.asks[version]), number=chance.randint(1, 3),
            )  # fmt: skip


def _comments(story: Story) -> None:
    """Add about six, every third one a reply to the one before, some for partners only."""
    chance = story.chance
    opened: dict[str, Any] = {}
    for number in range(chance.randint(0, 11)):
        seat, comment = chance.choice(story.cast.partners), story.number("comment")
        reply = bool(opened) and number % 3 == 2  # noqa: PLR2004  # a share of what is made up
        if not reply:
            opened = {"id": comment, "opened_by_id": seat.organisation, "scope": chance.choice(SCOPES)}
        at = story.at(16 + number)
        story.add(
            "comment", id=comment, public_id=f"bench{comment:015}", once=digest(f"bench {comment}"),
            initiative_id=story.id, parent_id=opened["id"] if reply else None, opened_by_id=opened["opened_by_id"],
            organisation_id=seat.organisation, person_id=seat.person, membership_id=seat.membership,
            scope=opened["scope"], text=phrases.sentences(chance, story.language, 2), language=story.language, at=at,
        )  # fmt: skip
        voice = {"initiative_id": story.id, "organisation_id": seat.organisation}
        if voice not in story.cast.rows["voice"][-12:]:
            story.add("voice", **voice)
        _entry(story, "comment", at, seat, ("comment", comment))
