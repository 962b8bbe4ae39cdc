"""What is loaded for visitors says the same as what is loaded whole, and can change nothing."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import DetachedInstanceError

from participation.errors import DomainError
from participation.initiatives import policy, queries, reading
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.journal import queries as journal
from participation.organisations.policy import VISITOR
from participation.tongues import LANGUAGES


def columns(of: reading.Part[Any], thing: Any) -> dict[str, Any]:  # noqa: ANN401  # of any table
    return {name: getattr(thing, name) for name in of.names}


def organisation(thing: Any) -> dict[str, Any] | None:  # noqa: ANN401  # or none
    return columns(reading.ORGANISATION, thing) if thing else None


def told(found: Initiative, language: str) -> dict[str, Any]:
    """Say everything the page of an initiative may read of it."""
    shown = found.shown_version if found.shown else None
    made = found.translation(language) if language != found.language else None
    return {
        "columns": columns(reading.INITIATIVE, found),
        "organisation": organisation(found.organisation),
        "versions": [columns(reading.VERSION, one) for one in found.versions],
        "text": shown and columns(reading.TEXT, shown),
        "asks": [columns(reading.ASK, one) for one in shown.asks] if shown else [],
        "audiences": [columns(reading.AUDIENCE, one) for one in shown.audiences] if shown else [],
        "decisions": [columns(reading.DECISION, one) for one in found.decisions],
        "co_signatures": [
            (
                columns(reading.CO_SIGNATURE, one), organisation(one.organisation), organisation(one.signed_as),
                [columns(reading.COMMITMENT, c) for c in one.commitments],
            )
            for one in found.co_signatures
        ],
        "translation": made
        and (columns(reading.TRANSLATION, made), organisation(made.made_by), organisation(made.checked_by)),
    }  # fmt: skip


def test_a_visitors_reading_says_what_the_whole_says(demo: Session) -> None:
    references = demo.scalars(sa.select(Initiative.reference)).all()
    assert len(references) > 5
    for reference in references:
        whole = queries.one(demo, reference)
        assert whole is not None
        for language in LANGUAGES:
            found, steps = reading.public(demo, reference, language)
            assert found is not None
            assert told(found, language) == told(whole, language)
            assert found not in demo
        assert steps == journal.steps(demo, *whole.subject)
    assert reading.public(demo, "2026-9999", "nl") == (None, [])


def test_what_was_not_read_raises_instead_of_looking_empty(demo: Session) -> None:
    public = demo.scalars(sa.select(Initiative.reference).where(Initiative.co_signatures.any())).all()[0]
    found, _steps = reading.public(demo, public, "nl")
    assert found is not None
    for thing, name in ((found, "taken_by_id"), (found.co_signatures[0], "person_id"), (found.organisation, "about")):
        with pytest.raises(DetachedInstanceError):
            getattr(thing, name)
    for thing, name in ((found, "copy"), (found.co_signatures[0].organisation, "application")):
        with pytest.raises(InvalidRequestError):
            getattr(thing, name)


def test_what_counts_is_the_same_in_python_as_in_the_database(demo: Session) -> None:
    ids = demo.scalars(sa.select(Initiative.id)).all()
    said = queries.pillars_signed(demo, ids)
    assert len(said) > 3
    for number, whole in queries.by_ids(demo, ids).items():
        assert policy.pillars_signed(whole) == said.get(number, ())
        assert queries.summed(said.get(number, ())) == queries.count_of(demo, whole)


def test_a_visitor_is_offered_nothing_because_nothing_is_a_visitors(demo: Session) -> None:
    ids = demo.scalars(sa.select(Initiative.id)).all()
    for whole in queries.by_ids(demo, ids).values():
        assert policy.open_transitions(VISITOR, whole) == []
        for transition in TRANSITIONS.values():
            with pytest.raises(DomainError):
                policy.require_open(VISITOR, transition, whole)
