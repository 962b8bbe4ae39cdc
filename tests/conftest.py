"""One fixture gives every test of rules and queries both engines, each with a database of its own."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis.configuration import set_hypothesis_home_dir
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from participation.app import create_app
from participation.db import Base, begin_write, ready
from participation.demo import loader
from participation.extensions import db
from participation.places.actions import load as load_places
from participation.reasons.actions import load as load_reasons
from participation.settings import Settings
from tests import loopback, network, postgres
from tests.notifications.scene import Scene

EVERYTHING = os.environ.get("EVERYTHING") == "1"  # `make test-all`
NUMBER = itertools.count()
POOL = 25  # at least as many as a race has threads

MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30  # noqa: S108  # a folder in memory, and what the databases of a run need
# Nothing here outlives a run: on a disk, a copy of a database takes ten times as long.
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
    tempfile.tempdir = str(MEMORY)

set_hypothesis_home_dir("build/hypothesis")
hypothesis.settings.register_profile("ours", deadline=None, max_examples=1000 if EVERYTHING else 100)
hypothesis.settings.load_profile("ours")  # no deadline: time says nothing where a browser shares two cores


@pytest.fixture(scope="session", autouse=True)
def this_machine_only() -> Iterator[None]:
    with loopback.only():
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    _create(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server) -> str:
    postgres_server.create("template")
    _create(postgres_server.url("template"))
    return "template"


@pytest.fixture(scope="session")
def sqlite_demo(sqlite_template: Path) -> Path:
    path = sqlite_template.with_name("demo.db")
    shutil.copy(sqlite_template, path)
    _tell(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_demo(postgres_server: postgres.Server, postgres_template: str) -> str:
    postgres_server.create("demo_template", template=postgres_template)
    _tell(postgres_server.url("demo_template"))
    return "demo_template"


def _tell(url: str) -> None:
    """Tell the demo stories once a run: each takes seconds, a copy takes none."""
    engine = ready(sa.create_engine(url))
    with Session(engine) as session:
        begin_write(session)
        load_places(session)
        load_reasons(session)
        loader.load(session, cost=1)
        session.commit()
    engine.dispose()


def _create(url: str) -> None:
    """Make the tables as an installation gets them: by the migrations, where there are any yet."""
    if Path("migrations/versions").exists():
        with create_app(settings_for(url)).app_context():
            upgrade(directory="migrations")
            db.engine.dispose()
        return
    engine = ready(sa.create_engine(url))
    with Session(engine) as session:
        begin_write(session)
        Base.metadata.create_all(session.connection())
        session.commit()
    engine.dispose()


def settings_for(url: str) -> Settings:
    """Settings of an installation that lives as long as a test."""
    return Settings(
        database_url=url, data_dir=Path("build/data"), secret_key="test" * 10, pool_size=POOL, argon2_cost=1
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a database with all tables: empty, or with the demo stories where a test asks for `demo`."""
    kind = "demo" if "demo" in request.fixturenames else "template"
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue(f"sqlite_{kind}"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    database = f"test_{next(NUMBER)}"
    server.create(database, template=request.getfixturevalue(f"postgres_{kind}"))
    yield server.url(database)
    server.drop(database)  # thousands of copies would fill the disk


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = ready(sa.create_engine(url, pool_size=POOL))
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
    """The same with the demo stories, as `url` has copied them."""
    return session


@pytest.fixture
def net(session: Session) -> Session:
    """The same with the small network of `tests.network`, committed."""
    network.fill(session)
    session.commit()
    begin_write(session)
    return session


@pytest.fixture
def app(url: str) -> Iterator[Flask]:
    app = create_app(settings_for(url))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def scene(app: Flask, tmp_path: Path) -> Iterator[Scene]:
    """A small network in which acts are done, told and mailed into a folder."""
    with app.app_context():
        yield Scene(db.session(), tmp_path / "mail")
