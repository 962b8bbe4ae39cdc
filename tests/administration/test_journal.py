"""The journal's page tells what happened and whether it still says so, and shows nobody's text."""

import csv
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from participation import clock
from participation.accounts.models import Person
from participation.administration import labels, queries
from participation.comments.models import Comment
from participation.db import begin_write
from participation.initiatives.models import Decision, Initiative, Version, WorkingCopy
from participation.journal.actions import record, seal
from participation.journal.chain import Head
from participation.journal.models import Entry, Link
from participation.journal.queries import Fault, Wrong, head, verify_on
from tests.journal.test_tampering import COLUMNS, unguarded
from tests.portal.test_pages import do, hidden, signed_in

pytestmark = pytest.mark.engines_in_turn

PAGE = "/en/admin/journal/"
CHECK = f"{PAGE}check"
CODE = Path(__file__).parents[2] / "participation"
WRITES = re.compile(r'\.record\(\s*"([a-z_]+)"')
ROW = re.compile(r'data-entry="(\d+)"')


def rows(page: str) -> list[int]:
    return [int(number) for number in ROW.findall(page)]


def test_the_newest_entry_stands_first_and_pages_lead_to_the_oldest(app: Flask, demo: Session) -> None:
    known = list(demo.scalars(select(Entry.id).order_by(Entry.id.desc())))
    demo.rollback()
    admin = signed_in(app, "admin")
    found: list[int] = []
    for page in range(1, len(known) // queries.PAGE + 2):
        found += rows(admin.get(f"{PAGE}?page={page}").text)
    assert found == known


def test_every_kind_of_entry_has_its_words(demo: Session) -> None:
    kinds = set(demo.scalars(select(Entry.kind).distinct()))
    subjects = set(demo.scalars(select(Entry.subject_kind).distinct()))
    assert kinds
    assert not kinds - labels.KINDS.keys()
    assert not subjects - labels.SUBJECTS.keys()
    assert set(labels.WRONG) == {str(wrong) for wrong in Wrong}


def test_every_act_that_the_code_writes_down_has_its_words() -> None:
    """Whatever the demo data hold of it."""
    written = {act for path in CODE.rglob("*.py") for act in WRITES.findall(path.read_text("utf-8"))}
    assert {"edit", "tell_of_barrier"} <= written
    assert not written - labels.KINDS.keys()


@pytest.mark.parametrize("name", ["kind", "organisation", "reference", "person", "month"])
def test_a_filter_in_the_address_leaves_only_what_fits(app: Flask, demo: Session, name: str) -> None:
    one = next(row for row in queries.entries(demo, queries.Asked(kind="co_sign"), 1))
    given = {"kind": "co_sign", "organisation": one.slug, "reference": one.reference, "person": one.actor_key,
             "month": f"{one.at.astimezone(clock.BRUSSELS):%Y-%m}"}[name]  # fmt: skip
    demo.rollback()
    admin = signed_in(app, "admin")
    table = list(csv.DictReader(admin.get(f"/en/admin/journal.csv?{name}={given}").text.splitlines()))
    everything = list(csv.DictReader(admin.get("/en/admin/journal.csv").text.splitlines()))
    assert 0 < len(table) < len(everything)
    assert one.digest in {row["digest"] for row in table}
    shown = admin.get(PAGE, query_string={name: given}).text
    assert len(rows(shown)) == min(len(table), queries.PAGE)
    if name != "month":
        assert {row[name] for row in table if row[name]} == {given}


def test_a_comment_is_found_by_its_initiative(app: Flask, demo: Session) -> None:
    wanted = select(Initiative.reference, Comment.id).join(Comment, Comment.initiative_id == Initiative.id)
    reference, comment = demo.execute(wanted.order_by(Comment.id)).first() or ("", 0)
    entry = select(Entry.id).where(Entry.subject_kind == "comment", Entry.subject_id == comment).order_by(Entry.id)
    number = demo.scalars(entry).first()
    demo.rollback()
    assert number in rows(signed_in(app, "admin").get(f"{PAGE}?reference={reference}").text)


@pytest.mark.parametrize(
    "given", ["kind=x", "month=2026-99", "month=x", "reference=%00", "person='", "page=x", "page=99999"]
)
def test_a_senseless_address_is_answered(app: Flask, demo: Session, given: str) -> None:
    demo.rollback()
    assert signed_in(app, "admin").get(f"{PAGE}?{given}").status_code == 200


def test_the_journal_shows_no_text_and_no_name(app: Flask, demo: Session) -> None:
    """A canary in everything that is written; whoever administers reads none of it here."""
    canary = "Kanarie-1830"
    begin_write(demo)
    for one in demo.scalars(select(WorkingCopy)):
        one.title = one.summary = one.body = canary
    for version in demo.scalars(select(Version)):
        version.title = version.summary = version.body = canary
    for column in (Comment, Decision):
        for row in demo.scalars(select(column)):
            setattr(row, "text" if column is Comment else "words", canary)
    demo.commit()
    names = set(demo.scalars(select(Person.name))) | set(demo.scalars(select(Person.email)))
    demo.rollback()
    admin = signed_in(app, "admin")
    youth = signed_in(app, "youth")
    said = {"title": f"{canary} draft", "language": "nl"}
    assert do(youth, "/en/initiatives/new", "create", **said).status_code == 303
    pages = [admin.get(f"{PAGE}?page={page}").text for page in range(1, 9)] + [admin.get("/en/admin/journal.csv").text]
    for text in pages:
        assert canary not in text
        body = text.partition("<main")[2]
        assert not [name for name in names if name in body]
    assert "create" in pages[-1]


def test_a_check_is_written_down_and_shown(app: Flask, demo: Session) -> None:
    demo.rollback()
    admin = signed_in(app, "admin")
    before = admin.get(PAGE).text
    assert "data-sound" in before
    assert head(demo).hash in before
    demo.rollback()
    assert do_check(admin).status_code == 303
    last = queries.last_check(demo)
    assert last is not None
    page = admin.get(PAGE).text
    assert rows(page)[0] == last.id
    assert "data-sound" in page


def do_check(client: FlaskClient) -> TestResponse:
    return client.post(CHECK, data=hidden(client.get(PAGE).text, "check-journal"))


def test_what_was_altered_is_named_on_the_page(app: Flask, demo: Session) -> None:
    begin_write(demo)
    with unguarded(demo):
        found = demo.scalars(select(Link).where(Link.position == 3)).one()
        demo.get_one(Entry, found.entry_id).kind = "publish"
        demo.flush()
    demo.commit()
    admin = signed_in(app, "admin")
    assert do_check(admin).status_code == 303
    page = admin.get(PAGE).text
    assert "data-faults" in page
    assert "data-sound" not in page


def test_a_forged_check_and_one_by_somebody_else_write_nothing(app: Flask, demo: Session) -> None:
    demo.rollback()
    admin, youth = signed_in(app, "admin"), signed_in(app, "youth")
    press = hidden(admin.get(PAGE).text, "check-journal")
    assert admin.post(CHECK, data=press | {"csrf_token": "x.y"}).status_code == 400
    assert youth.post(CHECK, data=press).status_code == 404
    assert app.test_client().post(CHECK, data=press).status_code == 303
    assert queries.last_check(demo) is None


@pytest.fixture
def chain(session: Session) -> Session:
    for number in range(1, 8):
        record(session, clock.now(), COLUMNS | {"subject_id": number}, {})
        session.flush()
    seal(session)
    session.commit()
    begin_write(session)
    return session


def test_stretch_by_stretch_the_whole_chain_is_verified(chain: Session) -> None:
    at = clock.now()
    first = verify_on(chain, at, most=3)
    assert (first.first, first.end.position, first.faults, first.is_last) == (1, 3, [], False)
    second = verify_on(chain, at, first.end, most=3)
    assert (second.first, second.end.position, second.is_last) == (4, 6, False)
    third = verify_on(chain, at, second.end, most=3)
    assert (third.first, third.end, third.faults, third.is_last) == (7, head(chain), [], True)
    assert verify_on(chain, at, Head(3, "0" * 64), most=3).faults == [Fault(Wrong.MOVED, 3)]


def test_a_stretch_names_what_is_missing_at_its_edges(chain: Session) -> None:
    with unguarded(chain):
        for position in (3, 4):
            chain.delete(chain.get_one(Link, position))
        chain.flush()
    first = verify_on(chain, clock.now(), most=3)
    assert Fault(Wrong.MISSING, 3) in first.faults
    second = verify_on(chain, clock.now(), first.end, most=3)
    assert Fault(Wrong.MISSING, 4) in second.faults
    assert all(fault.wrong in {Wrong.MISSING, Wrong.UNQUEUED} for fault in [*first.faults, *second.faults])
