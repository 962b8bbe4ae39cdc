"""The demo stories go through the actions themselves: they are the largest test of the rules."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts.models import Person
from participation.cosigning.actions import Consent, co_sign
from participation.db import begin_write
from participation.errors import AlreadyDone
from participation.initiatives import queries
from participation.initiatives.lifecycle import PERMISSIONS, Permission, Role, Status
from participation.initiatives.models import CoSignature, Initiative
from participation.initiatives.policy import allows
from participation.journal.queries import history, verify
from participation.organisations.models import Organisation
from participation.organisations.policy import VISITOR, ActorDeed
from participation.organisations.queries import actor_of
from participation.organisations.reference import KINDS, PILLARS


def test_every_state_is_shown_and_the_journal_verifies(demo: Session) -> None:
    assert set(demo.scalars(select(Initiative.status))) == set(Status)
    assert verify(demo, clock.now()) == []


def test_every_pillar_and_every_kind_of_organisation_is_shown(demo: Session) -> None:
    shown = set(demo.execute(select(Organisation.pillar, Organisation.kind)))
    assert {pillar for pillar, _kind in shown} == PILLARS.keys()
    assert {kind for _pillar, kind in shown} == KINDS.keys()


def test_the_state_is_what_the_journal_leads_to(demo: Session) -> None:
    for thing in demo.scalars(select(Initiative)):
        moves = [facts for e in history(demo, *thing.subject) if '"to":' in e.body for facts in [e.body]]
        assert not moves or f'"to":"{thing.status}"' in moves[-1]


def test_what_was_published_had_its_threshold_or_its_reason(demo: Session) -> None:
    for reference in demo.scalars(select(Initiative.reference).where(Initiative.published_at.is_not(None))):
        thing = queries.one(demo, reference)
        assert thing is not None
        decision = next(d for d in thing.decisions if d.act == "publish")
        then = [s for s in thing.co_signatures if s.at <= decision.at]
        assert decision.words or len({s.organisation_id for s in then}) >= 3


def test_both_readings_of_sight_agree(demo: Session) -> None:
    actors = [VISITOR, *(actor_of(demo, key, "", clock.now()) for key in demo.scalars(select(Person.id)))]
    things = [queries.one(demo, reference) for reference in demo.scalars(select(Initiative.reference))]
    for actor in actors:
        for permission in Permission:
            said = set(demo.scalars(select(Initiative.id).where(queries.granted(actor, permission))))
            assert said == {t.id for t in things if t is not None and allows(actor, permission, t)}, permission


def test_the_public_role_sees_nothing_before_publication() -> None:
    for stage, roles in PERMISSIONS[Permission.VIEW].items():
        if Role.PUBLIC in roles:
            assert stage.ever_published


def test_twenty_threads_co_sign_once(demo: Session, engine: Engine) -> None:
    standing = demo.scalars(select(Initiative.reference).where(Initiative.status == Status.CONSULTATION))
    person = demo.scalars(select(Person).where(Person.email == "wardens@demo.example")).one()
    person_id = person.id
    seat = actor_of(demo, person_id, "", clock.now()).organisation_id
    things = [queries.one(demo, one) for one in standing.all()]
    reference = next(t.reference for t in things if t and seat not in {s.organisation_id for s in t.co_signatures})
    before = demo.scalar(select(func.count()).select_from(CoSignature))
    demo.rollback()

    def sign(_turn: int) -> str:
        with Session(engine) as own:
            begin_write(own)
            deed = ActorDeed(own, actor_of(own, person_id, "", clock.now()), clock.now(), "race")
            thing = queries.one(own, reference, queries.TO_HANG_ON)
            assert thing is not None
            try:
                co_sign(deed, thing, Consent(thing.shown, mandate=True))
            except AlreadyDone:
                return "already"
            own.commit()
            return "signed"

    with ThreadPoolExecutor(20) as pool:
        done = list(pool.map(sign, range(20)))
    begin_write(demo)
    added = (demo.scalar(select(func.count()).select_from(CoSignature)) or 0) - (before or 0)
    assert added == done.count("signed") == 1
    assert done.count("already") == 19
