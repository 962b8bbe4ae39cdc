"""Each state tells its proposer in a sentence what happens next, by whom and about when, in every language."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from participation import clock
from participation.drafting.labels import NEXT
from participation.drafting.page import what_next
from participation.initiatives import policy
from participation.initiatives.lifecycle import Status
from participation.initiatives.queries import Count, summed
from participation.languages import choose
from participation.settings import Settings
from participation.tongues import LANGUAGES
from participation.web import formats
from participation.web.working_days import working_days_after
from tests import network
from tests.network import act, load, save, standing_at

pytestmark = pytest.mark.engines_in_turn

NEEDED, PROMISED = Count(3, 2), 10
# After the network was made, whenever that is: nobody acts before his or her mandate.
START = datetime.combine(clock.today() + timedelta(days=1), time(10), clock.BRUSSELS)
ANSWER, DIALOGUE = working_days_after(START.date(), PROMISED), START.date() + timedelta(days=99)
DAY = timedelta(days=1)
AFTER = DIALOGUE - START.date() + DAY
APPEAL = START.date() + timedelta(days=policy.APPEAL_DAYS)
FOLLOW_UP = START.date() + timedelta(days=191)
NO_DAY = {"date_kind": "to_be_agreed", "date_from": ""}


class Case(NamedTuple):
    """How an initiative comes into one case of `NEXT`: where it stands, what follows, and how long ago that was."""

    state: str
    day: date | None  # that the sentence names
    steps: tuple[str, ...] = ()
    later: timedelta = timedelta()
    text: Mapping[str, Any] = MappingProxyType({})
    outcome: Mapping[str, Any] = MappingProxyType({})


CASES = {
    "draft": Case("draft", ANSWER),
    "submitted": Case("submitted", ANSWER),
    "late": Case("submitted", ANSWER, later=ANSWER - START.date() + DAY),
    "changes_requested": Case("changes_requested", ANSWER),
    "consultation": Case("consultation", None, text=NO_DAY),
    "consultation_dated": Case("consultation", DIALOGUE),
    "consultation_past": Case("consultation", DIALOGUE, later=AFTER),
    "consultation_reached": Case("consultation", None, ("sign",)),
    "published": Case("published", DIALOGUE),
    "published_undated": Case("published", None, text=NO_DAY),
    "to_conclude": Case("published", DIALOGUE, later=AFTER),
    "pending": Case("published", ANSWER, ("new", "revise")),
    "concluded": Case("concluded", None),
    "concluded_until": Case("published", FOLLOW_UP, ("conclude",), outcome={"next_on": FOLLOW_UP.isoformat()}),
    "concluded_late": Case(
        "published", FOLLOW_UP, ("conclude",), FOLLOW_UP - START.date() + DAY,
        outcome={"next_on": FOLLOW_UP.isoformat()},
    ),
    "declined": Case("declined", APPEAL),
    "appeal_answered": Case("unpublished", None, ("appeal", "keep_unpublished")),
    "appeal_over": Case("declined", APPEAL, later=APPEAL - START.date() + DAY),
    "withdrawn": Case("withdrawn", None),
    "unpublished": Case("unpublished", APPEAL),
    "unpublished_unseen": Case("published", APPEAL, ("unpublish",), outcome={"reason_code": "attacks"}),
    "appeal_waits": Case("unpublished", ANSWER, ("appeal",)),
}  # fmt: skip
# Whose turn it is, in the words of the source.
TURNS = {
    "draft": "your representatives", "submitted": "moderation team", "late": "moderation team",
    "changes_requested": "your representatives", "consultation": "a moderator", "consultation_dated": "a moderator",
    "consultation_past": "with the partners", "consultation_reached": "A moderator",
    "published": "your representatives", "published_undated": "the partners", "to_conclude": "your representatives",
    "pending": "A moderator", "concluded": "your representatives", "concluded_until": "your representatives",
    "concluded_late": "your representatives", "declined": "Another moderator",
    "appeal_answered": "nothing more follows", "appeal_over": "nothing more follows",
    "withdrawn": "Nothing more follows", "unpublished": "You can appeal", "unpublished_unseen": "You can appeal",
    "appeal_waits": "A moderator who took no part",
}  # fmt: skip


@contextmanager
def reading_in(language: str) -> Iterator[None]:
    site = Flask(__name__)
    site.config |= {"THRESHOLD": NEEDED, "SETTINGS": Settings(database_url="", secret_key="", desk_days=PROMISED)}
    with site.app_context():
        choose(language)
        yield


def said(session: Session, name: str) -> dict[str, str]:
    """Bring an initiative into a case, and read what is said of it in each language."""
    case = CASES[name]
    with clock.stopped_at(START):
        reference = standing_at(session, case.state, **{"date_from": DIALOGUE.isoformat(), **case.text})
        for step in case.steps:
            if step == "new":
                save(session, "young", reference, title="Coffee in the park")
            elif step in {"conclude", "unpublish"}:
                act(session, "desk" if step == "unpublish" else "young", reference, step, **case.outcome)
            else:
                network.walk(session, reference, (step,))
    thing, found = load(session, reference), {}
    with clock.stopped_at(START + case.later):
        for language in LANGUAGES:
            with reading_in(language):
                found[language] = what_next(thing, summed(policy.pillars_signed(thing)))
    return found


def test_every_state_has_its_sentence() -> None:
    assert {status.value for status in Status} <= set(NEXT)
    assert set(NEXT) == set(CASES) == set(TURNS)


@pytest.mark.parametrize("case", NEXT)
def test_a_state_says_whose_turn_it_is_and_names_a_day_where_one_is_known(net: Session, case: str) -> None:
    found, day = said(net, case), CASES[case].day
    with reading_in("en"):
        pattern = re.sub(r"%\\\(\w+\\\)s|%\(\w+\)s", ".+", re.escape(str(NEXT[case])))
    assert re.fullmatch(pattern, found["en"])
    assert TURNS[case] in found["en"]
    assert len(set(found.values())) == len(LANGUAGES)
    for language, words in found.items():
        assert "%" not in words
        assert "  " not in words
        if day is not None:
            assert formats.day(day, language) in words, (language, words)
