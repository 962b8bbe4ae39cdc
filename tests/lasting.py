"""What tests after one another share, since it is dear to make: an engine, and an application without its memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine

from participation.app import FITTING, create_app
from participation.db import ready
from participation.extensions import db
from participation.initiatives import fulltext
from participation.settings import Settings
from tests.templates import POOL


def asis(_app: Flask) -> None:
    """Leave it as it is."""


@cache
def engine(url: str) -> Engine:
    """Return the engine for `url`: it has compiled what tests before have asked."""
    return ready(sa.create_engine(url, pool_size=POOL))


class AppWith(Protocol):
    """Gives the application with other settings than the tests' own."""

    def __call__(self, **changed: Any) -> Flask:  # noqa: ANN401  # the value of any setting
        """Return it; a test ends it."""


@contextmanager
def app(settings: Settings, prepare: Callable[[Flask], None] = asis) -> Iterator[Flask]:
    """Give the application as a new process has it, and take back what a test has changed in it.

    `prepare` does to it what can only be done to a new one.
    """
    found = _app(settings, prepare)
    config, views, extensions = dict(found.config), dict(found.view_functions), dict(found.extensions)
    for kept in (fulltext.OFTEN, fulltext.MARKED):  # keyed by the engine, which lasts
        kept.clear()
    found.config[FITTING] = True  # as after its first page: what is counted here are the statements of a page alone
    yield found
    with found.app_context():
        db.engine.dispose()
    for now, before in ((found.config, config), (found.view_functions, views), (found.extensions, extensions)):
        now.clear()
        now.update(before)


@lru_cache(maxsize=16)  # some tests have settings of their own, no two of them the same
def _app(settings: Settings, prepare: Callable[[Flask], None]) -> Flask:
    made = create_app(settings)
    made.jinja_env.bytecode_cache = _compiled()
    prepare(made)
    return made


@cache
def _compiled() -> FileSystemBytecodeCache:
    """Keep compiled templates, by what stands in them, for all applications of all processes."""
    folder = Path("build/templates")
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))
