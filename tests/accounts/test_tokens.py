"""Tokens of mails: computed again by the worker, kept by nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import OneTimeToken, Person
from participation.db import begin_write

SECRET = "x" * 40


def person(session: Session) -> Person:
    made = Person(name="An", email="an@example.be", language="nl", created_at=clock.now())
    session.add(made)
    session.flush()
    return made


def test_the_worker_computes_the_link_that_the_page_accepts(session: Session) -> None:
    who, at = person(session), clock.now()
    tokens.issue(session, SECRET, tokens.INVITATION, who, at)
    session.commit()
    path = tokens.link_for(session, SECRET, who, tokens.INVITATION, at)
    token = path.removeprefix("/welcome/")
    row = tokens.find(session, tokens.INVITATION, token)
    assert row is not None
    assert tokens.is_open(row, at)
    assert not tokens.is_open(row, at + timedelta(days=7))
    assert token not in {row.digest, row.purpose}
    assert tokens.find(session, "another purpose", token) is None
    assert tokens.find(session, tokens.INVITATION, row.digest) is None  # whoever reads the row has no token
    assert tokens.token_of("another secret", row) != token


def test_only_the_newest_token_works(session: Session) -> None:
    who, at = person(session), clock.now()
    first = tokens.issue(session, SECRET, tokens.INVITATION, who, at)
    session.flush()
    old = tokens.token_of(SECRET, first)
    tokens.issue(session, SECRET, tokens.INVITATION, who, at + timedelta(hours=1))
    session.flush()
    session.expire_all()
    found = tokens.find(session, tokens.INVITATION, old)
    assert found is not None
    assert not tokens.is_open(found, at + timedelta(hours=1))
    assert old not in tokens.link_for(session, SECRET, who, tokens.INVITATION, at + timedelta(hours=1))


def test_two_tokens_of_one_instant_are_two(session: Session) -> None:
    who, at = person(session), clock.now()
    made = [tokens.issue(session, SECRET, tokens.SIGN_IN, who, at) for _time in range(3)]
    session.flush()
    assert len({row.digest for row in made}) == len(made)
    assert [tokens.is_open(row, at) for row in made] == [False, False, True]
    assert tokens.link_for(session, SECRET, who, tokens.SIGN_IN, at).endswith(tokens.token_of(SECRET, made[-1]))


def test_of_many_who_ask_in_one_instant_the_last_one_alone_has_a_good_token(session: Session, engine: Engine) -> None:
    who, at, crowd, rounds = person(session).id, clock.now(), 4, 5
    session.commit()
    start = Barrier(crowd)

    def ask(_number: int) -> None:
        start.wait()
        with Session(engine) as own:
            begin_write(own)
            tokens.issue(own, SECRET, tokens.SIGN_IN, own.get_one(Person, who), at)
            own.commit()

    with ThreadPoolExecutor(crowd) as pool:
        for _round in range(rounds):
            list(pool.map(ask, range(crowd)))
    made = session.scalars(select(OneTimeToken)).all()
    good = [row for row in made if tokens.is_open(row, at)]
    assert (len(made), len(good)) == (crowd * rounds, 1)
    path = tokens.link_for(session, SECRET, session.get_one(Person, who), tokens.SIGN_IN, at)
    assert path.endswith(tokens.token_of(SECRET, good[0]))


def test_who_has_no_open_token_gets_no_link(session: Session) -> None:
    assert tokens.link_for(session, SECRET, person(session), tokens.INVITATION, clock.now()) == ""
