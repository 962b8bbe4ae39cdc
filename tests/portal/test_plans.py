"""No public page reads a table that grows: the engines' own plans say so."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from participation.administration import queries as journal
from participation.app import create_app
from participation.benching import loads
from participation.db import begin_write
from participation.extensions import db
from participation.initiatives.lifecycle import Status
from participation.initiatives.models import Initiative, Reference
from participation.organisations.models import Organisation
from participation.places.actions import load as load_places
from participation.reasons.actions import load as load_reasons
from tests.templates import Templates, settings_for

LOADED = 3_000  # initiatives
BIG = 400  # rows: what is larger grows with the platform
DOES_NOT_GROW = {"municipality"}
FILTERS = (
    "q=koffie", "q=kapellen", "q=koffie brandweer", "municipality=Gent", "province=limburg", "month=2026-05",
    "kind=youth_council", "audience=youth", "pillar=security_professions", "state=withdrawn", "language=fr",
    "kind=youth_council&province=limburg", "q=koffie&audience=youth", "page=40",
)  # fmt: skip
FOLLOWED = ("?q=koffie", "?province=limburg", "?kind=youth_council")
SORTS = ("newest", "date", "place")
# Counted over all there is when a process begins, and from then on only where an act has changed something; and for
# the sitemap, which nobody waits for.
COUNTED_ONCE = (
    "SELECT initiative.id, municipality.province",
    "SELECT initiative.id, initiative.organisation_id, co_",
    "SELECT DISTINCT initiative.id, ask.pillar",
    "SELECT count(*) AS",
)
Asked = tuple[str, Any]


class Loaded(NamedTuple):
    app: Flask
    engine: Engine


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def loaded(request: pytest.FixtureRequest) -> Iterator[Loaded]:
    """The platform over some thousand initiatives, loaded once for all the tests here."""
    templates: Templates = request.getfixturevalue(f"{request.param}_templates")
    url = templates.copy("", "plans")
    app = create_app(settings_for(url))
    with app.app_context():
        engine = db.engine
    with Session(engine) as session:
        begin_write(session)
        load_places(session)
        load_reasons(session)
        loads.load(session, LOADED)
        session.commit()
        begin_write(session)
        loads.analyse(session)
        session.commit()
    yield Loaded(app, engine)
    engine.dispose()
    templates.remove("plans")


def paths(session: Session) -> list[str]:
    public = session.scalars(sa.select(Initiative).where(Initiative.status == Status.PUBLISHED).limit(1)).one()
    slug = session.get_one(Organisation, public.organisation_id).slug
    lists = [f"/nl/initiatives/?{asked}&sort={sort}" for asked in ("", *FILTERS) for sort in SORTS]
    here = f"/nl/initiatives/{public.reference}"
    return [
        *lists,
        "/nl/",
        here,
        "/nl/network",
        "/nl/map",
        "/nl/statistics",
        "/nl/organisations/",
        f"/nl/organisations/{slug}",
        "/sitemap.xml",
        "/nl/sitemap-1.xml",
        *(f"/nl/initiatives/{file}{asked}" for file in ("feed.atom", "calendar.ics") for asked in ("", *FOLLOWED)),
        f"{here}.atom",
        f"{here}/poster",
    ]


def big_tables(session: Session) -> set[str]:
    names = set(sa.inspect(session.connection()).get_table_names()) - DOES_NOT_GROW
    rows = {name: session.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0 for name in names}
    return {name for name, number in rows.items() if number > BIG}


def asked(loaded: Loaded, path: str) -> list[Asked]:
    """Collect the statements of a page, with their values as the driver gets them."""
    found: list[Asked] = []

    def note(_c: object, _cursor: object, statement: str, values: object, _context: object, _many: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            found.append((statement, values))

    loaded.app.extensions.pop("portal.cards", None)
    sa.event.listen(loaded.engine, "before_cursor_execute", note)
    assert loaded.app.test_client().get(path).status_code == 200, path
    sa.event.remove(loaded.engine, "before_cursor_execute", note)
    return found


def scans(session: Session, one: Asked, big: set[str]) -> list[str]:
    """Name what a statement would read from end to end."""
    raw: Any = session.connection().connection.cursor()
    try:
        if session.get_bind().dialect.name == "sqlite":
            raw.execute(f"EXPLAIN QUERY PLAN {one[0]}", one[1])
            return _sqlite_scans([row[3] for row in raw.fetchall()], big)
        raw.execute("SET LOCAL enable_seqscan = off")  # a table this small would be read although there is an index
        raw.execute(f"EXPLAIN (FORMAT JSON) {one[0]}", one[1])
        found = (raw.fetchone() or [None])[0]
        return _postgres_scans((json.loads(found) if isinstance(found, str) else found)[0]["Plan"], big)
    finally:
        raw.close()


def _sqlite_scans(steps: list[str], big: set[str]) -> list[str]:
    """A walk along an index in the order that is shown ends with the page; one that is sorted afterwards does not."""
    sorts = any("TEMP B-TREE FOR ORDER BY" in step for step in steps)
    found = []
    for step in steps:
        words = step.split()
        is_whole = words[0] == "SCAN" and words[1] in big and ("USING" not in words or sorts)
        if is_whole and "VIRTUAL" not in words:  # the search's own index
            found.append(step)
        if step.startswith("BLOOM FILTER ON") and words[3] in big:
            found.append(step)
    return found


def _postgres_scans(plan: dict[str, object], big: set[str], hashed: frozenset[str] = frozenset()) -> list[str]:
    """What is hashed is read whole before the first row is tested, be it along an index."""
    hashed |= set(re.findall(r"hashed (SubPlan \d+)", f"{plan.get('Filter', '')} {plan.get('Join Filter', '')}"))
    is_whole = plan["Node Type"] == "Seq Scan" or plan.get("Subplan Name") in hashed
    here = [str(plan["Relation Name"])] if is_whole and plan.get("Relation Name") in big else []
    below = plan.get("Plans", [])
    assert isinstance(below, list)
    return here + [name for part in below for name in _postgres_scans(part, big, hashed)]


def test_no_public_page_reads_a_table_from_end_to_end(loaded: Loaded) -> None:
    with Session(loaded.engine) as session:
        big = big_tables(session)
        assert {"initiative", "version", "co_signature", "comment", "journal_entry"} <= big
        found = {}
        for path in paths(session):
            for one in asked(loaded, path):
                wrong = [] if any(words in one[0] for words in COUNTED_ONCE) else scans(session, one, big)
                if wrong:
                    found[path] = wrong, one[0][-300:]
        assert not found


def test_a_table_that_is_read_whole_is_noticed(loaded: Loaded) -> None:
    with Session(loaded.engine) as session:
        bad = sa.select(Initiative.id).where(Initiative.agreed.like("%koffie%")).order_by(Initiative.hour)
        statement = str(bad.compile(loaded.engine, compile_kwargs={"literal_binds": True})).replace("%%", "%")
        values = () if session.get_bind().dialect.name == "sqlite" else None
        assert scans(session, (statement, values), {"initiative"})
        lost = (
            sa.select(Reference.number)
            .where(Reference.number == 1)
            .compile(loaded.engine, compile_kwargs={"literal_binds": True})
        )
        assert not scans(session, (str(lost), values), {"reference"})


RARE = {  # what hardly any entry fits: without an index all would be read for it
    "ix_journal_entry_kind_id": journal.Asked(kind="check_journal"),
    "ix_journal_entry_actor_key_id": journal.Asked(person="nobody"),
    "ix_journal_entry_at": journal.Asked(month=(date(2019, 5, 1), date(2019, 6, 1))),
}


@pytest.mark.parametrize("index", RARE)
def test_the_journal_is_searched_by_act_person_and_month_along_an_index(loaded: Loaded, index: str) -> None:
    with Session(loaded.engine) as session:
        found: list[Asked] = []

        def note(_c: object, _cursor: object, statement: str, given: object, _context: object, _many: object) -> None:
            found.append((statement, given))

        sa.event.listen(loaded.engine, "before_cursor_execute", note)
        assert journal.entries(session, RARE[index], 1) == []
        sa.event.remove(loaded.engine, "before_cursor_execute", note)
        raw: Any = session.connection().connection.cursor()
        raw.execute(f"EXPLAIN {'QUERY PLAN ' if session.get_bind().dialect.name == 'sqlite' else ''}{found[-1][0]}",
                    found[-1][1])  # fmt: skip
        steps = [str(row) for row in raw.fetchall()]
        raw.close()
        assert any(index in step for step in steps), steps
