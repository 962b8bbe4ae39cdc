"""Databases to copy: what one holds is written once a run, and a copy takes no time."""

import shutil
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from participation.app import create_app
from participation.db import begin_write, ready
from participation.demo import loader
from participation.extensions import db
from participation.places.actions import load as load_places
from participation.reasons.actions import load as load_reasons
from participation.settings import Settings
from tests import network, postgres

POOL = 25  # at least as many as a race has threads


def settings_for(url: str) -> Settings:
    """Settings of an installation that lives as long as a test."""
    return Settings(
        database_url=url, data_dir=Path("build/data"), secret_key="test" * 10, pool_size=POOL, argon2_cost=1
    )


def tell(session: Session) -> None:
    """Tell the demo stories."""
    load_places(session)
    load_reasons(session)
    loader.load(session, cost=1)


FILLS: dict[str, Callable[[Session], None]] = {"demo": tell, "net": network.fill}


class Templates:
    """What is made at the first wish for it: the empty one, called "", by the migrations; the others from that."""

    def __init__(self) -> None:
        self._made: set[str] = set()

    def copy(self, kind: str, name: str) -> str:
        """Make the database `name` a copy of what `kind` holds, and return its address."""
        if kind not in self._made:
            self._make(kind)
            self._made.add(kind)
        return self._copied(f"template_{kind}", name)

    def remove(self, name: str) -> None:
        """Leave nothing of the database `name`."""
        raise NotImplementedError

    def _copied(self, source: str, name: str) -> str:
        raise NotImplementedError

    def new(self, name: str) -> str:
        """Make a database without tables, and return its address."""
        raise NotImplementedError

    def _make(self, kind: str) -> None:
        if not kind:
            return _make_tables(self.new("template_"))
        engine = ready(sa.create_engine(self.copy("", f"template_{kind}")))
        with Session(engine) as session:
            begin_write(session)
            FILLS[kind](session)
            session.commit()
        engine.dispose()
        return None


class Files(Templates):
    """Databases of SQLite in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def remove(self, name: str) -> None:
        """Leave nothing of the database, nor of what lies beside it."""
        for left in self._folder.glob(f"{name}*"):
            left.unlink()

    def _copied(self, source: str, name: str) -> str:
        shutil.copy(self._folder / f"{source}.db", self._folder / f"{name}.db")
        return self.new(name)

    def new(self, name: str) -> str:
        """Name the file, which SQLite makes."""
        return f"sqlite:///{self._folder / name}.db"


class Served(Templates):
    """Databases of a PostgreSQL server."""

    def __init__(self, server: postgres.Server) -> None:
        super().__init__()
        self._server = server

    def remove(self, name: str) -> None:
        """Drop the database, and end whoever is still connected."""
        self._server.drop(name)

    def _copied(self, source: str, name: str) -> str:
        self._server.create(name, template=source)
        return self._server.url(name)

    def new(self, name: str) -> str:
        """Make it on the server."""
        self._server.create(name)
        return self._server.url(name)


def _make_tables(url: str) -> None:
    with create_app(settings_for(url)).app_context():
        upgrade(directory="migrations")
        db.engine.dispose()
