"""What is loaded for visitors says the same as what is loaded whole, and can change nothing."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from participation.errors import DomainError
from participation.initiatives import policy, queries, reading
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.journal import queries as journal
from participation.organisations.policy import VISITOR
from participation.tongues import LANGUAGES


def columns(thing: Any) -> dict[str, Any]:  # noqa: ANN401  # of any table
    return {column.name: getattr(thing, column.name) for column in type(thing).__table__.c}


def organisation(thing: Any) -> dict[str, Any] | None:  # noqa: ANN401  # or none
    return {name: getattr(thing, name) for name in reading.ORGANISATION.names} if thing else None


def told(found: Initiative, language: str) -> dict[str, Any]:
    """Say everything the page of an initiative may read of it."""
    shown = found.shown_version if found.shown else None
    made = found.translation(language) if language != found.language else None
    return {
        "columns": columns(found),
        "organisation": organisation(found.organisation),
        "versions": [columns(one) for one in found.versions],
        "asks": [columns(one) for one in shown.asks] if shown else [],
        "audiences": [columns(one) for one in shown.audiences] if shown else [],
        "decisions": [columns(one) for one in found.decisions],
        "co_signatures": [
            (columns(one), organisation(one.organisation), [columns(c) for c in one.commitments])
            for one in found.co_signatures
        ],
        "translation": made and (columns(made), organisation(made.made_by), organisation(made.checked_by)),
    }


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
