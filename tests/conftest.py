"""One fixture gives every test of rules and queries both engines, each with a database of its own."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from participation.app import create_app
from participation.db import Base, begin_write, ready
from participation.demo import loader
from participation.extensions import db
from participation.places.actions import load as load_places
from participation.reasons.actions import load as load_reasons
from participation.settings import Settings
from tests import postgres

NUMBER = itertools.count()
POOL = 25


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    _create(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    with postgres.server() as address:
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute("CREATE DATABASE template")
        _create(_sqlalchemy(address, "template"))
        yield address


def _create(url: str) -> None:
    engine = ready(sa.create_engine(url))
    with Session(engine) as session:
        begin_write(session)
        Base.metadata.create_all(session.connection())
        session.commit()
    engine.dispose()


def _sqlalchemy(address: str, database: str) -> str:
    return address.replace("postgresql:", "postgresql+psycopg:").removesuffix("postgres") + database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        return f"sqlite:///{tmp_path / 'test.db'}"
    address, name = request.getfixturevalue("postgres_template"), f"test_{next(NUMBER)}"
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template".encode())
    return _sqlalchemy(address, name)


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
    """The same with the demo stories told and committed."""
    load_places(session)
    load_reasons(session)
    loader.load(session, cost=1)
    session.commit()
    begin_write(session)
    return session


@pytest.fixture
def app(url: str) -> Iterator[Flask]:
    settings = Settings(database_url=url, secret_key="x" * 40, pool_size=POOL, argon2_cost=1)  # signs test cookies only
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()
