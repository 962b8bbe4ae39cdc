"""Every page asks a fixed number of statements, whoever looks and however much there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from participation.benching import loads
from participation.comments.models import Comment
from participation.db import begin_write
from participation.extensions import db
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative, Version
from participation.organisations.models import Organisation
from participation.web.kept import Kept
from tests import lasting
from tests.portal.test_pages import signed_in
from tests.templates import settings_for

MOST = 32  # statements of one page
MORE = 300  # initiatives that come on top of the demo's, with all that hangs on them
NO_PAGES = {"static", "portal.bare_ready"}  # the second answers 503 while something old waits to be told
WHO = ("", "youth", "fire", "moderator", "admin")
REST = {
    "code": "other", "first": 1, "second": 2, "step": "text", "token": "unknown", "key": "unknown", "file": "1",
    "kind": "publish", "mark": "0", "organisation": 1, "fingerprint": "0",
}  # fmt: skip
LISTS = (
    "/en/initiatives/?sort=date", "/en/initiatives/?sort=place", "/en/initiatives/?month={month}",
    "/en/initiatives/?q=koffie&language=nl", "/en/initiatives/?kind=youth_council&audience=youth",
    "/en/organisations/?pillar=citizens",
)  # fmt: skip  # each finds something in the demo already


def examples(session: Session) -> dict[str, object]:
    """Give each argument of an address a value that leads to a page; a new argument needs its line here."""
    twice = sa.select(Version.initiative_id).where(Version.number == 2)
    public = sa.select(Initiative).where(Initiative.status == Status.PUBLISHED)
    found = session.scalars(public.order_by(Initiative.id.in_(twice).desc(), Initiative.id)).first()
    assert found is not None
    return {
        "lang": "en",
        "reference": found.reference,
        "slug": session.get_one(Organisation, found.organisation_id).slug,
        "public_id": session.scalar(sa.select(Comment.public_id).order_by(Comment.id)),
        "number": 1,
        "month": f"{demo_month(session):%Y-%m}",
        **REST,
    }


def demo_month(session: Session) -> date:
    shown = (Version.initiative_id == Initiative.id) & (Version.number == Initiative.shown)
    public = sa.select(Version.date_from).join(Initiative, shown).where(Initiative.status == Status.PUBLISHED)
    found = session.scalars(public.where(Version.date_from.is_not(None)).limit(1)).one()
    assert found is not None
    return found


def addresses(app: Flask, values: dict[str, object]) -> list[str]:
    """Write the address of every page, one for each act that has a form."""
    found = []
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES:
                found += [urls.build(rule.endpoint, given) for given in arguments(rule, values)]
    return sorted({*found, *(path.format_map(values) for path in LISTS)})


def arguments(rule: Rule, values: dict[str, object]) -> Iterator[dict[str, object]]:
    """Fill in a rule; where it lists its values, one after the other."""
    listed = {name: getattr(one, "items", None) for name, one in rule._converters.items()}  # noqa: SLF001  # no other way
    several = [name for name, items in listed.items() if items]
    unknown = listed.keys() - values.keys() - set(several)
    assert not unknown, f"{rule.rule}: give {sorted(unknown)} a value in examples()"
    fixed = {name: values[name] for name in listed if name not in several}
    if not several:
        yield fixed
    for name in several:
        for item in sorted(listed[name] or ()):
            yield fixed | {name: item}


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Collect the statements that reach the database."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield said
    sa.event.remove(engine, "before_cursor_execute", note)


def statements(app: Flask, client: FlaskClient, paths: list[str]) -> dict[str, int]:
    """Count what each page asks when nothing of it is kept."""
    found = {}
    with counted(app) as said:
        for path in paths:
            app.extensions.pop("portal.tally", None)
            app.extensions.pop("portal.touched", None)  # as a new process has none
            for kept in app.extensions.values():
                if isinstance(kept, Kept):
                    kept.clear()
            said.clear()
            assert client.get(path).status_code < 500, path
            found[path] = len(said)
    return found


@pytest.mark.parametrize("templates", ["sqlite"], indirect=True)
def test_no_page_asks_more_when_there_is_more(app: Flask, demo: Session) -> None:
    paths = addresses(app, examples(demo))
    demo.rollback()
    clients = {who: signed_in(app, who) if who else app.test_client() for who in WHO}
    assert all('class="card' in clients[""].get(path).text for path in paths if path.startswith("/en/initiatives/?"))
    before = {who: statements(app, client, paths) for who, client in clients.items()}
    begin_write(demo)
    loads.load(demo, MORE)
    demo.commit()
    for who, client in clients.items():
        after = statements(app, client, paths)
        more = {path: (before[who][path], number) for path, number in after.items() if number != before[who][path]}
        assert not more, who
        assert not {path: number for path, number in after.items() if number > MOST}, who


def test_a_page_without_an_example_is_noticed(url: str, demo: Session) -> None:
    def larger(app: Flask) -> None:
        app.add_url_rule("/<lang>/new/<unheard_of>", "unheard_of", lambda **_values: "")

    with lasting.app(settings_for(url), larger) as app, pytest.raises(AssertionError, match="unheard_of"):
        addresses(app, examples(demo))


@pytest.mark.parametrize("templates", ["postgresql"], indirect=True)
def test_what_is_asked_often_is_planned_once(app: Flask, demo: Session) -> None:
    demo.rollback()
    client = app.test_client()
    for _look in range(8):
        assert client.get("/en/initiatives/").status_code == 200
    with app.app_context(), db.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM pg_prepared_statements"))
