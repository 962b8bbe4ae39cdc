"""One fixture gives every test of rules and queries both engines, each with a database of its own."""

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis.configuration import set_hypothesis_home_dir
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from participation.db import begin_write
from participation.extensions import db
from tests import lasting, loopback, postgres
from tests.notifications.scene import Scene
from tests.templates import FILLS, Files, Served, Templates, settings_for

EVERYTHING = os.environ.get("EVERYTHING") == "1"  # `make test-all`
ENGINES = ("sqlite", "postgresql")

MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30  # noqa: S108  # a folder in memory, and what the databases of a run need
# Nothing here outlives a run: on a disk, a copy of a database takes ten times as long.
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    tempfile.tempdir = str(MEMORY)

SELDOM = 20_000  # objects made since the last search for garbage; Python's own limit is 700

set_hypothesis_home_dir("build/hypothesis")
hypothesis.settings.register_profile("ours", deadline=None, max_examples=1000 if EVERYTHING else 100)
hypothesis.settings.load_profile("ours")  # no deadline: time says nothing where a browser shares two cores


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the cases of a file marked `engines_in_turn` meet one engine each; in `make test-all`, both."""
    seen: Counter[tuple[Path, str]] = Counter()
    kept: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        engine = _engine_in_turn(item)
        turn = ENGINES[seen[item.path, engine] % len(ENGINES)]
        seen[item.path, engine] += 1
        (kept if engine in {"", turn} else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = kept


def pytest_collection_finish() -> None:
    """Leave what is loaded out of the search for garbage, and search seldom: either takes more than a twentieth."""
    gc.freeze()
    gc.set_threshold(SELDOM, 20, 50)


def _engine_in_turn(item: pytest.Item) -> str:
    """Name the engine of a case that may leave the other to the next one."""
    if EVERYTHING or item.get_closest_marker("engines_in_turn") is None:
        return ""
    callspec = getattr(item, "callspec", None)
    return callspec.params.get("templates", "") if callspec else ""


@pytest.fixture(scope="session", autouse=True)
def this_machine_only() -> Iterator[None]:
    with loopback.only():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Files(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_templates(postgres_server: postgres.Server) -> Templates:
    return Served(postgres_server)


@pytest.fixture(params=ENGINES)
def templates(request: pytest.FixtureRequest) -> Templates:
    """The templates of each engine in turn."""
    found: Templates = request.getfixturevalue(f"{request.param}_templates")
    return found


@pytest.fixture
def url(request: pytest.FixtureRequest, templates: Templates) -> Iterator[str]:
    """Address of a database with all tables: empty, or with what a test asks for by `demo` or `net`.

    It is the same for all tests: what is compiled for one serves the next.
    """
    kind = next((kind for kind in FILLS if kind in request.fixturenames), "")
    yield templates.copy(kind, "test")
    templates.remove("test")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = lasting.engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that may write; a test that commits begins again."""
    with Session(engine) as session:
        begin_write(session)
        yield session


@pytest.fixture
def demo(session: Session) -> Session:
    """The same with the demo stories."""
    return session


@pytest.fixture
def net(session: Session) -> Session:
    """The same with the small network of `tests.network`."""
    return session


@pytest.fixture
def app(url: str) -> Iterator[Flask]:
    with lasting.app(settings_for(url)) as app:
        yield app


@pytest.fixture
def app_with(url: str) -> Iterator[lasting.AppWith]:
    with ExitStack() as stack:
        yield lambda **changed: stack.enter_context(lasting.app(replace(settings_for(url), **changed)))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def scene(app: Flask, tmp_path: Path) -> Iterator[Scene]:
    """A small network in which acts are done, told and mailed into a folder."""
    with app.app_context():
        yield Scene(db.session(), tmp_path / "mail")
