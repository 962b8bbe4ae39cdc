"""Tokens of mails: computed again by the worker, kept by nobody."""

from datetime import timedelta

from sqlalchemy.orm import Session

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import Person

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


def test_who_has_no_open_token_gets_no_link(session: Session) -> None:
    assert tokens.link_for(session, SECRET, person(session), tokens.INVITATION, clock.now()) == ""
