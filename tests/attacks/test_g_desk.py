"""Rows G4 and G10: no refusal without its reason, and an appeal goes to somebody else."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.errors import NotAllowed, WrongStatus
from participation.initiatives import actions, queries
from participation.initiatives.checks import Given
from participation.initiatives.models import Initiative
from participation.initiatives.transitions import TRANSITIONS
from participation.journal.models import Entry
from participation.organisations.policy import DESK_HAT, ActorDeed
from participation.organisations.queries import actor_of
from participation.outbox.models import Event
from tests.portal.test_pages import do, signed_in

WHY = "A reason of more than ten characters."


def test_g4_no_decision_without_a_reason(app: Flask, demo: Session) -> None:
    waits = select(Initiative.reference).where(Initiative.status == "submitted").order_by(Initiative.id)
    public = select(Initiative.reference).where(Initiative.status == "published").order_by(Initiative.id)
    submitted, published = demo.scalars(waits).first(), demo.scalars(public).first()
    before = demo.scalar(select(Entry.id).order_by(Entry.id.desc()).limit(1))
    demo.rollback()
    desk = signed_in(app, "moderator")
    pages = [
        (f"/en/initiatives/{submitted}/request-changes", "request-changes"),
        (f"/en/initiatives/{submitted}/propose-decline", "propose-decline"),
        (f"/en/initiatives/{published}/unpublish", "unpublish"),
        ("/en/desk/organisations/jeugdhuis-de-vuurtoren/decline", "decline"),
        ("/en/desk/organisations/jeugdhuis-de-vuurtoren/ask-more", "ask-more"),
        ("/en/desk/organisations/jeugdraad-leieboord/suspend", "suspend"),
        ("/en/desk/organisations/cercle-sportif-les-trois-sources/reinstate", "reinstate"),
    ]
    for path, act in pages:
        for words in ("", "abc", "   a        "):
            refused = do(desk, path, act, reason=words, reason_code="other")
            assert refused.status_code == 422, (path, words)
            assert f'data-action="{act}"' in refused.text
        assert do(desk, path, act, reason="x" * 2001, reason_code="other").status_code == 422
    assert demo.scalar(select(Entry.id).order_by(Entry.id.desc()).limit(1)) == before


def deed_of(session: Session, name: str, hat: str = DESK_HAT) -> ActorDeed:
    person = session.scalars(select(Person).where(Person.email == f"{name}@demo.example")).one()
    return ActorDeed(session, actor_of(session, person.id, hat, clock.now()), clock.now(), "test")


def carry(session: Session, reference: str, name: str, act: str, hat: str = DESK_HAT) -> Initiative:
    thing = queries.one(session, reference)
    assert thing is not None
    given = Given(lock=thing.copy.lock, version=thing.shown, reason=WHY, reason_code="other")
    actions.act(deed_of(session, name, hat), thing, TRANSITIONS[act], given)
    session.flush()
    session.expire_all()
    return thing


def declined(session: Session) -> str:
    """Decline a submitted initiative of the youth council, by two moderators."""
    youth = deed_of(session, "youth", "jeugdraad-leieboord")
    draft = actions.create(youth, "Thee met de wachten", "nl")
    fields = {
        "summary": "Een namiddag.", "body": "Wij zetten thee.", "audiences": ["youth"], "municipality": "Kortrijk",
        "date_kind": "fixed_day", "date_from": "2099-03-09", "limits": "Geen klachten.",
        "asks": [{"type": "send_professional", "pillar": "security_professions", "number": "3", "text": "Drie"}],
    }  # fmt: skip
    actions.save(youth, draft, draft.copy.lock, fields)
    session.flush()
    session.expire_all()
    reference = draft.reference
    carry(session, reference, "youth", "submit", "jeugdraad-leieboord")
    carry(session, reference, "moderator", "propose_decline")
    with pytest.raises(NotAllowed):
        carry(session, reference, "moderator", "confirm_decline")
    assert carry(session, reference, "moderator2", "confirm_decline").status == "declined"
    return reference


def test_g10_an_appeal_goes_once_to_somebody_else(demo: Session) -> None:
    reference = declined(demo)
    assert carry(demo, reference, "youth", "appeal", "jeugdraad-leieboord").status == "submitted"
    for name in ("moderator", "moderator2"):
        with pytest.raises(NotAllowed) as refused:
            carry(demo, reference, name, "confirm_decline")
        assert refused.value.why == "took_part"
    told = select(Event).where(Event.kind == "confirm_decline").order_by(Event.id.desc()).limit(1)
    assert demo.scalars(told).one().detail_id is not None  # the mail quotes the reason
    assert carry(demo, reference, "moderator3", "confirm_decline").status == "declined"
    with pytest.raises(WrongStatus) as again:
        carry(demo, reference, "youth", "appeal", "jeugdraad-leieboord")
    assert again.value.why == "appealed"


def test_g10_an_appeal_after_six_months_is_too_late(demo: Session) -> None:
    reference = declined(demo)
    with clock.stopped_at(clock.now() + timedelta(days=184)), pytest.raises(WrongStatus) as late:
        carry(demo, reference, "youth", "appeal", "jeugdraad-leieboord")
    assert late.value.why == "too_late"
