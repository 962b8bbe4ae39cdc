"""Row D2, for the six digits of mails that invite: guessing, another purpose, used twice, replaced, and two at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts import tokens
from participation.accounts.models import Person
from participation.accounts.views.trying import MOST_CODES
from participation.db import begin_write
from participation.notifications.mails import compose
from participation.notifications.matters import organisations as matters
from participation.notifications.matters.matter import Reader
from participation.notifications.models import Mail
from participation.organisations.actions import codes, invitations
from participation.organisations.models import Invitation, Membership
from participation.organisations.policy import VISITOR
from participation.outbox.models import Event
from tests import network, visits
from tests.organisations.people import SECRET, invite, organisation

PAGE, NEW = "/en/invitation", "mie@elsewhere.example"
TOKEN = re.compile(r'name="csrf_token"[^>]*>')


def send(client: FlaskClient, code: str, email: str = NEW) -> TestResponse:
    return visits.do(client, PAGE, "enter-by-digits", email=email, code=code)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def invited(net: Session, email: str = NEW) -> tuple[str, str]:
    """Invite somebody; return where the link of the mail leads, and its digits."""
    begin_write(net)
    _row, token = invite(net, email)
    net.commit()
    return f"/en/invitation/{token}", tokens.code_of(SECRET, token)


def welcomed(net: Session, email: str) -> tuple[str, str]:
    """Let somebody without a password be asked to choose one; the same as `invited`."""
    begin_write(net)
    person = Person(name="Mie", email=email, language="nl", created_at=clock.now())
    net.add(person)
    net.flush()
    token = tokens.token_of(SECRET, tokens.issue(net, SECRET, tokens.INVITATION, person, clock.now()))
    net.commit()
    return f"/en/welcome/{token}", tokens.code_of(SECRET, token)


@pytest.mark.parametrize("mailed", [invited, welcomed])
def test_d2_the_digits_lead_where_the_link_leads_in_one_browser(site: Flask, net: Session, mailed: object) -> None:
    assert callable(mailed)
    path, code = mailed(net, NEW)
    first, second = site.test_client(), site.test_client()
    form = visits.fields(first.get(PAGE).text, "enter-by-digits")
    sent = form | {"email": f" {NEW.upper()} ", "code": f"{code[:3]} {code[3:]}"}
    answers = [first.post(PAGE, data=sent) for _press in range(2)]
    assert [(one.status_code, one.location) for one in answers] == [(303, path)] * 2  # a double press is one
    assert first.get(path).status_code == 200
    assert send(second, code).status_code == 422
    rows = repr([net.execute(text(f"SELECT * FROM {table}")).all() for table in ("form_nonce", "invitation")])  # noqa: S608  # ours
    assert path.rpartition("/")[2] not in rows
    assert code not in re.findall(r"\d+", rows)


def test_d2_five_guesses_end_the_digits_and_not_the_link(site: Flask, net: Session) -> None:
    (path, code), at = invited(net), clock.now()
    for guess in range(MOST_CODES):
        with clock.stopped_at(at + timedelta(minutes=guess)):
            assert send(site.test_client(), wrong(code)).status_code == 422
    with clock.stopped_at(at + timedelta(hours=7)):
        late = send(site.test_client(), code)
        assert late.status_code == 422
        assert 'data-action="make-account"' in site.test_client().get(path).text
        begin_write(net)
        row = net.scalars(select(Invitation)).one()
        invitations.send_again(network.deed(net, "young"), organisation(net, "young"), row, SECRET)
        again = tokens.code_of(SECRET, invitations.token_of(SECRET, row))
        net.commit()
        assert send(site.test_client(), code).status_code == 422
        assert send(site.test_client(), again).status_code == 303


def test_d1_wrong_digits_and_an_unknown_address_read_the_same_and_wait_as_long(site: Flask, net: Session) -> None:
    (_path, code), at, read = invited(net), clock.now(), {}
    with clock.stopped_at(at):
        for email in (NEW, "nobody@elsewhere.example"):
            client = site.test_client()
            answers = [send(client, wrong(code), email) for _try in range(7)]
            assert answers[-1].headers["Retry-After"] == "1"
            read[email] = [(one.status_code, TOKEN.sub("", one.text).replace(email, "x")) for one in answers]
    assert read[NEW] == read["nobody@elsewhere.example"]
    assert [status for status, _text in read[NEW]] == [422] * MOST_CODES + [429] * 2


def test_d2_digits_of_another_purpose_or_another_address_are_none(site: Flask, net: Session) -> None:
    _path, code = invited(net)
    _other, foreign = invited(net, "jan@elsewhere.example")
    begin_write(net)
    person = net.scalars(select(Person).where(Person.email == network.email("fire"))).one()
    link = tokens.issue(net, SECRET, tokens.SIGN_IN, person, clock.now())
    sign_in = tokens.code_of(SECRET, tokens.token_of(SECRET, link))
    net.commit()
    for email, typed in ((NEW, foreign), ("jan@elsewhere.example", code), (person.email, sign_in), (NEW, sign_in)):
        assert send(site.test_client(), typed, email).status_code == 422
    assert send(site.test_client(), code).status_code == 303


def test_d2_of_two_mails_the_newer_one_has_the_good_digits(site: Flask, net: Session) -> None:
    _path, first = invited(net)
    begin_write(net)
    row = net.scalars(select(Invitation)).one()
    with clock.stopped_at(clock.now() + timedelta(seconds=5)):
        invitations.send_again(network.deed(net, "young"), organisation(net, "young"), row, SECRET)
    second = tokens.code_of(SECRET, invitations.token_of(SECRET, row))
    net.commit()
    assert send(site.test_client(), first).status_code == 422
    assert send(site.test_client(), second).status_code == 303


def test_d2_the_digits_are_over_after_a_day_and_with_what_they_led_to(site: Flask, net: Session) -> None:
    (path, code), at = invited(net), clock.now()
    with clock.stopped_at(at + tokens.CODES_FOR):
        assert send(site.test_client(), code).status_code == 422
        assert 'data-action="make-account"' in site.test_client().get(path).text
    begin_write(net)
    net.scalars(select(Invitation)).one().revoked_at = at
    net.commit()
    assert send(site.test_client(), code).status_code == 422


def test_d2_of_many_who_type_them_at_once_one_is_let_on(site: Flask, net: Session) -> None:
    path, code = invited(net)
    crowd = [site.test_client() for _one in range(4)]
    forms = [visits.fields(one.get(PAGE).text, "enter-by-digits") | {"email": NEW, "code": code} for one in crowd]
    start = Barrier(len(crowd))

    def press(number: int) -> tuple[int, str | None]:
        start.wait()
        answer = crowd[number].post(PAGE, data=forms[number])
        return answer.status_code, answer.location

    with ThreadPoolExecutor(len(crowd)) as pool:
        answers = list(pool.map(press, range(len(crowd))))
    assert sorted(answers, key=lambda one: one[0]) == [(303, path)] + [(422, None)] * 3
    assert net.scalar(select(func.count()).select_from(Membership)) == len(network.SEATS)


def test_d6_the_digits_are_nothing_without_the_form_of_the_browser(site: Flask, net: Session) -> None:
    _path, code = invited(net)
    client = site.test_client()
    assert client.post(PAGE, data={"email": NEW, "code": code}).status_code == 400
    assert client.get(f"{PAGE}?email={NEW}&code={code}").status_code == 200  # reading does nothing
    assert [way.page for way in codes.ways(net, SECRET, NEW, clock.now())] == ["invitation"]


@pytest.mark.parametrize("hours", [0, 24])
def test_the_mail_says_the_digits_while_they_are_good(site: Flask, net: Session, hours: int) -> None:
    path, code = invited(net)
    event = net.scalars(select(Event).where(Event.kind == "invite")).one()
    mail = Mail(address=NEW, language="fr", message_id="x")
    with site.app_context(), clock.stopped_at(clock.now() + timedelta(hours=hours)):
        matter = matters.load(net, [event])[event.id]
        sent = compose(mail, matter, Reader(VISITOR, "fr", applicant=True))
    found = BytesParser(policy=policy.default).parsebytes(sent.raw)
    said = [str(part.get_content()) for part in found.walk() if not part.is_multipart()]
    assert len(said) == 2
    for words in said:
        assert path.removeprefix("/en") in words
        assert (code in words) == (re.search(r"/fr/invitation\b(?!/)", words) is not None) == (hours == 0)


def test_d2_digits_last_no_longer_than_a_day_nor_than_their_link() -> None:
    at = datetime(2027, 3, 9, 14, tzinfo=UTC)
    for span, lasting in ((timedelta(days=7), timedelta(days=1)), (timedelta(minutes=30), timedelta(minutes=30))):
        assert tokens.code_ends(at + span, span) == at + lasting
