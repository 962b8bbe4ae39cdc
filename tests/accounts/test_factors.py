"""A second factor is good for its person, for a moment, and once."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from participation.accounts import factors
from participation.accounts.models import Person
from participation.accounts.policy import Holder, OwnDeed

AT = datetime(2027, 3, 9, 14, 0, 10, tzinfo=UTC)


@pytest.fixture
def deed(session: Session) -> OwnDeed:
    ann = Person(name="Ann", email="ann@example.be", password=None, language="nl", created_at=AT)
    session.add(ann)
    session.flush()
    return OwnDeed(session, Holder(ann), AT, "test")


def later(deed: OwnDeed, seconds: int) -> OwnDeed:
    return OwnDeed(deed.session, deed.actor, deed.at + timedelta(seconds=seconds), "test")


def test_a_code_of_the_app_is_good_once_and_around_its_time(deed: OwnDeed) -> None:
    secret = factors.new_secret()
    now = pyotp.TOTP(secret).at(AT)
    assert not factors.add_app(deed, secret, "000000" if now != "000000" else "111111")
    assert not factors.has_any(deed.session, deed.actor.person_id)
    assert factors.add_app(deed, secret, now[:3] + " " + now[3:])
    assert factors.has_any(deed.session, deed.actor.person_id)
    assert not factors.code_fits(deed, now)  # it confirmed the app
    following = pyotp.TOTP(secret).at(AT + timedelta(seconds=30))
    assert factors.code_fits(later(deed, 30), following)
    assert not factors.code_fits(later(deed, 31), following)
    assert not factors.code_fits(later(deed, 200), pyotp.TOTP(secret).at(AT + timedelta(seconds=60)))


@pytest.mark.parametrize("code", ["", "12345", "\uff11\uff12\uff13\uff14\uff15\uff16", "abcdef", "9" * 5000])
def test_what_is_no_code_is_refused(deed: OwnDeed, code: str) -> None:
    secret = factors.new_secret()
    factors.add_app(deed, secret, pyotp.TOTP(secret).at(AT))
    assert not factors.code_fits(later(deed, 60), code)
    assert not factors.add_app(deed, "not base32!", code)


def test_a_code_on_paper_is_good_once_and_for_its_person(deed: OwnDeed) -> None:
    codes = factors.print_codes(deed)
    assert len(set(codes)) == factors.CODES
    bea = Person(name="Bea", email="bea@example.be", password=None, language="fr", created_at=AT)
    deed.session.add(bea)
    deed.session.flush()
    assert not factors.code_fits(OwnDeed(deed.session, Holder(bea), AT, "test"), codes[0])
    assert factors.code_fits(deed, codes[0].upper())
    assert not factors.code_fits(deed, codes[0])
    factors.print_codes(deed)
    assert not factors.code_fits(deed, codes[1])  # a new paper voids the old one


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"id": 1, "response": {"clientDataJSON": "e30"}}', "null", "7"])
def test_what_is_no_answer_of_a_browser_is_no_passkey(deed: OwnDeed, answer: str) -> None:
    site = factors.Site("localhost", "http://localhost", "Réseau")
    assert "challenge" in factors.registration(deed.actor.person, [], b"c" * 32, site)
    assert not factors.add_passkey(deed, answer, "phone", b"c" * 32, site)
    assert not factors.passkey_fits(deed, answer, b"c" * 32, site)
