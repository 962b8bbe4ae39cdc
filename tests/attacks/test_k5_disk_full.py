"""K5: the disk is full: what was typed comes back with a 503, everything can be read, nothing is half kept."""

import io
import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from participation import clock
from participation.db import begin_write
from participation.extensions import db
from participation.organisations.models import Logo
from tests import network, visits
from tests.attacks import oracle

TYPED = "Words that took an afternoon. "
FUNCTION = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
)
TRIGGER = "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION refuse()"
TABLES = {"pages": "journal_entry", "bytes": "form_nonce"}  # the last row of an act, and the first
Full = Callable[[], AbstractContextManager[None]]


@contextmanager
def no_page_more(engine: sa.Engine) -> Iterator[None]:
    """Let SQLite be refused any further page, as by a file system without room."""

    def limit(raw: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        cursor = raw.cursor()
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")

    engine.dispose()
    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def no_byte_more() -> Iterator[None]:
    """Let the kernel refuse this process any longer file."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@contextmanager
def told_by_the_server(net: Session, table: str) -> Iterator[None]:
    """Let PostgreSQL say what it says then."""
    for statement in (FUNCTION, TRIGGER.format(table), TRIGGER.format("signed_in")):
        net.execute(text(statement))
    net.commit()
    try:
        yield
    finally:
        net.execute(text("DROP FUNCTION refuse CASCADE"))
        net.commit()


@pytest.fixture(params=["pages", "bytes"])
def full(request: pytest.FixtureRequest, site: Flask, net: Session) -> Full:
    """Ways for a disk to be full."""
    if net.get_bind().dialect.name == "postgresql":
        return lambda: told_by_the_server(net, TABLES[request.param])
    if request.param == "bytes":
        return no_byte_more
    with site.app_context():
        engine = db.engine
    return lambda: no_page_more(engine)


def check_refused(answer: TestResponse) -> None:
    oracle.sound(answer)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_k5_a_text_that_finds_no_room_comes_back_and_is_saved_later(site: Flask, net: Session, full: Full) -> None:
    begin_write(net)
    path = f"/en/initiatives/{network.draft(net)}/edit"
    net.commit()
    client = visits.enter(site, "young")
    form = visits.fields(client.get(path).text, "edit") | {"body": TYPED * 200, "title": "Tea for two"}
    before = oracle.picture(net)
    with full():
        refused = client.post(path, data=form)
        check_refused(refused)
        with clock.stopped_at(clock.now() + timedelta(minutes=20)):  # when was seen last is to be noted
            read = [client.get(one) for one in (path, "/en/", "/en/initiatives/", "/en/workspace/")]
    assert TYPED * 200 in refused.text
    assert 'value="Tea for two"' in refused.text
    assert [answer.status_code for answer in read] == [200] * len(read)
    assert oracle.picture(net) == before
    assert client.post(path, data=visits.fields(refused.text, "edit") | form).status_code == 303
    whole(net)


def test_k5_a_picture_that_finds_no_room_leaves_no_trace(site: Flask, net: Session, full: Full) -> None:
    client, path = visits.enter(site, "young"), "/en/organisations/young/edit"
    form = visits.fields(client.get(path).text, "edit-profile") | {"about_nl": TYPED, "languages": "nl"}
    before = oracle.picture(net)
    with full():
        refused = client.post(path, data=form | {"logo": picture()})
    check_refused(refused)
    assert TYPED.strip() in refused.text
    assert oracle.picture(net) == before
    assert net.scalar(select(func.count()).select_from(Logo)) == 0
    assert client.post(path, data=form | {"logo": picture()}).status_code == 303
    net.rollback()
    assert (net.scalar(select(func.min(func.length(Logo.large)))) or 0) > 10_000
    whole(net)


def picture() -> FileStorage:
    """Make one that no page has room for beside other things."""
    written = io.BytesIO()
    Image.effect_noise((256, 256), 90).save(written, "PNG")
    written.seek(0)
    return FileStorage(written, "logo.png", "logo", "image/png")


def whole(net: Session) -> None:
    net.rollback()
    if net.get_bind().dialect.name == "sqlite":
        assert net.scalar(text("PRAGMA integrity_check")) == "ok"
